package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.change.RunReport;
import dev.holdfast.report.DrillStory.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestoreDrillsTest {
    @Test
    void onlyWhatWasComparedIsProven() {
        assertThat(outcome(RunReport.State.SUCCEEDED, List.of(), step("verify", "done")))
                .isEqualTo(Outcome.PASSED);
        assertThat(outcome(RunReport.State.SUCCEEDED, List.of(), step("cleanup", "done")))
                .isEqualTo(Outcome.SKIPPED);
        assertThat(outcome(RunReport.State.SUCCEEDED, List.of(), step("verify", "failed")))
                .isEqualTo(Outcome.SKIPPED);
        assertThat(outcome(RunReport.State.SUCCEEDED, List.of("a copy"), step("verify", "done")))
                .isEqualTo(Outcome.FAILED);
        assertThat(outcome(RunReport.State.UNWOUND, List.of(), step("verify", "done")))
                .isEqualTo(Outcome.FAILED);
    }

    private static Outcome outcome(RunReport.State state, List<String> residue, RunReport.Step step) {
        return RestoreDrills.outcome(
                new RunReport(
                        "drill-1",
                        "drill",
                        "A drill",
                        null,
                        state,
                        List.of(),
                        List.of(step),
                        List.of(),
                        residue,
                        Map.of()),
                residue);
    }

    private static RunReport.Step step(String phase, String state) {
        return new RunReport.Step("1/a", phase, "A step", "s3:HeadObject", state, Instant.EPOCH, null, null, null);
    }
}
