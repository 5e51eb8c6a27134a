package dev.holdfast.report.data;

import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.Phrases;
import java.io.IOException;
import java.io.Writer;
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
    private final Writer out;

    private JunitXml(Writer out, AccountNames names, Instant at) {
        this.out = out;
        this.names = names;
        this.at = at;
    }

    /**
     * Writes the document.
     *
     * @param out where to
     * @param findings verdicts in any order; detections are left out
     * @param names what people call the accounts
     * @param at the time as of which they were judged
     * @throws IOException when it cannot be written
     */
    public static void write(Writer out, Collection<Finding> findings, AccountNames names, Instant at)
            throws IOException {
        new JunitXml(out, names, at).document(findings);
    }

    private void document(Collection<Finding> findings) throws IOException {
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
        for (Map.Entry<String, List<Finding>> suite : byRule.entrySet()) {
            suite(suite.getKey(), suite.getValue());
        }
        out.append("</testsuites>\n");
    }

    private void suite(String rule, List<Finding> findings) throws IOException {
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
        for (Finding finding : findings) {
            test(finding);
        }
        out.append("  </testsuite>\n");
    }

    private void property(String name, String value) throws IOException {
        out.append("      <property");
        attribute("name", name);
        attribute("value", value);
        out.append("/>\n");
    }

    private void counts(List<Finding> findings) throws IOException {
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

    private void test(Finding finding) throws IOException {
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
    private void passed(Finding finding) throws IOException {
        if (finding.decision() == null) {
            out.append("/>\n");
        } else {
            out.append(">\n      <system-out>");
            escape(finding.reason());
            out.append("</system-out>\n    </testcase>\n");
        }
    }

    private void result(String element, String type, Finding finding, String text) throws IOException {
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

    private void attribute(String name, String value) throws IOException {
        out.append(' ').append(name).append("=\"");
        escape(value);
        out.append('"');
    }

    private void escape(String text) throws IOException {
        for (int point : text.codePoints().toArray()) {
            switch (point) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\n' -> out.append("&#10;");
                case '\t' -> out.append("&#9;");
                default ->
                    out.append(Character.toString(
                            Steering.is(point) || point == 0xFFFE || point == 0xFFFF ? 0xFFFD : point));
            }
        }
    }
}
