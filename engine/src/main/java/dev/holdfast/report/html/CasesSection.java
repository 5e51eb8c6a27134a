package dev.holdfast.report.html;

import dev.holdfast.model.Case;
import dev.holdfast.report.CaseStory;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.RunStory;
import dev.holdfast.report.TimelineEntry;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Each case with what happened in it, from the first event to the last step. */
final class CasesSection {
    private final Page page;
    private final Markup html;

    CasesSection(Page page) {
        this.page = page;
        this.html = page.html();
    }

    void write() {
        List<CaseStory> cases = page.report().cases();
        if (cases.isEmpty()) {
            return;
        }
        page.section("cases", "Cases");
        cases.stream()
                .sorted(Comparator.<CaseStory>comparingInt(
                                story -> story.subject().score())
                        .reversed()
                        .thenComparing(story -> story.subject().id()))
                .forEach(this::story);
        page.endSection();
    }

    private void story(CaseStory story) {
        Case subject = story.subject();
        html.open("article", "class", "card case");
        html.open("div", "class", "head").open("h3").foreign(subject.title()).close("h3");
        html.open("span");
        page.glyphs().severityWord(subject.severity());
        html.text(" ")
                .leaf("span", subject.state().name().toLowerCase(Locale.ROOT), "class", "badge")
                .close("span")
                .close("div");
        html.open("p", "class", "soft small").foreign(subject.id()).text(", score " + subject.score() + ", ");
        html.foreign(page.names().label(subject.account()));
        if (!subject.actor().isEmpty()) {
            html.text(", by ").foreign(Phrases.resource(subject.actor()));
        }
        if (!subject.accessKey().isEmpty()) {
            html.text(" with the key ").leaf("code", subject.accessKey());
        }
        html.close("p");
        for (RunStory run : page.report().runs()) {
            if (run.subject().equals(subject.id()) && !run.metrics().isEmpty()) {
                measures(html, run);
            }
        }
        timeline(story.timeline());
        html.close("article");
    }

    /** What a run measured, each with its name. */
    static void measures(Markup html, RunStory run) {
        html.open("dl", "class", "measures");
        for (Map.Entry<String, Long> metric : run.metrics().entrySet()) {
            html.open("div")
                    .leaf("dt", Phrases.metric(metric.getKey()))
                    .leaf("dd", Phrases.duration(Duration.ofSeconds(metric.getValue())))
                    .close("div");
        }
        html.close("dl");
    }

    private void timeline(List<TimelineEntry> entries) {
        html.open("ol", "class", "timeline");
        LocalDate shown = LocalDate.MIN;
        for (TimelineEntry entry : entries) {
            LocalDate day = entry.time().atZone(ZoneOffset.UTC).toLocalDate();
            if (!day.equals(shown)) {
                html.leaf("li", day.toString(), "class", "day");
                shown = day;
            }
            html.open("li");
            page.time("time", Phrases.clock(entry.time()), entry.time());
            page.glyphs().timeline(entry.kind());
            html.open("span", "class", "said").foreign(entry.what());
            html.open("span", "class", "soft small").text(" " + entry.kind().word());
            if (!entry.who().isEmpty()) {
                html.text(", ").foreign(entry.who());
            }
            html.close("span").close("span").close("li");
        }
        html.close("ol");
    }
}
