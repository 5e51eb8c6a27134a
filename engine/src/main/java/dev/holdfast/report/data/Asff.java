package dev.holdfast.report.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.CanonicalJson;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Region;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Findings in the form that Security Hub imports (AWS Security Finding Format, 2018-10-08), in batches for one account
 * and region each. A finding has the same id in every run, so that a later import brings it up to date. What a rule does
 * not concern and what only a person can judge is not told.
 */
public final class Asff {
    /** The most findings in one call. Source: Security Hub API Reference, BatchImportFindings. */
    public static final int MOST = 100;

    private static final String FORM = "2018-10-08";

    private final Instant at;
    private final String productVersion;
    private final String management;
    private final String home;

    /**
     * @param at the time as of which the verdicts hold
     * @param productVersion the program's version
     * @param management the account that is told what concerns the organization as a whole
     * @param home the region that is told what concerns no single region
     */
    public Asff(Instant at, String productVersion, String management, String home) {
        this.at = at;
        this.productVersion = productVersion;
        this.management = management;
        this.home = home;
    }

    /**
     * What one call imports.
     *
     * @param account the account that imports it
     * @param region the region it is imported in
     * @param productArn the account's own product there
     * @param digest names it by its content
     * @param findings the findings
     * @param archived the same, archived: importing them takes the others back
     */
    public record Batch(
            String account, String region, String productArn, String digest, ArrayNode findings, ArrayNode archived) {}

    /** The findings of checks in batches, by account, region and key. */
    public List<Batch> batches(Collection<Finding> findings) {
        Map<String, List<Finding>> places = new TreeMap<>();
        findings.stream()
                .filter(f -> f.kind() == Finding.Kind.CHECK)
                .filter(f -> f.outcome() != Outcome.NOT_APPLICABLE && f.outcome() != Outcome.MANUAL)
                .sorted(FindingsJson.STABLE)
                .forEach(f -> places.computeIfAbsent(account(f) + "|" + region(f), k -> new ArrayList<>())
                        .add(f));
        List<Batch> out = new ArrayList<>();
        for (List<Finding> all : places.values()) {
            for (int from = 0; from < all.size(); from += MOST) {
                out.add(batch(all.subList(from, Math.min(all.size(), from + MOST))));
            }
        }
        return out;
    }

    private String account(Finding finding) {
        return finding.account().isEmpty() ? management : finding.account();
    }

    private String region(Finding finding) {
        return finding.region().equals(Region.GLOBAL.value()) ? home : finding.region();
    }

    private Batch batch(List<Finding> findings) {
        String account = account(findings.getFirst());
        String region = region(findings.getFirst());
        String product = "arn:" + partition(region) + ":securityhub:" + region + ":" + account + ":product/" + account
                + "/default";
        ArrayNode list = Json.strings(List.of());
        findings.forEach(f -> list.add(of(f, account, region, product)));
        String digest = CanonicalJson.of(list).sha256();
        list.forEach(f -> ((ObjectNode) f.path("ProductFields")).put("holdfast/batch", digest));
        ArrayNode archived = list.deepCopy();
        archived.forEach(f -> ((ObjectNode) f)
                .put("RecordState", "ARCHIVED")
                // Only what is newer replaces what is there.
                .put("UpdatedAt", at.plusMillis(1).toString()));
        return new Batch(account, region, product, digest, list, archived);
    }

    private ObjectNode of(Finding finding, String account, String region, String product) {
        ObjectNode node = Json.object()
                .put("SchemaVersion", FORM)
                .put(
                        "Id",
                        "holdfast/" + CanonicalJson.of(Json.text(finding.key())).sha256())
                .put("ProductArn", product)
                .put("GeneratorId", "holdfast/" + cut(finding.rule(), 500))
                .put("AwsAccountId", account)
                .put("CreatedAt", at.toString())
                .put("UpdatedAt", at.toString())
                .put("Title", cut(finding.title(), 256))
                .put("Description", cut(finding.reason().isBlank() ? finding.title() : finding.reason(), 1024))
                .put("RecordState", "ACTIVE");
        node.set("Types", Json.strings(List.of("Software and Configuration Checks/AWS Security Best Practices")));
        node.putObject("Severity").put("Label", finding.severity().name());
        node.putArray("Resources")
                .addObject()
                .put("Type", "Other")
                .put("Id", cut(finding.resource().isBlank() ? account : finding.resource(), 512))
                .put("Partition", partition(region))
                .put("Region", region);
        ObjectNode compliance = node.putObject("Compliance").put("Status", status(finding.outcome()));
        List<String> requirements = new TreeMap<>(finding.frameworks())
                .entrySet().stream()
                        .flatMap(e -> e.getValue().stream().map(control -> cut(e.getKey() + "/" + control, 64)))
                        .limit(32)
                        .toList();
        if (!requirements.isEmpty()) {
            compliance.set("RelatedRequirements", Json.strings(requirements));
        }
        if (finding.outcome() == Outcome.MUTED || finding.outcome() == Outcome.MITIGATED) {
            node.putObject("Workflow").put("Status", "SUPPRESSED");
        }
        if (!finding.remediation().isBlank()) {
            node.putObject("Remediation").putObject("Recommendation").put("Text", cut(finding.remediation(), 512));
        }
        node.putObject("ProductFields")
                .put("holdfast/outcome", finding.outcome().name())
                .put("holdfast/function", finding.function().word())
                .put("holdfast/version", productVersion);
        return node;
    }

    /** What could not be judged warns: it is neither a pass nor a failure. */
    private static String status(Outcome outcome) {
        return switch (outcome) {
            case PASS -> "PASSED";
            case FAIL, MUTED, MITIGATED -> "FAILED";
            case UNKNOWN, MANUAL -> "WARNING";
            case NOT_APPLICABLE -> "NOT_AVAILABLE";
        };
    }

    private static String partition(String region) {
        return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    /** Cut by characters as Security Hub counts them, never through a pair; what steers a terminal is taken out. */
    private static String cut(String text, int most) {
        String clean = Steering.removed(text);
        if (clean.length() <= most) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(most - 2)) ? most - 2 : most - 1;
        return clean.substring(0, end) + "…";
    }
}
