package dev.holdfast.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.aws.BlockReader;
import dev.holdfast.change.RunReport.State;
import dev.holdfast.content.Runbook;
import dev.holdfast.model.Evidence;
import dev.holdfast.model.JournalEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runbooks ask, and the disks that they hash, become evidence where they stand, once, whatever happens. */
class WitnessTest {
    private static final String GIVEN = "{'UserName':'ci-deploy','AccessKeyId':'AKIAIOSFODNN7EXAMPLE'}";
    private static final String FORENSICS = "runbooks/ec2-forensics";

    @TempDir(factory = DocumentCrashTest.Fast.class)
    Path folder;

    private final List<String> asked = new ArrayList<>();

    private Witnesses events() {
        return new Witnesses(
                (ask, scope, since, now) -> {
                    String question = ask.about() + " " + ask.value() + " of " + scope.account() + " since " + since;
                    asked.add(question);
                    return JsonNodeFactory.instance.objectNode().put("says", "answer to " + question);
                },
                Witnesses.NONE.disks());
    }

    @Test
    void aQuestionIsAnsweredWhereItStands() {
        try (Bench bench = new Bench(folder.resolve("home")).hearing(events())) {
            CrashTest.leakedKey(bench.aws);
            Plan plan = bench.document("respond", "runbooks/compromised-iam-credentials", GIVEN);
            bench.engine.start(plan, Shipped.DOCUMENTS, Start.by("ana", "simulated"));
            assertThat(asked)
                    .as("before anybody is asked to approve")
                    .containsExactly(
                            "KEY AKIAIOSFODNN7EXAMPLE of 111122223333 since null",
                            "USER ci-deploy of 111122223333 since null");
            bench.now = bench.now.plusSeconds(60);
            bench.engine.approveStep(plan.id(), "ben", Duration.ofHours(1));
            RunReport report = bench.engine.resume(plan.id(), Map.of(), "ana");
            assertThat(report.state()).isEqualTo(State.SUCCEEDED);
            String stopped = bench.ledger.journal(plan.id()).stream()
                    .filter(e -> e.step().startsWith("1/stopKey_"))
                    .map(JournalEntry::at)
                    .reduce((first, later) -> later)
                    .orElseThrow()
                    .toString();
            assertThat(asked.subList(2, asked.size()))
                    .as("what the key did since it was stopped")
                    .containsExactly(
                            "KEY AKIAIOSFODNN7EXAMPLE of 111122223333 since " + stopped,
                            "USER ci-deploy of 111122223333 since " + stopped);
            assertThat(kept(bench, plan, "lake-answer"))
                    .extracting(Evidence::name)
                    .containsExactlyElementsOf(
                            asked.stream().map(a -> "answer to " + a).toList());
            assertThat(report.steps())
                    .filteredOn(s -> s.id().equals("1/askSince"))
                    .singleElement()
                    .satisfies(s -> assertThat(s.name()).contains("answer to KEY", "answer to USER"))
                    .satisfies(s -> assertThat(s.evidence()).isNotNull());
        }
    }

    @Test
    void aStepThatTheRunNeverCameToIsNotAskedAbout() {
        try (Bench bench = new Bench(folder.resolve("home")).hearing(events())) {
            CrashTest.leakedKey(bench.aws);
            Runbook shipped = Objects.requireNonNull(Shipped.DOCUMENTS.get("runbooks/compromised-iam-credentials"));
            String text = shipped.source().toString().replace("\"since\":\"stopKey\"", "\"since\":\"erase\"");
            Map<String, Runbook> documents = Map.of(shipped.id(), Bench.document(shipped.id(), text));
            Plan plan = bench.planner(documents)
                    .documents(
                            "respond",
                            List.of(new Wish(shipped.id(), FakeAws.json(GIVEN), Bench.SCOPE, "resource")),
                            new Planner.Terms("ana", "config", 0, false));
            bench.engine.start(plan, documents, Start.by("ana", "simulated"));
            bench.engine.approveStep(plan.id(), "ben", Duration.ofHours(1));
            assertThat(bench.engine.resume(plan.id(), Map.of(), "ana").state()).isEqualTo(State.SUCCEEDED);
            assertThat(asked).hasSize(2).allSatisfy(a -> assertThat(a).endsWith("since null"));
        }
    }

