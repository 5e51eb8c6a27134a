package dev.holdfast.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.change.RunReport.State;
import dev.holdfast.content.PriceList;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Finding;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets beside each other: they overlap, keep their order where it matters, and die and come back like one after the other. */
class LanesTest {
    private static final String FIX = "fixes/s3/block-public-access";
    private static final List<String> REGIONS = List.of("eu-west-1", "eu-central-1");

    @TempDir(factory = DocumentCrashTest.Fast.class)
    Path folder;

    private int lives;

    /** Buckets in so many accounts and two regions of each. */
    private static List<Finding> buckets(int accounts, int each) {
        List<Finding> out = new ArrayList<>();
        for (int i = 0; i < accounts * REGIONS.size() * each; i++) {
            String account = String.format("%012d", 111111111111L + i % accounts);
            Scope scope = new Scope(new AccountId(account), new Region(REGIONS.get(i / accounts % REGIONS.size())));
            out.add(Bench.finding(FIX, String.format("arn:aws:s3:::shop-%03d", i), scope));
        }
        return out;
    }

    private static Plan plan(Bench bench, List<Finding> findings, Bounds bounds) {
        Plan plan =
                bench.planner().fixes(findings, new Planner.Terms("ana", "config", 1, false, PriceList.NONE, bounds));
        bench.engine.approve(plan, "ben", Duration.ofHours(1));
        return plan;
    }

    @Test
    void allPlacesAreChangedAtTheSameTime() {
        try (Bench bench = new Bench(folder).beside(new Lanes(2, 2))) {
            Plan plan = plan(bench, buckets(2, 1), Bounds.NONE);
            CyclicBarrier all = new CyclicBarrier(4);
            bench.aws.before = operation -> {
                try {
                    all.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new IllegalStateException("no four writes at once", e);
                }
            };
            assertThat(bench.engine
                            .start(plan, Shipped.DOCUMENTS, Start.by("ana", "simulated"))
                            .state())
                    .isEqualTo(State.SUCCEEDED);
        }
    }

    @Test
    void onePlaceStaysInOrderAndLinesOfOneTargetAreThoseOfARunByItself() {
        Map<String, List<String>> lines = new TreeMap<>();
        for (Lanes lanes : List.of(Lanes.ONE, new Lanes(8, 8))) {
            try (Bench bench = new Bench(folder.resolve("order" + lanes.accounts())).beside(lanes)) {
                Plan plan = plan(bench, buckets(2, 3), Bounds.NONE);
                bench.engine.start(plan, Shipped.DOCUMENTS, Start.by("ana", "simulated"));
                Map<String, List<String>> now = new TreeMap<>();
                for (JournalEntry entry : bench.engine.journal(plan.id())) {
                    now.computeIfAbsent(entry.step().split("/")[0], t -> new ArrayList<>())
                            .add(entry.kind() + " " + entry.step());
                }
                assertThat(lines.isEmpty() ? now : lines).isEqualTo(now);
                lines.putAll(now);
                for (Plan.Target first : plan.targets()) {
                    List<String> place = plan.targets().stream()
                            .filter(t -> t.scope().equals(first.scope()))
                            .map(t -> t.parameters().path("BucketName").asText())
                            .toList();
                    assertThat(bench.aws.effects.stream()
                                    .map(e -> place.stream().filter(e::contains).findFirst())
                                    .flatMap(java.util.Optional::stream))
                            .isEqualTo(place);
                }
            }
        }
    }

    @Test
    void afterTooManyFailuresNothingMoreIsBegun() {
        try (Bench bench = new Bench(folder).beside(new Lanes(1, 2))) {
            Plan plan = plan(bench, buckets(1, 10), new Bounds(99, 1, List.of()));
            bench.aws.refuses = operation -> true;
            RunReport report = bench.engine.start(plan, Shipped.DOCUMENTS, Start.by("ana", "simulated"));
            // Two fail, and what was under way beside the second ends too.
            assertThat(report.targets().stream().filter(t -> t.why().startsWith("not begun")))
                    .hasSizeBetween(17, 18);
        }
    }

