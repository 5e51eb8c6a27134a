package dev.holdfast.report.html;

import dev.holdfast.model.Outcome;
import dev.holdfast.report.Phrases;
import java.util.List;
import java.util.Locale;

/** What all verdicts add up to, as a ring with its numbers beside it. */
final class OutcomeDonut {
    /** The radius at which a circle is 100 long, so that shares need no arithmetic. */
    private static final String RADIUS = "15.9155";

    private final Page page;
    private final Markup html;

    OutcomeDonut(Page page) {
        this.page = page;
        this.html = page.html();
    }

    void write() {
        long all = page.report().findings().size();
        List<Share> shares = List.of(
                new Share(Outcome.PASS, "pass", page.outcomes(Outcome.PASS)),
                new Share(Outcome.FAIL, "fail", page.outcomes(Outcome.FAIL)),
                new Share(Outcome.UNKNOWN, "unknown", page.outcomes(Outcome.UNKNOWN)),
                new Share(
                        Outcome.NOT_APPLICABLE,
                        "other",
                        all
                                - page.outcomes(Outcome.PASS)
                                - page.outcomes(Outcome.FAIL)
                                - page.outcomes(Outcome.UNKNOWN)));
        html.open("div").leaf("h3", "All verdicts").open("div", "class", "donut");
        html.open("svg", "viewBox", "0 0 40 40", "aria-hidden", "true");
        circle("ring", "", "");
        double turned = 25;
        for (Share share : shares) {
            double length = all == 0 ? 0 : 100.0 * share.count() / all;
            if (length > 0) {
                circle(
                        "ring-" + share.word(),
                        decimal(Math.max(0.1, length - 0.6)) + " " + decimal(100.6 - length),
                        decimal(turned));
            }
            turned -= length;
        }
        html.leaf("text", Phrases.number(all), "x", "20", "y", "21.6")
                .leaf("text", "verdicts", "x", "20", "y", "26", "class", "under")
                .close("svg");
        html.open("ul", "class", "legend");
        for (Share share : shares) {
            html.open("li").open("span", "class", share.word());
            page.glyphs().outcome(share.outcome());
            html.text(share.word()).close("span");
            html.leaf("span", Phrases.number(share.count())).close("li");
        }
        html.close("ul").close("div").close("div");
    }

    /** An empty offset leaves the ring whole. */
    private void circle(String kind, String dashes, String offset) {
        String dashName = dashes.isEmpty() ? "" : "stroke-dasharray";
        String offsetName = offset.isEmpty() ? "" : "stroke-dashoffset";
        html.open("circle", "class", kind, "cx", "20", "cy", "20", "r", RADIUS, dashName, dashes, offsetName, offset)
                .close("circle");
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    private record Share(Outcome outcome, String word, long count) {}
}
