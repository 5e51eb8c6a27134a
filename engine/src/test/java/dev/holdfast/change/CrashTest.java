package dev.holdfast.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.change.RunReport.State;
import dev.holdfast.evidence.EvidenceStore;
import dev.holdfast.evidence.EvidenceVerifier;
import dev.holdfast.ledger.LedgerPlace;
import dev.holdfast.ledger.PostgresServer;
import dev.holdfast.ledger.SqliteFile;
import dev.holdfast.ledger.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process dies at every single journal write, before and after it is on disk, in runs and in their undo. */
class CrashTest {
    @TempDir
    Path folder;

    private int lives;

    /** What is run: how AWS looks before, what is planned, and whether people approve within. */
    private record Story(String name, Consumer<FakeAws> before, Function<Bench, Plan> plan) {}

    private static final Story BUCKET = new Story(
            "bucket",
            aws -> aws.publicAccessBlocks.put("shop", FakeAws.json("{'BlockPublicAcls':true}")),
            b -> b.fix("fixes/s3/block-public-access", "arn:aws:s3:::shop"));
    private static final Story GROUP = new Story(
            "group", CrashTest::openGroup, b -> b.fix("fixes/ec2/close-world-open-admin-port", "sg-0123456789abcdef0"));
    private static final Story KEY = new Story(
            "key",
            CrashTest::leakedKey,
            b -> b.document(
                    "respond",
                    "runbooks/compromised-iam-credentials",
                    "{'UserName':'ci-deploy','AccessKeyId':'AKIAIOSFODNN7EXAMPLE',"
                            + "'TopicArn':'arn:aws:sns:eu-west-1:444455556666:incidents'}"));
    private static final Story DATABASE = new Story(
            "database",
            aws -> aws.database("orders"),
            b -> b.document("drill", "drills/rds-snapshot-restore", "{'DBInstanceIdentifier':'orders'}"));
    private static final Story OBJECTS = new Story(
            "objects",
            CrashTest::deletedObjects,
            b -> b.document("drill", "drills/s3-undelete", "{'BucketName':'invoices','Prefix':'a/'}"));

    static void openGroup(FakeAws aws) {
        String group = "sg-0123456789abcdef0";
        String ssh = "{'IsEgress':false,'IpProtocol':'tcp','FromPort':22,'ToPort':22,";
        aws.rule(group, ssh + "'CidrIpv4':'0.0.0.0/0','Description':'für alle'}");
        aws.rule(group, ssh + "'CidrIpv6':'::/0'}");
        aws.rule(group, ssh + "'CidrIpv4':'10.0.0.0/8'}");
        aws.rule(group, "{'IsEgress':false,'IpProtocol':'tcp','FromPort':443,'ToPort':443,'CidrIpv4':'0.0.0.0/0'}");
        aws.rule(group, "{'IsEgress':false,'IpProtocol':'tcp','FromPort':3000,'ToPort':4000,'CidrIpv4':'0.0.0.0/0'}");
        aws.rule(group, "{'IsEgress':true,'IpProtocol':'-1','FromPort':-1,'ToPort':-1,'CidrIpv4':'0.0.0.0/0'}");
    }

    static void leakedKey(FakeAws aws) {
        aws.keyStatus.put("AKIAIOSFODNN7EXAMPLE", "Active");
        aws.inlinePolicies.put("everything", "{\"Statement\":[]}");
    }

    static void deletedObjects(FakeAws aws) {
        aws.object("a/1.csv", "e1");
        aws.object("a/1.csv.old", "e2");
        aws.object("a/2 'quoted' `x`.csv", "e3");
        aws.object("b/3.csv", "e4");
        aws.marker("a/1.csv");
        aws.marker("a/2 'quoted' `x`.csv");
        aws.marker("b/3.csv");
    }

    @Test
    void aBucketFixSurvivesEveryCrash() {
        sweep(BUCKET);
    }

    @Test
    void aSecurityGroupFixSurvivesEveryCrash() {
        sweep(GROUP);
    }

    @Test
    void anIncidentRunbookSurvivesEveryCrash() {
        sweep(KEY);
    }

    @Test
    void aRestoreDrillSurvivesEveryCrash() {
        sweep(DATABASE);
    }

    @Test
    void anUndeleteDrillSurvivesEveryCrash() {
        sweep(OBJECTS);
    }

    /** Where the ledger of a life lies; each life has one of its own. */
    private Function<Path, LedgerPlace> places = home -> new SqliteFile(home.resolve("ledger"));

