package dev.holdfast.report.html;

import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.FindingGroup;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.Report;
import java.time.Instant;
import java.util.List;

/**
 * What all sections share while one page is written.
 *
 * @param report what is shown
 * @param html where it is written
 * @param glyphs shapes, written to the same place
 * @param names what people call the accounts
 * @param groups the findings by rule, the most pressing first
 */
record Page(Report report, Markup html, Glyphs glyphs, AccountNames names, List<FindingGroup> groups) {
    static Page of(Report report) {
        Markup html = new Markup();
        return new Page(report, html, new Glyphs(html), report.accountNames(), FindingGroup.of(report.findings()));
    }

    /** Opens a section that the navigation can reach, with its heading. */
    void section(String id, String heading) {
        html.open("section", "id", id, "aria-labelledby", id + "-heading");
        html.leaf("h2", heading, "id", id + "-heading");
    }

    void endSection() {
        html.close("section");
    }

    /** A link to the group of a rule among the findings; plain text where the rule has no group. */
    void ruleLink(FindingGroup group) {
        for (int index = 0; index < groups.size(); index++) {
            if (groups.get(index).rule().equals(group.rule())) {
                html.leaf("a", group.title(), "href", "#" + groupId(index));
                return;
            }
        }
        html.text(group.title());
    }

    /** A link to the group of a check, by its id; plain text where it judged nothing. */
    void checkLink(String check) {
        for (int index = 0; index < groups.size(); index++) {
            if (groups.get(index).rule().equals(check)) {
                html.leaf("a", check, "href", "#" + groupId(index));
                return;
            }
        }
        html.text(check);
    }

    static String groupId(int index) {
        return "rule-" + (index + 1);
    }

    /** A command to type; the script adds a button that copies it. */
    void command(String command) {
        html.open("div", "class", "command").leaf("code", command).close("div");
    }

    void time(String tag, String shown, Instant time) {
        html.leaf(tag, shown, "datetime", time.toString(), "title", Phrases.second(time));
    }

    /** Failures of this severity. */
    long failures(Severity severity) {
        return report.findings().stream()
                .filter(finding -> finding.outcome() == Outcome.FAIL && finding.severity() == severity)
                .count();
    }

    long outcomes(Outcome outcome) {
        return report.findings().stream()
                .filter(finding -> finding.outcome() == outcome)
                .count();
    }

    /** Failures and unknowns in one account. */
    List<Finding> pressing(String account) {
        return report.findings().stream()
                .filter(finding -> finding.account().equals(account))
                .filter(finding -> finding.outcome() == Outcome.FAIL || finding.outcome() == Outcome.UNKNOWN)
                .toList();
    }
}
