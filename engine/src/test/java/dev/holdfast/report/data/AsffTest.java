package dev.holdfast.report.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.report.SampleReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Security Hub is told: in its form, within its limits, the same each time. */
final class AsffTest {
    private static final Asff ASFF =
            new Asff(Instant.parse("2026-11-24T00:31:27Z"), "0.1.0", "999999999999", "eu-west-1");

    private static List<Finding> many() {
        List<Finding> out = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            Outcome outcome = Outcome.values()[i % Outcome.values().length];
            var rule = new SampleReport.Rule(
                    "protect/s3/r" + i % 3,
                    "t".repeat(300),
                    NistFunction.PROTECT,
                    Severity.values()[i % 5],
                    "Mend it".repeat(100),
                    null,
                    Map.of("cis-aws-7.0", List.of("2.1")));
            out.add(rule.says(
                    outcome,
                    "arn:aws:s3:::" + "b".repeat(600) + i,
                    i % 10 == 0 ? "" : "111111111111",
                    i % 2 == 0 ? "global" : "us-east-1",
                    "r\u001b[31m\uD83D\uDE00".repeat(300)));
        }
        return out;
    }

    @Test
    void batchesStayWithinTheLimits() {
        Set<String> ids = new HashSet<>();
        for (Asff.Batch batch : ASFF.batches(many())) {
            assertThat(batch.findings().size()).isBetween(1, Asff.MOST);
            assertThat(batch.archived().size()).isEqualTo(batch.findings().size());
            assertThat(batch.productArn())
                    .isEqualTo("arn:aws:securityhub:" + batch.region() + ":" + batch.account() + ":product/"
                            + batch.account() + "/default");
            for (JsonNode finding : batch.findings()) {
                assertThat(finding.path("AwsAccountId").asText()).isEqualTo(batch.account());
                assertThat(finding.path("Title").asText()).hasSizeLessThanOrEqualTo(256);
                assertThat(finding.path("Description").asText())
                        .hasSizeLessThanOrEqualTo(1024)
                        .doesNotContain("\u001b");
                assertThat(finding.path("Resources").path(0).path("Id").asText())
                        .hasSizeLessThanOrEqualTo(512);
                assertThat(finding.path("Remediation")
                                .path("Recommendation")
                                .path("Text")
                                .asText())
                        .hasSizeLessThanOrEqualTo(512);
                assertThat(ids.add(finding.path("Id").asText())).isTrue();
            }
            assertThat(batch.archived())
                    .allMatch(f -> f.path("RecordState").asText().equals("ARCHIVED"));
        }
        assertThat(ids).hasSize((int) many().stream()
                .filter(f -> f.outcome() != Outcome.NOT_APPLICABLE && f.outcome() != Outcome.MANUAL)
                .count());
    }

    @Test
    void theOrderOfTheInputDoesNotShowAndOutcomesAreMapped() {
        List<Finding> shuffled = many();
        Collections.shuffle(shuffled, new Random(5));
        assertThat(ASFF.batches(shuffled)).isEqualTo(ASFF.batches(many()));
        ASFF.batches(many())
                .forEach(batch -> batch.findings().forEach(f -> {
                    String outcome =
                            f.path("ProductFields").path("holdfast/outcome").asText();
                    assertThat(f.path("Compliance").path("Status").asText())
                            .isEqualTo(
                                    switch (outcome) {
                                        case "PASS" -> "PASSED";
                                        case "UNKNOWN" -> "WARNING";
                                        default -> "FAILED";
                                    });
                    assertThat(f.has("Workflow")).isEqualTo(outcome.equals("MUTED") || outcome.equals("MITIGATED"));
                }));
    }
}
