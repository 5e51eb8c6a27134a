package dev.holdfast.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NextStepTest {
    @Test
    void ranksByRiskAndLeavesDetectionsToCases() {
        List<NextStep> steps = NextStep.from(SampleReport.findings(), 3);
        assertThat(steps)
                .extracting(step -> step.group().rule())
                .containsExactly(
                        "protect/ec2/no-world-open-admin-port",
                        "protect/s3/bucket-public-access-block",
                        "protect/rds/not-public");
        assertThat(steps.getFirst().failures()).isEqualTo(2);
        assertThat(steps.getFirst().accounts()).isEqualTo(2);
    }

    @Test
    void offersTheFixWhereThereIsOne() {
        assertThat(NextStep.command("protect/s3/x", "fixes/s3/x"))
                .isEqualTo("holdfast protect plan --fix protect/s3/x --out plan.json");
        assertThat(NextStep.command("protect/s3/x", null)).isEqualTo("holdfast protect check --check protect/s3/x");
    }

    @Test
    void keepsAnOddRuleNameOneWordForTheShell() {
        assertThat(NextStep.command("my $(rm -r x)'s", null))
                .isEqualTo("holdfast protect check --check 'my $(rm -r x)'\\''s'");
    }
}
