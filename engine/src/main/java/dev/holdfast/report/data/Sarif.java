package dev.holdfast.report.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.CanonicalJson;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import java.io.IOException;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Findings as SARIF 2.1.0 for code scanning pages and build servers. Left out is what asks nothing of anybody: what
 * passed and what a rule does not concern. What could not be judged is {@code open}, what a person must judge is
 * {@code review}, what an exception or a guardrail silences carries a suppression. A resource of AWS lies in no file, so
 * its place is a relative reference {@code aws/ACCOUNT/REGION/RESOURCE}.
 */
public final class Sarif {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private Sarif() {}

    /**
     * Writes one log with one run.
     *
     * @param out where to
     * @param findings verdicts in any order; detections are left out
     * @param productVersion the program's version
     * @param snapshot the snapshot judged
     * @param at the time as of which it was judged
     * @throws IOException when it cannot be written
     */
    public static void write(
            Writer out, Collection<Finding> findings, String productVersion, String snapshot, Instant at)
            throws IOException {
        List<Finding> told = findings.stream()
                .filter(finding -> finding.kind() == Finding.Kind.CHECK)
                .filter(finding -> finding.outcome() != Outcome.PASS && finding.outcome() != Outcome.NOT_APPLICABLE)
                .sorted(FindingsJson.STABLE)
                .toList();
        ObjectNode log = Json.object().put("$schema", SCHEMA).put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "Holdfast").put("semanticVersion", productVersion);
        Map<String, Integer> places = rules(told, driver.putArray("rules"));
        run.putArray("invocations").addObject().put("executionSuccessful", true).put("endTimeUtc", at.toString());
        run.putObject("automationDetails").put("id", "holdfast/protect-check/" + snapshot);
        run.put("columnKind", "utf16CodeUnits");
        // The results stay the last member: they are written into the place that is left for them.
        run.putArray("results");
        Json.write(
                out,
                log,
                4,
                () -> told.stream()
                        .map(finding -> result(finding, places.getOrDefault(finding.rule(), -1)))
                        .iterator());
    }

    private static Map<String, Integer> rules(List<Finding> told, ArrayNode rules) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (Finding finding : told) {
            if (places.putIfAbsent(finding.rule(), places.size()) == null) {
                ObjectNode rule = rules.addObject().put("id", finding.rule());
                rule.putObject("shortDescription").put("text", finding.title());
                rule.putObject("fullDescription").put("text", finding.title());
                if (!finding.remediation().isEmpty()) {
                    rule.putObject("help").put("text", finding.remediation());
                }
                rule.putObject("defaultConfiguration").put("level", level(finding.severity()));
                ObjectNode properties = rule.putObject("properties");
                properties.set("tags", Json.strings(tags(finding)));
                properties.put("security-severity", score(finding.severity()));
            }
        }
        return places;
    }

    private static List<String> tags(Finding finding) {
        TreeSet<String> tags =
                new TreeSet<>(List.of("security", finding.function().word()));
        finding.frameworks()
                .forEach((framework, controls) -> controls.forEach(control -> tags.add(framework + "/" + control)));
        return new ArrayList<>(tags);
    }

    private static ObjectNode result(Finding finding, int rule) {
        boolean fails = kind(finding.outcome()).equals("fail");
        ObjectNode result = Json.object().put("ruleId", finding.rule()).put("ruleIndex", rule);
        // A level says how bad a failure is; SARIF wants none where nothing failed.
        result.put("kind", kind(finding.outcome())).put("level", fails ? level(finding.severity()) : "none");
        result.putObject("message").put("text", finding.reason().isBlank() ? finding.title() : finding.reason());
        ObjectNode location = result.putArray("locations").addObject();
        location.putObject("physicalLocation").putObject("artifactLocation").put("uri", place(finding));
        location.putArray("logicalLocations")
                .addObject()
                .put("fullyQualifiedName", finding.resource())
                .put("kind", "resource");
        result.putObject("partialFingerprints")
                .put("holdfast/v1", CanonicalJson.of(Json.text(finding.key())).sha256());
        if (finding.outcome() == Outcome.MUTED || finding.outcome() == Outcome.MITIGATED) {
            result.putArray("suppressions")
                    .addObject()
                    .put("kind", "external")
                    .put("status", "accepted")
                    .put("justification", finding.reason());
        }
        result.putObject("properties")
                .put("outcome", finding.outcome().name())
                .put("account", finding.account())
                .put("region", finding.region());
        return result;
    }

    private static String kind(Outcome outcome) {
        return switch (outcome) {
            case FAIL, MUTED, MITIGATED -> "fail";
            case UNKNOWN -> "open";
            case MANUAL -> "review";
            case PASS -> "pass";
            case NOT_APPLICABLE -> "notApplicable";
        };
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW, INFORMATIONAL -> "note";
        };
    }

    /** On the scale of 0 to 10 by which code scanning pages sort: the middle of each word's range in CVSS. */
    private static String score(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "9.5";
            case HIGH -> "8.0";
            case MEDIUM -> "5.5";
            case LOW -> "2.0";
            case INFORMATIONAL -> "0.0";
        };
    }

    private static String place(Finding finding) {
        String account = finding.account().isEmpty() ? "organization" : finding.account();
        return "aws/" + encoded(account) + "/" + encoded(finding.region()) + "/" + encoded(finding.resource());
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
