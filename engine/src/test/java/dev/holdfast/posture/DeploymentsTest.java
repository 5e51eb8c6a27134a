package dev.holdfast.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.content.Baseline;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.posture.Deployments.Deployment;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeploymentsTest {
    @Test
    void placesAreSortedAndWhatTheyHaveInCommonIsHeldOnce() {
        Baseline baseline = new Baseline(Baseline.Wave.ACCOUNTS, "test", """
                SELECT '11111111111' || n % 3 AS account, 'eu-west-1' AS region, 'place ' || n % 2 AS resource,
                       'the same' AS "Name", CASE WHEN n % 2 = 0 THEN NULL ELSE 'odd' END AS "Odd"
                FROM range(6) AS numbers(n)""", 1, List.of(), List.of());
        try (Workspace workspace = Workspace.empty();
                Snapshot open = workspace.lock(QueryLimits.USUAL)) {
            List<Deployment> found = new Deployments(open).of("baseline/test", baseline);
            assertThat(found)
                    .extracting(d -> d.account() + " " + d.resource() + " " + d.parameters())
                    .containsExactly(
                            "111111111110 place 0 {\"Name\":\"the same\"}",
                            "111111111110 place 1 {\"Name\":\"the same\",\"Odd\":\"odd\"}",
                            "111111111111 place 0 {\"Name\":\"the same\"}",
                            "111111111111 place 1 {\"Name\":\"the same\",\"Odd\":\"odd\"}",
                            "111111111112 place 0 {\"Name\":\"the same\"}",
                            "111111111112 place 1 {\"Name\":\"the same\",\"Odd\":\"odd\"}");
            assertThat(found.get(2).parameters()).isSameAs(found.get(0).parameters());
            assertThat(found.get(2).resource()).isSameAs(found.get(0).resource());
            assertThat(found.get(1).account()).isSameAs(found.get(0).account());
        }
    }

    @Test
    void aSnapshotOfChosenTablesSaysWhichToCollect() {
        Baseline baseline = new Baseline(
                Baseline.Wave.ACCOUNTS, "test", "SELECT * FROM aws_backup_vault v", 1, List.of(), List.of());
        try (Workspace workspace = Workspace.empty();
                Snapshot open = workspace.lock(QueryLimits.USUAL)) {
            Deployments deployments = new Deployments(open);
            assertThatThrownBy(() -> deployments.of("baseline/test", baseline))
                    .extracting(e -> Deployments.why(e.getMessage()))
                    .isEqualTo("the snapshot has no table `aws_backup_vault`; collect it with `holdfast identify`");
        }
    }
}
