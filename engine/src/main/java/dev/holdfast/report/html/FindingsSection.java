package dev.holdfast.report.html;

import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.report.FindingGroup;
import dev.holdfast.report.NextStep;
import dev.holdfast.report.Phrases;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** All findings by rule: what to do is said once for each rule, then come its resources. */
final class FindingsSection {
    /** Rows that stand in the page itself, for print and for readers without script; the script shows all others. */
    private static final int WRITTEN_ROWS = 25;

    private final Page page;
    private final Markup html;
    private final List<FindingsData.Unit> units;

    FindingsSection(Page page, List<FindingsData.Unit> units) {
        this.page = page;
        this.units = units;
        this.html = page.html();
    }

    void write() {
        page.section("findings", "Findings");
        if (page.groups().isEmpty()) {
            html.leaf("p", "Nothing was judged.", "class", "soft");
            page.endSection();
            return;
        }
        html.leaf(
                "p",
                "By rule, the most pressing first. Open a rule to see why, where, and what to do.",
                "class",
                "soft");
        filters();
        String counts = Phrases.count(page.report().findings().size(), "finding", "findings") + ", "
                + Phrases.count(page.groups().size(), "rule", "rules");
        html.open("div", "class", "tally soft")
                .leaf("span", counts, "role", "status")
                .close("div");
        html.open("div", "class", "groups");
        for (int index = 0; index < page.groups().size(); index++) {
            group(page.groups().get(index), Page.groupId(index));
        }
        html.close("div");
        shapes();
        html.open("p", "class", "nothing", "hidden", "hidden")
                .text("No finding fits these filters.")
                .close("p");
        page.endSection();
    }

    private void filters() {
        TreeMap<String, String> accounts = new TreeMap<>();
        TreeSet<String> regions = new TreeSet<>();
        for (Finding finding : page.report().findings()) {
            accounts.put(accountLabel(finding.account()), finding.account());
            regions.add(finding.region());
        }
        html.open("form", "class", "filters", "hidden", "hidden");
        html.open("label", "class", "wide").text("Text");
        html.open("input", "type", "search", "name", "text", "autocomplete", "off");
        html.close("label");
        select("Outcome", "outcome");
        option("Needs attention", "attention");
        option("All outcomes", "");
        for (Outcome outcome : Outcome.values()) {
            option(Phrases.sentence(Phrases.outcome(outcome)), outcome.name());
        }
        endSelect();
        select("Severity", "severity");
        option("All severities", "");
        for (Severity severity : Severity.values()) {
            option(Phrases.sentence(severity.word()), severity.word());
        }
        endSelect();
        select("Function", "function");
        option("All functions", "");
        for (NistFunction function : NistFunction.values()) {
            option(Phrases.sentence(function.word()), function.word());
        }
        endSelect();
        select("Account", "account");
        option("All accounts", "");
        accounts.forEach(this::accountOption);
        endSelect();
        if (!units.isEmpty()) {
            select("Organizational unit", "unit");
            option("All units", "");
            for (int index = 0; index < units.size(); index++) {
                option(
                        "\u2003".repeat(units.get(index).depth())
                                + units.get(index).name(),
                        Integer.toString(index));
            }
            endSelect();
        }
        select("Region", "region");
        option("All regions", "");
        regions.forEach(region -> option(region, region));
        endSelect();
        TreeSet<String> frameworks = new TreeSet<>();
        page.groups().forEach(group -> frameworks.addAll(group.frameworks().keySet()));
        if (!frameworks.isEmpty()) {
            select("Framework", "framework");
            option("All frameworks", "");
            frameworks.forEach(framework -> option(framework, framework));
            endSelect();
        }
        select("Sort by", "sort");
        option("What presses most", "pressing");
        option("Number of failures", "number");
        option("Title", "title");
        endSelect();
        html.close("form");
    }

    /** Names may occur twice in an organization, ids may not. */
    private String accountLabel(String id) {
        String name = page.names().label(id);
        return id.isEmpty() || name.equals(id) ? name : name + " " + id;
    }

    private void accountOption(String name, String id) {
        option(name, id.isEmpty() ? "organization" : id);
    }

