package dev.holdfast.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.change.RunReport.State;
import dev.holdfast.evidence.EvidenceStore;
import dev.holdfast.ledger.Lease;
import dev.holdfast.model.JournalEntry.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeEngineTest {
    private static final String BUCKET_FIX = "fixes/s3/block-public-access";
    private static final String GROUP_FIX = "fixes/ec2/close-world-open-admin-port";
    private static final String GROUP = "sg-0123456789abcdef0";
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder.resolve("home"));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private RunReport start(Plan plan) {
        return bench.engine.start(plan, Shipped.DOCUMENTS, Start.by("ana", "simulated"));
    }

    private RunReport approvedStart(Plan plan) {
        bench.engine.approve(plan, "ben", HOUR);
        return start(plan);
    }

    @Test
    void aPlanSaysWhatIsFoundAndWantedAndASecondOneIsEmpty() {
        Plan plan = bench.fix(BUCKET_FIX, "arn:aws:s3:::shop");
        assertThat(plan.problems()).isEmpty();
        assertThat(plan.steps()).hasSize(1);
        Plan.Step step = plan.steps().get(0);
        assertThat(step.found().isNull()).isTrue();
        assertThat(step.wanted().path("BlockPublicAcls").asBoolean()).isTrue();
        assertThat(step.undo()).isEqualTo("s3:DeletePublicAccessBlock");
        assertThat(step.permissions())
                .containsExactly("s3:GetBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock");
        assertThat(bench.aws.effects).isEmpty();
        assertThat(approvedStart(plan).state()).isEqualTo(State.SUCCEEDED);
        assertThat(bench.fix(BUCKET_FIX, "arn:aws:s3:::shop").steps()).isEmpty();
    }

    @Test
    void onlyTheRulesThatOpenAdministrationToTheWorldGoAndComeBackWithTheirDescriptions() {
        CrashTest.openGroup(bench.aws);
        String before = bench.aws.state();
        Plan plan = bench.fix(GROUP_FIX, "arn:aws:ec2:eu-west-1:111122223333:security-group/" + GROUP);
        assertThat(plan.problems()).isEmpty();
        approvedStart(plan);
        assertThat(bench.aws.rules.get(GROUP)).hasSize(3);
        assertThat(bench.engine.undo(plan.id(), "ana").state()).isEqualTo(State.UNDONE);
        assertThat(bench.aws.state()).isEqualTo(before).contains("für alle");
    }

    @Test
    void aWriteThatNeverGetsAnAnswerNorTakesEffectIsGivenUp() {
        Plan plan = bench.fix(BUCKET_FIX, "arn:aws:s3:::shop");
        bench.aws.breaks = operation -> true;
        RunReport report = approvedStart(plan);
        assertThat(report.state()).isNotEqualTo(State.SUCCEEDED);
        assertThat(report.targets().getFirst().why()).contains("no answer 5 times");
        assertThat(bench.engine.journal(plan.id())).hasSizeLessThan(40);
        assertThat(bench.aws.effects).isEmpty();
    }

    @Test
    void nothingHappensWithoutApprovalNorWithAnExpiredUsedOrForeignOne() {
        Plan plan = bench.fix(BUCKET_FIX, "arn:aws:s3:::shop");
        assertThatThrownBy(() -> start(plan)).isInstanceOf(Refusal.class).hasMessageContaining("needs the approval");
        bench.engine.approve(bench.fix(BUCKET_FIX, "arn:aws:s3:::other"), "ben", HOUR);
        assertThatThrownBy(() -> start(plan)).isInstanceOf(Refusal.class);
        bench.engine.approve(plan, "ben", Duration.ofMinutes(5));
        bench.now = bench.now.plus(Duration.ofMinutes(5));
        assertThatThrownBy(() -> start(plan)).hasMessageContaining("used or expired");
        assertThat(bench.aws.effects).isEmpty();
        assertThat(approvedStart(plan).state()).isEqualTo(State.SUCCEEDED);
        assertThatThrownBy(() -> start(plan)).hasMessageContaining("carried out before");
        assertThat(bench.aws.effects).hasSize(1);
    }

    @Test
    void anEditedPlanIsRefused() throws Exception {
        Plan plan = bench.fix(BUCKET_FIX, "arn:aws:s3:::shop");
        Path file = folder.resolve("plan.json");
        PlanFile.write(file, plan);
        assertThat(PlanFile.read(file).digest()).isEqualTo(plan.digest());
        String text = Files.readString(file);
        for (String[] edit : List.of(
                new String[] {"\"shop\"", "\"shoq\""},
                new String[] {"\"approvals\" : 1", "\"approvals\" : 0"},
                new String[] {"\"risk\"", "\"extra\" : 1, \"risk\""},
                new String[] {"\"schemaVersion\" : 1,", ""},
                new String[] {"\"region\" : \"eu-west-1\"", "\"region\" : \"eu-west-1\", \"region\" : \"us-east-1\""
                })) {
            assertThat(text).contains(edit[0]);
            Files.writeString(file, text.replace(edit[0], edit[1]));
            assertThatThrownBy(() -> PlanFile.read(file)).as(edit[1]).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void aResourceThatChangedSinceThePlanIsLeftAlone() {
        Plan plan = bench.fix(BUCKET_FIX, "arn:aws:s3:::shop");
        bench.aws.publicAccessBlocks.put("shop", FakeAws.json("{'IgnorePublicAcls':true}"));
        RunReport report = approvedStart(plan);
        assertThat(report.state()).isEqualTo(State.UNWOUND);
        assertThat(report.targets().get(0).why()).contains("has changed since the plan was made");
        assertThat(bench.aws.effects).isEmpty();
    }

    @Test
    void whatSomeoneElseAlreadyDidIsNotDoneAgain() {
        Plan plan = bench.fix(BUCKET_FIX, "arn:aws:s3:::shop");
        bench.aws.publicAccessBlocks.put("shop", plan.steps().get(0).wanted());
        assertThat(approvedStart(plan).state()).isEqualTo(State.SUCCEEDED);
        assertThat(bench.aws.effects).isEmpty();
        bench.engine.undo(plan.id(), "ana");
        assertThat(bench.aws.publicAccessBlocks).containsKey("shop");
    }

    @Test
    void undoLeavesAloneWhatSomeoneChangedAfterUs() {
        Plan plan = bench.fix(BUCKET_FIX, "arn:aws:s3:::shop");
        approvedStart(plan);
        bench.aws.publicAccessBlocks.put("shop", FakeAws.json("{'IgnorePublicAcls':true}"));
        RunReport report = bench.engine.undo(plan.id(), "ana");
        assertThat(report.state()).isEqualTo(State.UNDO_FAILED);
        assertThat(bench.aws.effects).hasSize(1);
    }

    @Test
    void oneTargetThatIsRefusedDoesNotStopTheOthers() {
        CrashTest.openGroup(bench.aws);
        Plan plan = bench.planner()
                .fixes(
                        List.of(Bench.finding(GROUP_FIX, GROUP), Bench.finding(BUCKET_FIX, "arn:aws:s3:::shop")),
                        Bench.TERMS);
        bench.aws.refuses = "ec2:RevokeSecurityGroupIngress"::equals;
        RunReport report = approvedStart(plan);
        assertThat(report.state()).isEqualTo(State.PARTIAL);
        assertThat(report.targets())
                .extracting(RunReport.Target::state)
                .containsExactly(State.UNWOUND, State.SUCCEEDED);
        assertThat(report.json().toString()).contains("AccessDenied");
    }

    /** A closing fix of an earlier plan took the rule away; the finding about it is older than that. */
    @Test
    void whatIsGoneNeedsNoStep() {
        String rule = "arn:aws:ec2:eu-west-1:111122223333:security-group-rule/sgr-0123456789abcdef0";
        Plan there = bench.fix("fixes/ec2/tag-rule", rule);
        assertThat(there.steps()).hasSize(3);
        bench.aws.ruleGone = true;
        Plan gone = bench.fix("fixes/ec2/tag-rule", rule);
        assertThat(gone.steps()).isEmpty();
        assertThat(gone.problems()).isEmpty();
    }

    @Test
    void whatCloudFormationOwnsIsProposedNotChanged() {
        bench.aws.bucketTags.put(
                "shop",
                JsonNodeFactory.instance
                        .arrayNode()
                        .add(FakeAws.json("{'Key':'aws:cloudformation:stack-name','Value':'web'}")));
        Plan plan = bench.fix(BUCKET_FIX, "arn:aws:s3:::shop");
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.proposals())
                .singleElement()
                .satisfies(p -> assertThat(p.owner()).isEqualTo("the CloudFormation stack web"));
    }

    @Test
    void anIncidentRunbookTakesEvidenceThenAsksThenContains() {
        CrashTest.leakedKey(bench.aws);
        Plan plan = bench.document(
                "respond",
                "runbooks/compromised-iam-credentials",
                "{'UserName':'ci-deploy','AccessKeyId':'AKIAIOSFODNN7EXAMPLE'}");
        Start start = new Start(
                "ana",
                null,
                "simulated",
                List.of(new Start.Extract("log-extract", "Calls of the key", "cloudtrail", "{}\n")),
                null);
        RunReport report = bench.engine.start(plan, Shipped.DOCUMENTS, start);
        assertThat(report.state()).isEqualTo(State.WAITING_FOR_APPROVAL);
        assertThat(bench.aws.effects).isEmpty();
        EvidenceStore store = EvidenceStore.open(folder.resolve("home/evidence"));
        assertThat(store.list(plan.id())).hasSizeGreaterThanOrEqualTo(6);
        assertThat(bench.engine.resume(plan.id(), Map.of(), "ana").state()).isEqualTo(State.WAITING_FOR_APPROVAL);
        bench.engine.approveStep(plan.id(), "ben", HOUR);
        RunReport done = bench.engine.resume(plan.id(), Map.of(), "ana");
        assertThat(done.state()).isEqualTo(State.SUCCEEDED);
        assertThat(bench.aws.keyStatus).containsValue("Inactive");
        assertThat(bench.aws.inlinePolicies.get("holdfast-deny-older-sessions")).contains("2026-11-23T10:00:00Z");
        assertThat(done.approvals()).singleElement().asString().startsWith("ben at");
        assertThat(store.list(plan.id())).extracting(e -> e.kind()).contains("log-extract", "journal");
        // No topic was given: nobody is told, and the branch goes round it.
        assertThat(bench.aws.messages).isEmpty();
    }

    @Test
    void aFailedIncidentStepHoldsAndAPersonDecides() {
        CrashTest.leakedKey(bench.aws);
        Plan plan = bench.document(
                "respond",
                "runbooks/compromised-iam-credentials",
                "{'UserName':'ci-deploy','AccessKeyId':'AKIAIOSFODNN7EXAMPLE'}");
        start(plan);
        bench.engine.approveStep(plan.id(), "ben", HOUR);
        bench.aws.refuses = "iam:PutUserPolicy"::equals;
        RunReport held = bench.engine.resume(plan.id(), Map.of(), "ana");
        assertThat(held.state()).isEqualTo(State.HELD);
        assertThat(bench.aws.keyStatus).containsValue("Inactive");
        assertThat(bench.engine.report(plan.id()).state()).isEqualTo(State.HELD);
        bench.aws.refuses = operation -> false;
        assertThatThrownBy(() -> bench.engine.resume(
                        plan.id(), Map.of("1/stopKey_deactivateKey", ChangeEngine.Decision.REDO), "ana"))
                .hasMessageContaining("does not ask for a decision");
        RunReport done =
                bench.engine.resume(plan.id(), Map.of("1/stopKey_denySessions", ChangeEngine.Decision.REDO), "ana");
        assertThat(done.state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void aDrillThatFailsStillRemovesItsCopy() {
        bench.aws.database("orders");
        Plan plan = bench.document("drill", "drills/rds-snapshot-restore", "{'DBInstanceIdentifier':'orders'}");
        assertThat(plan.targets().get(0).parameters().path("SnapshotIdentifier").asText())
                .isEqualTo("newer");
        bench.aws.databases.values().forEach(d -> d.put("Engine", "mysql"));
        RunReport report = start(plan);
        assertThat(report.state()).isEqualTo(State.UNWOUND);
        assertThat(report.targets().get(0).why()).contains("sameEngine");
        assertThat(bench.aws.databases).containsOnlyKeys("orders");
        assertThat(bench.ledger.rows("holdfast_drill").get(0)).containsEntry("outcome", "FAILED");
    }

    @Test
    void aDrillThatPassesIsOnRecord() {
        bench.aws.database("orders");
        Plan plan = bench.document("drill", "drills/rds-snapshot-restore", "{'DBInstanceIdentifier':'orders'}");
        RunReport report = start(plan);
        assertThat(report.state()).isEqualTo(State.SUCCEEDED);
        assertThat(report.residue()).isEmpty();
        assertThat(bench.aws.databases).containsOnlyKeys("orders");
        assertThat(bench.ledger.rows("holdfast_drill").get(0))
                .containsEntry("outcome", "PASSED")
                .containsEntry("environment", "simulated")
                .containsEntry("rto_seconds", null);
    }

    @Test
    void twoProcessesCannotCarryOnOneRun() {
        Plan plan = bench.fix(BUCKET_FIX, "arn:aws:s3:::shop");
        bench.engine.approve(plan, "ben", HOUR);
        Lease other = bench.ledger.lease(plan.id()).orElseThrow();
        assertThatThrownBy(() -> start(plan)).hasMessageContaining("another process");
        other.close();
        assertThat(start(plan).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void theIntentIsOnDiskBeforeTheCallGoesOut() {
        Plan plan = bench.fix(BUCKET_FIX, "arn:aws:s3:::shop");
        bench.aws.refuses = operation -> {
            assertThat(bench.ledger.journal(plan.id()))
                    .last()
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.INTENT));
            return false;
        };
        assertThat(approvedStart(plan).state()).isEqualTo(State.SUCCEEDED);
    }
}
