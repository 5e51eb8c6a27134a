package dev.holdfast.report.html;

import dev.holdfast.report.Collection;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.Report;
import java.util.Comparator;

/** What the numbers rest on: what was read, where, and how scores are made. */
final class AboutSection {
    private final Page page;
    private final Markup html;

    AboutSection(Page page) {
        this.page = page;
        this.html = page.html();
    }

    void write() {
        Report report = page.report();
        Collection collection = report.collection();
        html.open("footer", "class", "wrap", "id", "about");
        html.leaf("h2", "About this report");
        html.leaf("p", report.environment().sentence());
        html.leaf(
                "p",
                "A function's score is the share of its verdicts that pass, among those that pass or fail, weighted by "
                        + "severity. What is unknown, manual, muted, mitigated or not applicable is in no score. The "
                        + "number above is the mean of the functions that have a score.");
        html.open("p")
                .text("Snapshot ")
                .leaf("code", collection.snapshot())
                .text(": " + Phrases.count(collection.calls(), "call", "calls") + " in "
                        + Phrases.duration(collection.took()) + ". All times are UTC.")
                .close("p");
        if (!collection.tables().isEmpty()) {
            html.open("details").leaf("summary", "What was read, by table");
            html.open("table").open("thead").open("tr").leaf("th", "Table", "scope", "col");
            for (String heading : new String[] {"Rows", "Calls", "Errors"}) {
                html.leaf("th", heading, "scope", "col", "class", "number");
            }
            html.close("tr").close("thead").open("tbody");
            collection.tables().stream()
                    .sorted(Comparator.comparing(Collection.TableCount::table))
                    .forEach(this::table);
            html.close("tbody").close("table").close("details");
        }
        html.close("footer");
    }

    private void table(Collection.TableCount table) {
        html.open("tr").leaf("td", table.table());
        for (long number : new long[] {table.rows(), table.calls(), table.errors()}) {
            html.leaf("td", Phrases.number(number), "class", "number");
        }
        html.close("tr");
    }
}