    @Test
    void aDiskIsHashedOnceWhereverTheProcessDies() {
        DrivenDocument driven = DrivenDocument.of(Objects.requireNonNull(Shipped.DOCUMENTS.get(FORENSICS)), 0);
        int whole = forensics(driven, "calm", 0);
        for (int at = whole - 11; at <= whole; at++) {
            forensics(driven, "died-at-" + at, at);
        }
    }

    /** Gives the number of moments at which it could die. */
    private int forensics(DrivenDocument driven, String name, int dieAt) {
        DrivenAws aws = DocumentCrashTest.prepared(driven, false);
        AtomicInteger reads = new AtomicInteger();
        BlockReader counted = (scope, snapshot, index, token) -> {
            reads.incrementAndGet();
            return aws.read(scope, snapshot, index, token);
        };
        try (Bench bench =
                new Bench(folder.resolve(name), aws).hearing(new Witnesses(Witnesses.NONE.events(), counted))) {
            bench.crashAt = dieAt;
            Plan plan = plan(bench, driven, aws);
            RunReport report = ended(bench, plan, driven, aws);
            assertThat(report.state()).as("%s: %s", name, report).isEqualTo(State.SUCCEEDED);
            assertThat(reads).as(name).hasValue(1);
            assertThat(kept(bench, plan, SnapshotHash.KIND))
                    .as(name)
                    .singleElement()
                    .satisfies(e -> assertThat(e.name()).contains("a-findEvidence0: 1 of"));
            return bench.moments;
        }
    }

    @Test
    void aDiskThatIsNotWhatAwsSaysHoldsTheRun() {
        DrivenDocument driven = DrivenDocument.of(Objects.requireNonNull(Shipped.DOCUMENTS.get(FORENSICS)), 0);
        DrivenAws aws = DocumentCrashTest.prepared(driven, false);
        BlockReader lying = (scope, snapshot, index, token) -> new BlockReader.Block(new byte[] {1}, "AAAA");
        try (Bench bench =
                new Bench(folder.resolve("home"), aws).hearing(new Witnesses(Witnesses.NONE.events(), lying))) {
            Plan plan = plan(bench, driven, aws);
            RunReport report = ended(bench, plan, driven, aws);
            assertThat(report.state()).isEqualTo(State.HELD);
            assertThat(report.targets().getFirst().why()).contains("1 blocks of a-findEvidence0", "not what AWS says");
            assertThat(kept(bench, plan, SnapshotHash.KIND)).hasSize(1);
        }
    }

    private static Plan plan(Bench bench, DrivenDocument driven, DrivenAws aws) {
        Plan plan = bench.planner(Map.of(FORENSICS, driven.document()))
                .given("all", List.of(new Wish(FORENSICS, driven.parameters(), Bench.SCOPE, "x")), Bench.TERMS);
        aws.takes(
                plan.steps().stream().map(s -> s.key().replaceAll(".*\\.", "")).toList());
        bench.engine.approve(plan, "ben", Duration.ofHours(1));
        return plan;
    }

    private static RunReport ended(Bench bench, Plan plan, DrivenDocument driven, DrivenAws aws) {
        return DocumentCrashTest.toTheEnd(bench, plan, Map.of(FORENSICS, driven.document()), aws);
    }

    private static List<Evidence> kept(Bench bench, Plan plan, String kind) {
        return bench.evidence().list(plan.id()).stream()
                .filter(e -> e.kind().equals(kind))
                .toList();
    }
}