    @Test
    void aBucketFixSurvivesEveryCrashOnPostgres() {
        places = home -> new PostgresServer(TestPostgres.database("crash_" + TestPostgres.next()), Map.of());
        sweep(BUCKET);
    }

    private void sweep(Story story) {
        Result whole = live(story, 0, "");
        assertThat(whole.moments()).isGreaterThan(10);
        assertThat(whole.effects()).isNotEmpty();
        for (int crash = 1; crash <= whole.moments(); crash++) {
            Result crashed = live(story, crash, "");
            assertThat(crashed).as("%s, crash at %d", story.name(), crash).isEqualTo(whole.at(crashed.moments()));
        }
    }

    /** The same for answers that are lost after the write took effect. */
    @Test
    void aLostAnswerIsNoLostOrDoubledWrite() {
        for (Story story : new Story[] {BUCKET, GROUP, KEY, DATABASE, OBJECTS}) {
            Result whole = live(story, 0, "");
            for (String effect : whole.effects().split("\n")) {
                String operation = effect.substring(0, effect.indexOf(' '));
                Result lost = live(story, 0, operation);
                assertThat(lost)
                        .as("%s, answer of %s lost", story.name(), operation)
                        .isEqualTo(whole.at(lost.moments()));
            }
        }
    }

    private record Result(String afterRun, String afterUndo, String effects, int moments) {
        Result at(int otherMoments) {
            return new Result(afterRun, afterUndo, effects, otherMoments);
        }
    }

    private Result live(Story story, int crashAt, String losesAnswerOf) {
        Path home = folder.resolve(story.name() + lives++);
        try (Bench bench = new Bench(home, places.apply(home))) {
            story.before().accept(bench.aws);
            if (!losesAnswerOf.isEmpty()) {
                bench.aws.losesAnswerOf.add(losesAnswerOf);
            }
            bench.crashAt = crashAt;
            Plan plan = story.plan().apply(bench);
            if (plan.approvals() > 0) {
                bench.engine.approve(plan, "ben", Duration.ofHours(1));
            }
            RunReport report = toTheEnd(bench, plan);
            assertThat(report.state()).as("%s", report).isEqualTo(State.SUCCEEDED);
            String afterRun = bench.aws.state();
            RunReport undone = undoneToTheEnd(bench, plan);
            assertThat(undone.state()).as("%s", undone).isEqualTo(State.UNDONE);
            EvidenceStore store = EvidenceStore.open(home.resolve("evidence"));
            assertThat(EvidenceVerifier.verify(home.resolve("evidence"), plan.id(), store.publicKey())
                            .problems())
                    .isEmpty();
            return new Result(afterRun, bench.aws.state(), String.join("\n", bench.aws.effects), bench.moments);
        }
    }

    private static RunReport toTheEnd(Bench bench, Plan plan) {
        for (int tries = 0; tries < 6; tries++) {
            try {
                RunReport report = bench.ledger.run(plan.id()).isEmpty()
                        ? bench.engine.start(plan, Shipped.DOCUMENTS, Start.by("ana", "simulated"))
                        : bench.engine.resume(plan.id(), Map.of(), "ana");
                if (report.state() == State.WAITING_FOR_APPROVAL) {
                    bench.engine.approveStep(plan.id(), "ben", Duration.ofHours(1));
                } else if (report.state() == State.WAITING_FOR_DECISION) {
                    decide(bench, plan, report);
                } else {
                    return report;
                }
            } catch (Bench.Crash crash) {
                bench.restart();
            }
        }
        return bench.engine.report(plan.id());
    }

    /** A person looks at the topic and says whether the message is there. */
    private static void decide(Bench bench, Plan plan, RunReport report) {
        RunReport.Target asking = report.targets().get(0);
        assertThat(asking.key()).isEqualTo("tell_publish");
        ChangeEngine.Decision decision =
                bench.aws.messages.isEmpty() ? ChangeEngine.Decision.REDO : ChangeEngine.Decision.DONE;
        bench.engine.resume(plan.id(), Map.of("1/tell_publish", decision), "ben");
    }

    private static RunReport undoneToTheEnd(Bench bench, Plan plan) {
        boolean asked = false;
        for (int tries = 0; tries < 4; tries++) {
            try {
                RunReport report =
                        asked ? bench.engine.resume(plan.id(), Map.of(), "ana") : bench.engine.undo(plan.id(), "ana");
                if (report.state() == State.UNDONE) {
                    return report;
                }
                asked = false;
            } catch (Bench.Crash crash) {
                bench.restart();
                asked = true;
            }
        }
        return bench.engine.report(plan.id());
    }
}
