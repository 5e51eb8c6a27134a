package dev.holdfast.report.html;

import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.report.FunctionScore;
import dev.holdfast.report.NextStep;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.Report;
import dev.holdfast.report.Scorecard;
import java.util.ArrayList;
import java.util.List;

/** For people who decide: where it stands in one sentence, the five functions, and what to do first. */
final class SummarySection {
    private static final int FIRST_STEPS = 5;

    private final Page page;
    private final Markup html;

    SummarySection(Page page) {
        this.page = page;
        this.html = page.html();
    }

    void heading() {
        Report report = page.report();
        html.open("p", "class", "facts").leaf("span", "Holdfast security report");
        html.open("span").text("as of ");
        page.time("time", Phrases.minute(report.generatedAt()), report.generatedAt());
        html.close("span");
        html.leaf("span", report.environment().label(), "class", "badge").close("p");
        html.open("h1").foreign(report.name()).close("h1");
        html.leaf("p", standing(), "class", "lead");
    }

    /** What is open, in words; what is unknown is said as plainly as what failed. */
    private String standing() {
        List<String> open = new ArrayList<>();
        for (Severity severity : List.of(Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM)) {
            long count = page.failures(severity);
            if (count > 0) {
                open.add(Phrases.number(count) + " " + severity.word());
            }
        }
        long failed = page.outcomes(Outcome.FAIL);
        long unknown = page.outcomes(Outcome.UNKNOWN);
        String first = failed == 0
                ? "Nothing that was judged failed."
                : Phrases.count(failed, "finding is open", "findings are open")
                        + (open.isEmpty() ? "." : ", " + listed(open) + ".");
        return unknown == 0
                ? first
                : first + " " + Phrases.count(unknown, "verdict is", "verdicts are")
                        + " unknown, because facts could not be read.";
    }

    private static String listed(List<String> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
    }

    void write() {
        page.section("scorecard", "Scorecard");
        html.leaf(
                "p",
                page.report().before() == null
                        ? "The five functions, each from 0 to 100."
                        : "The five functions, each from 0 to 100; the mark on a bar is where it stood before.",
                "class",
                "soft");
        html.open("div", "class", "card score");
        total();
        html.open("ul", "class", "functions");
        for (NistFunction function : NistFunction.values()) {
            function(function);
        }
        html.close("ul").close("div");
        page.endSection();
        firstSteps();
    }

    private void total() {
        Scorecard before = page.report().before();
        Integer overall = page.report().now().overall();
        Integer earlier = before == null ? null : before.overall();
        html.open("div");
        if (overall == null) {
            html.leaf("p", "Not scored", "class", "lead").leaf("p", "Nothing could be judged.", "class", "soft");
        } else {
            html.open("div", "class", "total")
                    .text(overall.toString())
                    .leaf("small", " of 100")
                    .close("div");
            html.leaf("div", earlier == null ? "mean of the five" : "before: " + earlier, "class", "soft");
        }
        html.close("div");
    }

    private void function(NistFunction function) {
        Scorecard past = page.report().before();
        FunctionScore now = page.report().now().of(function);
        Integer score = now.score();
        Integer before = past == null ? null : past.of(function).score();
        html.open("li");
        html.leaf(
                "a",
                Phrases.sentence(function.word()),
                "href",
                "#findings",
                "data-filter",
                "function",
                "data-value",
                function.word());
        html.open("svg", "class", "bar", "aria-hidden", "true");
        html.open("rect", "class", "track", "width", "100%", "height", "12", "rx", "6")
                .close("rect");
        if (score != null) {
            html.open("rect", "class", "fill", "width", score + "%", "height", "12", "rx", "6")
                    .close("rect");
        }
        if (before != null) {
            String at = Math.clamp(before, 1, 99) + "%";
            html.open("line", "class", "tick-halo", "x1", at, "x2", at, "y1", "-2", "y2", "14")
                    .close("line");
            html.open("line", "class", "tick", "x1", at, "x2", at, "y1", "-2", "y2", "14")
                    .close("line");
        }
        html.close("svg");
        html.open("span", "class", "numbers");
        if (score == null) {
            html.leaf("span", "not scored", "class", "soft");
        } else {
            String from = before == null || before.equals(score) ? "" : before + " → ";
            html.leaf("span", from, "class", "soft").leaf("b", score.toString());
        }
        html.close("span");
        String unknown = now.unknown() == 0 ? "" : ", " + Phrases.number(now.unknown()) + " unknown";
        html.leaf(
                "span",
                Phrases.number(now.pass()) + " pass, " + Phrases.number(now.fail()) + " fail" + unknown,
                "class",
                "detail soft small");
        html.close("li");
    }

    private void firstSteps() {
        page.section("first", "What to do first");
        List<NextStep> steps = NextStep.from(page.report().findings(), FIRST_STEPS);
        if (steps.isEmpty()) {
            html.leaf("p", "No check failed. See what could not be read, and keep drilling.", "class", "soft");
        } else {
            html.leaf(
                    "p",
                    "Ranked by severity, exposure and number. None of these commands changes anything: a fix is planned first.",
                    "class",
                    "soft");
            html.open("ol", "class", "card first");
            steps.forEach(this::step);
            html.close("ol");
        }
        page.endSection();
    }

    private void step(NextStep step) {
        html.open("li").open("div");
        page.glyphs().severityWord(step.group().severity());
        html.text(" ");
        page.ruleLink(step.group());
        String where = step.accounts() > 1 ? " in " + step.accounts() + " accounts" : "";
        html.leaf("span", " " + Phrases.number(step.failures()) + " failed" + where, "class", "soft small");
        page.command(step.command());
        html.close("div").close("li");
    }
}