    @Test
    void diesAtEveryLineAndEndsLikeOneAfterTheOther() {
        List<Object> serial = live(Lanes.ONE, 0);
        int moments = (int) serial.getLast();
        assertThat(live(new Lanes(2, 2), 0)).isEqualTo(serial);
        int stride = Boolean.getBoolean("holdfast.full") ? 1 : 23;
        for (int crash = 1; crash <= moments; crash += stride) {
            List<Object> crashed = live(new Lanes(2, 2), crash);
            assertThat(crashed.subList(0, 3)).as("crash at %d", crash).isEqualTo(serial.subList(0, 3));
        }
    }

    /** State after the run, after the undo, every effect in the order of names, and how often it could have died. */
    private List<Object> live(Lanes lanes, int crashAt) {
        try (Bench bench = new Bench(folder.resolve("life" + lives++)).beside(lanes)) {
            Plan plan = plan(bench, buckets(2, 1), Bounds.NONE);
            bench.crashAt = crashAt;
            assertThat(toTheEnd(bench, plan, false).state()).isEqualTo(State.SUCCEEDED);
            String after = bench.aws.state();
            assertThat(toTheEnd(bench, plan, true).state()).isEqualTo(State.UNDONE);
            return List.of(
                    after,
                    bench.aws.state(),
                    bench.aws.effects.stream().sorted().toList(),
                    bench.moments);
        }
    }

    private static RunReport toTheEnd(Bench bench, Plan plan, boolean undo) {
        boolean asked = false;
        for (int tries = 0; tries < 3; tries++) {
            try {
                if (undo && !asked) {
                    asked = true;
                    return bench.engine.undo(plan.id(), "ana");
                }
                return bench.ledger.run(plan.id()).isEmpty()
                        ? bench.engine.start(plan, Shipped.DOCUMENTS, Start.by("ana", "simulated"))
                        : bench.engine.resume(plan.id(), Map.of(), "ana");
            } catch (Bench.Crash crash) {
                bench.restart();
                boolean begun = bench.engine.journal(plan.id()).stream()
                        .anyMatch(e ->
                                e.kind() == JournalEntry.Kind.MOVED && e.step().isEmpty());
                asked = begun;
            }
        }
        return bench.engine.report(plan.id());
    }

    @Test
    void theOrganizationComesOneByOneAndADocumentAsAWhole() {
        List<Plan.Target> targets = new ArrayList<>();
        for (String document : List.of(
                "baseline/organizations/organizational-unit",
                "baseline/ec2/ebs-encryption-default",
                "baseline/s3/account-public-access-block")) {
            for (int i = 0; i < 2; i++) {
                String wave = Shipped.DOCUMENTS
                        .get(document)
                        .settings()
                        .baseline()
                        .wave()
                        .name()
                        .toLowerCase(java.util.Locale.ROOT);
                targets.add(new Plan.Target(
                        "" + (targets.size() + 1),
                        document,
                        "",
                        JsonNodeFactory.instance.objectNode(),
                        "11111111111" + i,
                        "eu-west-1",
                        "",
                        wave));
            }
        }
        assertThat(groups("deploy", targets)).containsExactly(1, 1, 2, 2);
        assertThat(groups("drill", targets)).containsExactly(1, 1, 1, 1, 1, 1);
    }

    private static List<Integer> groups(String kind, List<Plan.Target> targets) {
        Plan plan = new Plan(
                "id",
                kind,
                "",
                "",
                "",
                java.time.Instant.EPOCH,
                1,
                targets,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Plan.NO_LIMIT,
                List.of());
        return Lanes.groups(plan, Shipped.DOCUMENTS).stream().map(List::size).toList();
    }
}
