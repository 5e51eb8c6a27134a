package dev.holdfast.report.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.Phrases;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Findings as OCSF 1.8.0 Compliance Findings (class_uid 2003), one object on each line. */
public final class OcsfCompliance {
    private static final String OCSF_VERSION = "1.8.0";
    private static final int FINDINGS_CATEGORY = 2;
    private static final int CLASS = 2003;
    private static final int CREATE = 1;
    private static final int AWS_ACCOUNT = 10;
    private static final int NEW = 1;
    private static final int SUPPRESSED = 3;

    private final Instant time;
    private final String productVersion;
    private final AccountNames names;

    /**
     * @param time when the verdicts were reached
     * @param productVersion the program's version
     * @param names what people call the accounts
     */
    public OcsfCompliance(Instant time, String productVersion, AccountNames names) {
        this.time = time;
        this.productVersion = productVersion;
        this.names = names;
    }

    /**
     * Writes one line for each finding of a check, in the stable order of the JSON; detections are another class.
     *
     * @throws IOException when it cannot be written
     */
    public void write(Writer out, Collection<Finding> findings) throws IOException {
        for (Finding finding : findings.stream()
                .filter(f -> f.kind() == Finding.Kind.CHECK)
                .sorted(FindingsJson.STABLE)
                .toList()) {
            out.write(Json.line(of(finding)));
        }
    }

    private ObjectNode of(Finding finding) {
        ObjectNode node = Json.object()
                .put("activity_id", CREATE)
                .put("activity_name", "Create")
                .put("category_uid", FINDINGS_CATEGORY)
                .put("category_name", "Findings")
                .put("class_uid", CLASS)
                .put("class_name", "Compliance Finding")
                .put("type_uid", CLASS * 100 + CREATE)
                .put("type_name", "Compliance Finding: Create")
                .put("time", time.toEpochMilli())
                .put("severity_id", severityId(finding.severity()))
                .put("severity", Phrases.sentence(finding.severity().word()))
                .put("status_id", finding.outcome() == Outcome.MUTED ? SUPPRESSED : NEW)
                .put("status", finding.outcome() == Outcome.MUTED ? "Suppressed" : "New")
                .put("message", finding.reason());
        ObjectNode metadata = node.putObject("metadata").put("version", OCSF_VERSION);
        metadata.putObject("product")
                .put("name", "Holdfast")
                .put("vendor_name", "Holdfast")
                .put("version", productVersion);
        metadata.set("profiles", Json.strings(List.of("cloud")));
        cloud(node, finding);
        node.putObject("finding_info").put("uid", finding.key()).put("title", finding.title());
        compliance(node, finding);
        if (!finding.remediation().isEmpty()) {
            node.putObject("remediation").put("desc", finding.remediation());
        }
        node.putArray("resources").addObject().put("uid", finding.resource()).put("region", finding.region());
        return node;
    }

    private void cloud(ObjectNode node, Finding finding) {
        ObjectNode cloud = node.putObject("cloud").put("provider", "AWS").put("region", finding.region());
        if (!finding.account().isEmpty()) {
            cloud.putObject("account")
                    .put("uid", finding.account())
                    .put("name", names.label(finding.account()))
                    .put("type_id", AWS_ACCOUNT)
                    .put("type", "AWS Account");
        }
    }

    private static void compliance(ObjectNode node, Finding finding) {
        TreeMap<String, List<String>> frameworks = new TreeMap<>(finding.frameworks());
        ObjectNode compliance = node.putObject("compliance").put("control", finding.rule());
        compliance.set("standards", Json.strings(frameworks.keySet()));
        compliance.set(
                "requirements",
                Json.strings(frameworks.entrySet().stream()
                        .flatMap(entry -> entry.getValue().stream().map(control -> entry.getKey() + ":" + control))
                        .toList()));
        compliance
                .put("status_id", statusId(finding.outcome()))
                .put("status", status(finding.outcome()))
                .put("status_detail", finding.reason());
    }

    private static int severityId(Severity severity) {
        return switch (severity) {
            case INFORMATIONAL -> 1;
            case LOW -> 2;
            case MEDIUM -> 3;
            case HIGH -> 4;
            case CRITICAL -> 5;
        };
    }

    private static int statusId(Outcome outcome) {
        return switch (outcome) {
            case PASS -> 1;
            case FAIL -> 3;
            case UNKNOWN -> 0;
            case NOT_APPLICABLE, MANUAL, MUTED, MITIGATED -> 99;
        };
    }

    /** OCSF's caption where it has one; with status_id 99 the source's own word. */
    private static String status(Outcome outcome) {
        return switch (outcome) {
            case PASS -> "Pass";
            case FAIL -> "Fail";
            case UNKNOWN -> "Unknown";
            case NOT_APPLICABLE, MANUAL, MUTED, MITIGATED -> outcome.name();
        };
    }
}
