package dev.holdfast.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.change.RunReport.State;
import dev.holdfast.content.PriceList;
import dev.holdfast.model.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundsTest {
    private static final String FIX = "fixes/s3/block-public-access";
    private static final List<Finding> FIVE = List.of("a", "b", "c", "d", "e").stream()
            .map(n -> Bench.finding(FIX, "arn:aws:s3:::shop-" + n))
            .toList();

    @TempDir
    Path folder;

    private static Planner.Terms terms(Bounds bounds) {
        return new Planner.Terms("ana", "config", 1, false, PriceList.NONE, bounds);
    }

    @Test
    void whatIsBeyondTheMostTargetsIsLeftForTheNextPlan() {
        try (Bench bench = new Bench(folder)) {
            Plan plan = bench.planner().fixes(FIVE, terms(new Bounds(2, Plan.NO_LIMIT, List.of())));
            assertThat(plan.targets()).hasSize(2);
            assertThat(plan.left()).hasSize(3);
            assertThat(plan.left().getFirst().why()).contains("its 2 targets");
            assertThat(plan.problems()).isEmpty();
            assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
        }
    }

    @Test
    void whatIsLeftAloneStandsInThePlan() {
        try (Bench bench = new Bench(folder)) {
            Plan.Problem left = new Plan.Problem("arn:aws:s3:::f", FIX, "a museum");
            Plan plan = bench.planner().fixes(FIVE, terms(Bounds.NONE).leaving(List.of(left)));
            assertThat(plan.left()).containsExactly(left);
            assertThat(plan.targets()).hasSize(5);
        }
    }

    @Test
    void nothingMoreIsBegunAfterTooManyFailures() {
        try (Bench bench = new Bench(folder)) {
            Plan plan = bench.planner().fixes(FIVE, terms(new Bounds(9, 1, List.of())));
            assertThat(PlanJson.read(PlanJson.write(plan)).mostFailures()).isEqualTo(1);
            bench.engine.approve(plan, "ben", Duration.ofHours(1));
            bench.aws.refuses = operation -> operation.startsWith("s3:Put");
            RunReport report = bench.engine.start(plan, Shipped.DOCUMENTS, Start.by("ana", "simulated"));
            assertThat(report.targets().stream().filter(t -> t.why().startsWith("not begun")))
                    .hasSize(3);
            bench.aws.refuses = operation -> false;
            assertThat(bench.engine.resume(plan.id(), java.util.Map.of(), "ana").state())
                    .isNotEqualTo(State.SUCCEEDED);
            assertThat(bench.aws.effects).isEmpty();
        }
    }

    @Test
    void withoutABoundTheOthersGoOn() {
        try (Bench bench = new Bench(folder)) {
            Plan plan = bench.planner().fixes(FIVE, terms(Bounds.NONE));
            bench.engine.approve(plan, "ben", Duration.ofHours(1));
            int[] asked = {0};
            bench.aws.refuses = operation -> operation.startsWith("s3:Put") && asked[0]++ < 2;
            bench.engine.start(plan, Shipped.DOCUMENTS, Start.by("ana", "simulated"));
            assertThat(bench.aws.effects).hasSize(3);
        }
    }
}
