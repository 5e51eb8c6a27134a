package dev.holdfast.report.html;

import dev.holdfast.model.Outcome;
import dev.holdfast.report.FrameworkStanding;
import dev.holdfast.report.FrameworkStanding.Control;
import dev.holdfast.report.Phrases;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Each framework with every control: how it stands, by which checks, and what a person must still do. */
final class FrameworksSection {
    /** In the order in which a reader asks for them. */
    private static final List<String> ORDER =
            List.of("fail", "unknown", "manual", "not yet", "mitigated", "muted", "pass", "not applicable");

    private final Page page;
    private final Markup html;

    FrameworksSection(Page page) {
        this.page = page;
        this.html = page.html();
    }

    void write() {
        List<FrameworkStanding> frameworks = page.report().frameworks();
        if (frameworks.isEmpty()) {
            return;
        }
        page.section("frameworks", "Frameworks");
        html.leaf(
                "p",
                "Every control is listed. One passes only when all of it was judged and nothing was unknown.",
                "class",
                "soft");
        frameworks.forEach(this::framework);
        page.endSection();
    }

    private void framework(FrameworkStanding framework) {
        Map<String, Long> counts = new LinkedHashMap<>();
        ORDER.forEach(word -> counts.put(word, count(framework, word)));
        html.open(
                "details",
                "class",
                "group framework",
                "id",
                "framework-" + framework.id().replace('.', '-'));
        html.open("summary");
        html.leaf("span", framework.controls().size() + " controls", "class", "soft small");
        html.open("span", "class", "name").foreign(framework.title()).close("span");
        html.open("span", "class", "tags");
        counts.forEach((word, count) -> {
            if (count > 0) {
                html.open("span", "class", word.replace(' ', '-'));
                glyph(word);
                html.text(Phrases.number(count) + " " + word).close("span");
            }
        });
        html.close("span").close("summary").open("div", "class", "inside");
        bar(counts, framework.controls().size());
        html.open("table", "class", "sortable stack").open("thead").open("tr");
        for (String heading : List.of("Control", "Outcome", "Subject", "Checks")) {
            html.leaf("th", heading, "scope", "col");
        }
        html.close("tr").close("thead").open("tbody");
        framework.controls().forEach(this::control);
        html.close("tbody").close("table").close("div").close("details");
    }

    private static long count(FrameworkStanding framework, String word) {
        return framework.controls().stream()
                .filter(control -> control.outcome().equals(word))
                .count();
    }

    /** The shares side by side; the words beside it say the same. */
    private void bar(Map<String, Long> counts, int total) {
        html.open("svg", "class", "bar shares", "aria-hidden", "true");
        double at = 0;
        for (Map.Entry<String, Long> share : counts.entrySet()) {
            if (share.getValue() > 0) {
                double width = share.getValue() * 100.0 / total;
                String kind = switch (share.getKey()) {
                    case "fail" -> "fill-critical";
                    case "unknown", "manual" -> "fill-unknown";
                    case "pass" -> "fill";
                    default -> "track";
                };
                html.open(
                                "rect",
                                "class",
                                kind,
                                "x",
                                String.format(Locale.ROOT, "%.2f%%", at),
                                "width",
                                String.format(Locale.ROOT, "%.2f%%", width),
                                "height",
                                "12")
                        .close("rect");
                at += width;
            }
        }
        html.close("svg");
    }

    private void control(Control control) {
        html.open("tr").leaf("td", control.id(), "class", "place");
        html.open("td", "class", "word " + control.outcome().replace(' ', '-'));
        glyph(control.outcome());
        html.text(control.outcome()).close("td");
        html.open("td").foreign(control.subject());
        if (!control.note().isEmpty()) {
            html.open("div", "class", "soft").foreign(control.note()).close("div");
        }
        html.close("td").open("td");
        for (String check : control.checks()) {
            html.open("div");
            page.checkLink(check);
            html.close("div");
        }
        html.close("td").close("tr");
    }

    private void glyph(String word) {
        for (Outcome outcome : Outcome.values()) {
            if (Phrases.outcome(outcome).equals(word)) {
                page.glyphs().outcome(outcome);
                return;
            }
        }
        page.glyphs().outcome(Outcome.NOT_APPLICABLE);
    }
}
