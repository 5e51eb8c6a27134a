package dev.holdfast.report.html;

import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Gap;
import dev.holdfast.report.GapAdvice;
import dev.holdfast.report.Phrases;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What could not be read, by cause, so that nobody takes silence for safety. */
final class GapsSection {
    private final Page page;
    private final Markup html;

    GapsSection(Page page) {
        this.page = page;
        this.html = page.html();
    }

    void write() {
        List<Gap> gaps = page.report().collection().gaps();
        page.section("gaps", "What could not be read");
        if (gaps.isEmpty()) {
            html.leaf("p", "Everything asked for was read.", "class", "soft");
            page.endSection();
            return;
        }
        html.leaf(
                "p",
                "Nothing is assumed about these: verdicts that need them are unknown and in no score.",
                "class",
                "soft");
        Map<AwsFailure.Kind, List<Gap>> byKind =
                gaps.stream().collect(Collectors.groupingBy(Gap::kind, TreeMap::new, Collectors.toList()));
        byKind.values().forEach(this::cause);
        page.endSection();
    }

    private void cause(List<Gap> gaps) {
        AwsFailure.Kind kind = gaps.getFirst().kind();
        html.open("div", "class", "card");
        html.open("div", "class", "head")
                .leaf("h3", GapAdvice.cause(kind))
                .leaf("span", Phrases.count(gaps.size(), "gap", "gaps"), "class", "soft small")
                .close("div");
        html.leaf("p", GapAdvice.mend(kind), "class", "small");
        html.open("table", "class", "sortable stack").open("thead").open("tr");
        for (String heading : List.of("Account", "Region", "Operation", "Resource", "Error")) {
            html.leaf("th", heading, "scope", "col");
        }
        html.close("tr").close("thead").open("tbody");
        gaps.stream()
                .sorted(Comparator.comparing(Gap::account)
                        .thenComparing(Gap::region)
                        .thenComparing(Gap::operation)
                        .thenComparing(Gap::resource)
                        .thenComparing(Gap::error))
                .forEach(this::row);
        html.close("tbody").close("table").close("div");
    }

    private void row(Gap gap) {
        html.open("tr");
        html.open("td", "class", "place", "title", gap.account())
                .foreign(page.names().label(gap.account()))
                .close("td");
        html.leaf("td", gap.region(), "class", "place");
        html.open("td").leaf("code", gap.operation()).close("td");
        html.open("td", "title", gap.resource())
                .foreign(gap.resource().isEmpty() ? "the whole listing" : Phrases.resource(gap.resource()))
                .close("td");
        html.open("td").foreign(gap.error()).close("td").close("tr");
    }
}
