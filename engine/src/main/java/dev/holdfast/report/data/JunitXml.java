package dev.holdfast.report.data;

import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.Phrases;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Findings as JUnit XML, so that a build server shows them as tests: a suite for each check, a test for each verdict. A
 * failure is a failure, what could not be judged is an error (a test that did not come to an end), and what is manual,
 * silenced or does not apply is skipped with its reason. The form is the one that Jenkins, GitLab and GitHub actions
 * read.
 */
public final class JunitXml {
    private final AccountNames names;
    private final Instant at;
    private final StringBuilder out = new StringBuilder();

    private JunitXml(AccountNames names, Instant at) {
        this.names = names;
        this.at = at;
    }

    /**
     * The document.
     *
     * @param findings verdicts in any order; detections are left out
     * @param names what people call the accounts
     * @param at the time as of which they were judged
     */
    public static String of(Collection<Finding> findings, AccountNames names, Instant at) {
        return new JunitXml(names, at).document(findings);
    }

    private String document(Collection<Finding> findings) {
        List<Finding> checks = findings.stream()
                .filter(finding -> finding.kind() == Finding.Kind.CHECK)
                .sorted(FindingsJson.STABLE)
                .toList();
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
        attribute("name", "Holdfast");
        counts(checks);
        out.append(">\n");
        Map<String, List<Finding>> byRule =
                checks.stream().collect(Collectors.groupingBy(Finding::rule, TreeMap::new, Collectors.toList()));
        byRule.forEach(this::suite);
        return out.append("</testsuites>\n").toString();
    }

    private void suite(String rule, List<Finding> findings) {
        out.append("  <testsuite");
        attribute("name", rule);
        counts(findings);
        // The form has no room for a zone; the time is UTC.
        attribute("timestamp", at.toString().substring(0, 19));
        out.append(">\n    <properties>\n");
        property("title", findings.getFirst().title());
        property("severity", findings.getFirst().severity().word());
        property("function", findings.getFirst().function().word());
        out.append("    </properties>\n");
        findings.forEach(this::test);
        out.append("  </testsuite>\n");
    }

    private void property(String name, String value) {
        out.append("      <property");
        attribute("name", name);
        attribute("value", value);
        out.append("/>\n");
    }

    private void counts(List<Finding> findings) {
        attribute("tests", Integer.toString(findings.size()));
        attribute("failures", count(findings, List.of(Outcome.FAIL)));
        attribute("errors", count(findings, List.of(Outcome.UNKNOWN)));
        attribute(
                "skipped",
                count(findings, List.of(Outcome.MANUAL, Outcome.MUTED, Outcome.MITIGATED, Outcome.NOT_APPLICABLE)));
        attribute("time", "0");
    }

    private static String count(List<Finding> findings, List<Outcome> outcomes) {
        return Long.toString(findings.stream()
                .filter(finding -> outcomes.contains(finding.outcome()))
                .count());
    }

    private void test(Finding finding) {
        out.append("    <testcase");
        attribute(
                "name",
                names.label(finding.account()) + " " + finding.account() + " " + finding.region() + " "
                        + finding.resource());
        attribute("classname", finding.rule().replace('/', '.'));
        attribute("time", "0");
        switch (finding.outcome()) {
            case PASS -> passed(finding);
            case FAIL -> result("failure", finding.severity().word(), finding, finding.remediation());
            case UNKNOWN -> result("error", "unknown", finding, "");
            case MANUAL, MUTED, MITIGATED, NOT_APPLICABLE -> result("skipped", "", finding, "");
        }
    }

    /** A pass that somebody vouches for says who. */
    private void passed(Finding finding) {
        if (finding.decision() == null) {
            out.append("/>\n");
        } else {
            out.append(">\n      <system-out>");
            escape(finding.reason());
            out.append("</system-out>\n    </testcase>\n");
        }
    }

    private void result(String element, String type, Finding finding, String text) {
        out.append(">\n      <").append(element);
        String word = element.equals("skipped") ? Phrases.outcome(finding.outcome()) + ": " : "";
        attribute("message", word + finding.reason());
        if (!type.isEmpty()) {
            attribute("type", type);
        }
        if (text.isEmpty()) {
            out.append("/>\n");
        } else {
            out.append('>');
            escape(text);
            out.append("</").append(element).append(">\n");
        }
        out.append("    </testcase>\n");
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        escape(value);
        out.append('"');
    }

    private void escape(String text) {
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\n' -> out.append("&#10;");
                case '\t' -> out.append("&#9;");
                default ->
                    out.appendCodePoint(Steering.is(point) || point == 0xFFFE || point == 0xFFFF ? 0xFFFD : point);
            }
        });
    }
}