    private void select(String label, String name) {
        html.open("label").text(label).open("select", "name", name);
    }

    private void option(String words, String value) {
        html.leaf("option", words, "value", value);
    }

    private void endSelect() {
        html.close("select").close("label");
    }

    private void group(FindingGroup group, String id) {
        html.open(
                "details",
                "class",
                "group",
                "id",
                id,
                "data-function",
                group.function().word(),
                "data-severity",
                group.severity().word(),
                "data-title",
                group.title(),
                "data-frameworks",
                String.join(" ", new TreeMap<>(group.frameworks()).keySet()),
                "data-failed",
                Long.toString(group.count(Outcome.FAIL)));
        html.open("summary");
        page.glyphs().severityWord(group.severity());
        html.open("span", "class", "name").foreign(group.title()).close("span");
        html.open("span", "class", "tags");
        for (Map.Entry<Outcome, Long> count : group.counts().entrySet()) {
            html.open("span", "class", Glyphs.outcomeClass(count.getKey()));
            page.glyphs().outcome(count.getKey());
            html.text(Phrases.number(count.getValue()) + " " + Phrases.outcome(count.getKey()))
                    .close("span");
        }
        html.close("span").close("summary");
        html.open("div", "class", "inside");
        about(group);
        rows(group.findings());
        html.close("div").close("details");
    }

    private void about(FindingGroup group) {
        html.open("dl", "class", "about");
        boolean open = group.count(Outcome.FAIL) > 0;
        if (!group.remediation().isEmpty()) {
            html.leaf("dt", "What to do")
                    .open("dd")
                    .foreign(group.remediation())
                    .close("dd");
        }
        if (open && group.fix() != null) {
            html.leaf("dt", "Fix").open("dd");
            page.command(NextStep.command(group.rule(), group.fix()));
            html.close("dd");
        }
        for (Map.Entry<String, List<String>> framework : new TreeMap<>(group.frameworks()).entrySet()) {
            html.leaf("dt", framework.getKey()).leaf("dd", String.join(", ", framework.getValue()));
        }
        html.leaf("dt", "Rule").open("dd").leaf("code", group.rule());
        html.leaf("span", " " + group.function().word(), "class", "soft").close("dd");
        html.close("dl");
    }

    private void rows(List<Finding> findings) {
        html.open("table", "class", "findings stack").open("thead").open("tr");
        for (String heading : List.of("Outcome", "Resource", "Account", "Region", "Reason")) {
            html.leaf("th", heading, "scope", "col");
        }
        html.close("tr").close("thead").open("tbody");
        findings.stream().limit(WRITTEN_ROWS).forEach(this::row);
        html.close("tbody").close("table");
        int more = findings.size() - WRITTEN_ROWS;
        if (more > 0) {
            html.open("p", "class", "more soft")
                    .text("and " + Phrases.number(more) + " more")
                    .close("p");
        }
    }

    private void row(Finding finding) {
        html.open("tr").open("td", "class", "word " + Glyphs.outcomeClass(finding.outcome()));
        outcome(finding.outcome());
        html.close("td");
        html.open("td", "class", "resource", "title", finding.resource())
                .foreign(Phrases.resource(finding.resource()))
                .close("td");
        html.open("td", "class", "place", "title", finding.account())
                .foreign(page.names().label(finding.account()))
                .close("td");
        html.leaf("td", finding.region(), "class", "place");
        html.open("td").foreign(finding.reason());
        if (finding.sighting() != null) {
            html.open("div", "class", "soft")
                    .foreign(FindingsData.seen(finding.sighting()))
                    .close("div");
        }
        html.close("td").close("tr");
    }

    private void outcome(Outcome outcome) {
        page.glyphs().outcome(outcome);
        html.text(Phrases.outcome(outcome));
    }

    /** The shape and word of each outcome, for the script to copy. */
    private void shapes() {
        html.open("template", "id", "shapes");
        for (Outcome outcome : Outcome.values()) {
            html.open("span", "class", "word " + Glyphs.outcomeClass(outcome), "data-outcome", outcome.name());
            outcome(outcome);
            html.close("span");
        }
        html.close("template");
    }
}
