package dev.holdfast.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.change.ChangeEngine.Decision;
import dev.holdfast.change.RunReport.State;
import dev.holdfast.ledger.Approval;
import dev.holdfast.ledger.RunRecord;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.JournalEntry.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Approvals inside incident runbooks: replayed, expired and foreign ones count for nothing, and drift stops the step. */
class StepApprovalTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String GIVEN = "{'UserName':'ci-deploy','AccessKeyId':'AKIAIOSFODNN7EXAMPLE'}";

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder.resolve("home"));
        CrashTest.leakedKey(bench.aws);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** A run that waits for its first approval. */
    private Plan waiting(String parameters) {
        Plan plan = bench.document("respond", "runbooks/compromised-iam-credentials", parameters);
        RunReport report = bench.engine.start(plan, Shipped.DOCUMENTS, Start.by("ana", "simulated"));
        assertThat(report.state()).isEqualTo(State.WAITING_FOR_APPROVAL);
        // Another run has another id.
        bench.now = bench.now.plusSeconds(1);
        return plan;
    }

    private RunReport resume(Plan plan) {
        return bench.engine.resume(plan.id(), Map.of(), "ana");
    }

    @Test
    void anExpiredApprovalIsNone() {
        Plan plan = waiting(GIVEN);
        bench.engine.approveStep(plan.id(), "ben", Duration.ofMinutes(5));
        bench.now = bench.now.plus(Duration.ofMinutes(5));
        assertThat(resume(plan).state()).isEqualTo(State.WAITING_FOR_APPROVAL);
        assertThat(bench.aws.effects).isEmpty();
    }

    @Test
    void anApprovalIsUsedOnceAndForItsOwnRunOnly() {
        Plan first = waiting(GIVEN);
        List<Approval> given = bench.engine.approveStep(first.id(), "ben", HOUR);
        Plan second = bench.planner()
                .documents(
                        "respond",
                        List.of(new Wish(
                                "runbooks/compromised-iam-credentials", FakeAws.json(GIVEN), Bench.SCOPE, "other")),
                        new Planner.Terms("ana", "config", 0, false));
        bench.engine.start(second, Shipped.DOCUMENTS, Start.by("ana", "simulated"));
        assertThat(resume(second).state()).isEqualTo(State.WAITING_FOR_APPROVAL);
        assertThat(bench.aws.effects).isEmpty();
        assertThat(resume(first).state()).isEqualTo(State.SUCCEEDED);
        Approval used = bench.ledger.approvals(given.getFirst().digest()).getFirst();
        assertThat(used.usedBy()).isEqualTo(first.id());
        // Played back under the same digest it is spent.
        assertThat(bench.ledger.useApprovals(first.id(), bench.now, "1/x", used.digest(), 1, Set.of()))
                .isEmpty();
        assertThatThrownBy(() -> bench.engine.approveStep(first.id(), "ben", HOUR))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("does not wait");
    }

    @Test
    void whoIsNotAmongTheApproversDoesNotCount() {
        Plan plan = waiting("{'UserName':'ci-deploy','AccessKeyId':'AKIAIOSFODNN7EXAMPLE','Approvers':['cleo']}");
        bench.engine.approveStep(plan.id(), "ben", HOUR);
        assertThat(resume(plan).state()).isEqualTo(State.WAITING_FOR_APPROVAL);
        bench.engine.approveStep(plan.id(), "cleo", HOUR);
        assertThat(resume(plan).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void onePersonTwiceIsNotTwoPeople() {
        Plan plan = waiting(GIVEN);
        Approval one = bench.engine.approveStep(plan.id(), "ben", HOUR).getFirst();
        bench.engine.approveStep(plan.id(), "ben", HOUR);
        assertThat(bench.ledger.useApprovals(plan.id(), bench.now, "1/x", one.digest(), 2, Set.of()))
                .isEmpty();
        bench.engine.approveStep(plan.id(), "cleo", HOUR);
        assertThat(bench.ledger.useApprovals(plan.id(), bench.now, "1/x", one.digest(), 2, Set.of()))
                .isPresent();
    }

    @Test
    void whatChangedSinceItWasAgreedToStopsTheStepUntilAPersonDecides() {
        Plan plan = waiting(GIVEN);
        bench.engine.approveStep(plan.id(), "ben", HOUR);
        bench.aws.inlinePolicies.put("holdfast-deny-older-sessions", "{\"Statement\":[\"somebody else\"]}");
        RunReport held = resume(plan);
        assertThat(held.state()).isEqualTo(State.HELD);
        assertThat(held.targets().getFirst().why()).contains("changed since");
        assertThat(bench.aws.inlinePolicies.get("holdfast-deny-older-sessions")).contains("somebody else");
        String step = "1/" + held.targets().getFirst().key();
        assertThat(bench.engine
                        .resume(plan.id(), Map.of(step, Decision.REDO), "ben")
                        .state())
                .isEqualTo(State.SUCCEEDED);
        RunReport undone = bench.engine.undo(plan.id(), "ben");
        assertThat(undone.state()).as("%s", undone.targets()).isEqualTo(State.UNDONE);
        assertThat(bench.aws.inlinePolicies.get("holdfast-deny-older-sessions")).contains("somebody else");
    }

    @Test
    void whatRanIsWhatThePlanSaid() {
        Plan plan = waiting(GIVEN);
        RunRecord record = bench.ledger.run(plan.id()).orElseThrow();
        JournalEntry started = bench.engine.journal(plan.id()).getFirst();
        assertThat(started.kind()).isEqualTo(Kind.STARTED);
        assertThat(started.body().path("digest").asText())
                .isEqualTo(plan.digest())
                .isEqualTo(record.planDigest());
        assertThat(PlanJson.read(record.plan()).digest()).isEqualTo(plan.digest());
        record.documents()
                .properties()
                .forEach(d -> assertThat(dev.holdfast.model.CanonicalJson.of(d.getValue())
                                .sha256())
                        .isEqualTo(Shipped.DOCUMENTS.get(d.getKey()).digest()));
    }
}
