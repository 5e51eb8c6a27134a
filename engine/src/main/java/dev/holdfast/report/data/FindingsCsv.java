package dev.holdfast.report.data;

import dev.holdfast.model.Decision;
import dev.holdfast.model.Finding;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Findings as comma-separated values (RFC 4180, UTF-8, CRLF). Spreadsheets run a cell that starts like a formula, and
 * names in AWS are chosen by whoever can create a resource; such cells get a leading apostrophe (OWASP, "CSV
 * Injection"). A finding is one line: line breaks and tabs become blanks, and what steers a terminal is replaced. The
 * JSON has the text unchanged.
 */
public final class FindingsCsv {
    private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private FindingsCsv() {}

    /**
     * Writes a heading and one line for each finding, in the stable order of the JSON.
     *
     * @throws IOException when it cannot be written
     */
    public static void write(Writer out, Collection<Finding> findings) throws IOException {
        line(
                out,
                List.of(
                        "check",
                        "title",
                        "function",
                        "severity",
                        "outcome",
                        "resource",
                        "account",
                        "region",
                        "reason",
                        "frameworks",
                        "remediation",
                        "fix",
                        "decision",
                        "decided by",
                        "until"));
        for (Finding finding : findings.stream().sorted(FindingsJson.STABLE).toList()) {
            line(out, cells(finding));
        }
    }

    private static List<String> cells(Finding finding) {
        String fix = finding.fix();
        Decision decision = finding.decision();
        return List.of(
                finding.rule(),
                finding.title(),
                finding.function().word(),
                finding.severity().word(),
                finding.outcome().name(),
                finding.resource(),
                finding.account(),
                finding.region(),
                finding.reason(),
                frameworks(finding.frameworks()),
                finding.remediation(),
                fix == null ? "" : fix,
                decision == null ? "" : decision.id(),
                decision == null ? "" : decision.by(),
                decision == null ? "" : decision.until());
    }

    private static String frameworks(Map<String, List<String>> frameworks) {
        return String.join(
                "; ",
                new TreeMap<>(frameworks)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + " " + String.join(" ", entry.getValue()))
                                .toList());
    }

    private static void line(Writer out, List<String> cells) throws IOException {
        out.write(String.join(",", cells.stream().map(FindingsCsv::cell).toList()));
        out.write("\r\n");
    }

    private static String cell(String text) {
        // Spreadsheets skip leading blanks before they look for a formula.
        String first = text.stripLeading();
        boolean formula = (!first.isEmpty() && FORMULA_STARTS.indexOf(first.charAt(0)) >= 0)
                || (!text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0);
        String safe = Steering.removed(formula ? "'" + text : text);
        boolean quote = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == ';');
        return quote ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
