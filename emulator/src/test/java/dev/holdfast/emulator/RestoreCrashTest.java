package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.aws.AwsSettings;
import dev.holdfast.aws.Keys;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.change.ChangeEngine;
import dev.holdfast.change.Plan;
import dev.holdfast.change.Planner;
import dev.holdfast.change.RunReport;
import dev.holdfast.change.Start;
import dev.holdfast.change.Wish;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookReader;
import dev.holdfast.evidence.EvidenceStore;
import dev.holdfast.ledger.JournalWatch;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.SqliteFile;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A drill dies at a journal write, or its process is killed, and is carried on: it ends as if nothing had been, and nothing
 * is left. Only with {@code holdfast.full}, since it takes long.
 */
@EnabledIfSystemProperty(named = "holdfast.full", matches = "true")
class RestoreCrashTest {
    private static final List<String> KINDS = List.of("ebs", "ec2", "rds", "aurora", "dynamodb", "s3", "backup");
    private static final List<String> TABLES = List.of(
            "aws_ebs_volume",
            "aws_ebs_snapshot",
            "aws_ec2_instance",
            "aws_vpc_security_group",
            "aws_vpc_security_group_rule",
            "aws_rds_db_instance",
            "aws_rds_db_snapshot",
            "aws_rds_db_cluster",
            "aws_rds_db_cluster_snapshot",
            "aws_dynamodb_table",
            "aws_dynamodb_backup",
            "aws_s3_bucket",
            "aws_backup_recovery_point");
    private static final RecoverEstate ESTATE = RecoverEstate.founded();

    /** What a crash looks like from inside. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @TempDir
    Path folder;

    private TreeSet<String> before = new TreeSet<>();

    @BeforeEach
    void look() throws IOException {
        before = there("before");
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        TreeSet<String> after = there("after");
        TreeSet<String> gone = new TreeSet<>(before);
        gone.removeAll(after);
        after.removeAll(before);
        assertThat(after).as("left behind").isEmpty();
        assertThat(gone).as("taken away").isEmpty();
    }

    /** The ids of all there is, machines that were ended left out. */
    private static TreeSet<String> there(String name) throws IOException {
        Typed looking = new Typed(
                ESTATE.verbs().environment(),
                ESTATE.folder().resolve("looks"),
                ESTATE.verbs().more());
        Typed.Answer run = looking.type("identify", "--tables", String.join(",", TABLES), "--json");
        assertThat(run.code()).as(name + run.err()).isZero();
        TreeSet<String> out = new TreeSet<>();
        for (String table : TABLES) {
            String where = table.equals("aws_ec2_instance") ? " WHERE instance_state <> 'terminated'" : "";
            String id = table.equals("aws_vpc_security_group_rule") ? "security_group_rule_id" : "arn";
            looking.type("query", "SELECT " + id + " FROM " + table + where, "--format", "csv")
                    .out()
                    .lines()
                    .forEach(line -> out.add(table + " " + line));
        }
        return out;
    }

    /** A drill of each kind, as the verb makes them. */
    private static Map<String, Wish> wishes() throws IOException {
        Map<String, Wish> out = new TreeMap<>();
        try (Ledger ledger = Ledger.open(ESTATE.verbs().home().resolve("ledger"))) {
            for (JsonNode drill : ESTATE.verbs()
                    .type("recover", "drill", "all", "--json")
                    .json()
                    .path("drills")) {
                assertThat(drill.path("outcome").asText()).as(drill.toString()).isEqualTo("passed");
                out.put(drill.path("kind").asText(), wish(ledger, drill));
            }
        }
        return out;
    }

    private static Wish wish(Ledger ledger, JsonNode drill) {
        JsonNode target = ledger.run(drill.path("run").asText())
                .orElseThrow()
                .plan()
                .path("targets")
                .path(0);
        ObjectNode given = target.path("parameters").deepCopy();
        given.remove(List.of("DrillToken", "Region"));
        return new Wish(
                drill.path("scenario").asText(),
                given,
                new Scope(
                        new AccountId(target.path("account").asText()),
                        new Region(target.path("region").asText())),
                drill.path("resource").asText());
    }

    @Test
    void aDrillThatDiesAtAJournalWriteIsCarriedOn() throws IOException {
        int crashes = 0;
        Map<String, Wish> wishes = wishes();
        try (Life life = new Life(folder)) {
            for (Map.Entry<String, Wish> kind : wishes.entrySet()) {
                life.crashAt = 0;
                assertThat(life.drill(kind.getValue()).state()).isEqualTo(RunReport.State.SUCCEEDED);
                int whole = life.moments;
                for (int at = 1; at <= whole; at++) {
                    life.crashAt = at;
                    RunReport report = life.drill(kind.getValue());
                    assertThat(report.state())
                            .as("%s, crash at %d of %d: %s", kind.getKey(), at, whole, report)
                            .isEqualTo(RunReport.State.SUCCEEDED);
                    assertThat(report.residue()).isEmpty();
                    crashes++;
                }
            }
        }
        System.out.println("crashes at journal writes " + crashes);
    }

    /** The points are spread over the calls that a run makes, which a drill of each kind that is let be shows first. */
    @Test
    void aDrillThatIsKilledIsCarriedOn() throws IOException, InterruptedException {
        int points = 20;
        Map<String, Long> whole = new TreeMap<>();
        for (String kind : KINDS) {
            whole.put(kind, calls(kind));
        }
        int carriedOn = 0;
        for (int point = 0; point < points; point++) {
            String kind = KINDS.get(point % KINDS.size());
            int round = point / KINDS.size();
            int rounds = (points - 1 - point % KINDS.size()) / KINDS.size() + 1;
            long made = (2L * round + 1) * whole.getOrDefault(kind, 0L) / (2L * rounds);
            Begun begun = begun(kind);
            while (begun.process().isAlive() && total() < begun.calls() + made) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            begun.process().destroyForcibly().waitFor();
            System.out.println("kill " + kind + " at " + (total() - begun.calls()) + " of " + whole.get(kind));
            String run = begun.run();
            Typed.Answer status = ESTATE.verbs().type("respond", "status", run, "--json");
            if (status.json().path("state").asText().equals("INTERRUPTED")) {
                carriedOn++;
                Typed.Answer answer = ESTATE.verbs().type("recover", "resume", run, "--json");
                assertThat(answer.code()).as(kind + answer.out() + answer.err()).isZero();
                assertThat(answer.json().path("residue"))
                        .as(kind + answer.out())
                        .isEmpty();
                assertThat(history())
                        .as("a drill that was carried on is remembered")
                        .contains(run);
            }
        }
        System.out.println("killed " + points + ", carried on " + carriedOn);
        assertThat(carriedOn).isGreaterThanOrEqualTo(points * 3 / 4);
    }

    /** A drill as a process of its own, at the moment at which its run stands in the ledger. */
    private record Begun(Process process, String run, long calls) {}

    private static Begun begun(String kind) throws IOException, InterruptedException {
        int runs = runs().size();
        Process process = ESTATE.spawn("recover", "drill", kind);
        while (process.isAlive() && runs().size() == runs) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        long calls = total();
        assertThat(runs()).as(kind).hasSize(runs + 1);
        return new Begun(process, newest(), calls);
    }

    /** How many calls a run of this kind makes from its beginning to its end; looking whether something was left comes after. */
    private static long calls(String kind) throws IOException, InterruptedException {
        Begun begun = begun(kind);
        while (begun.process().isAlive() && !ended(begun.run())) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        long calls = total() - begun.calls();
        assertThat(begun.process().waitFor()).as(kind).isZero();
        return calls;
    }

    private static long total() {
        return ESTATE.emulator().counts().tally().total();
    }

    private static boolean ended(String run) {
        try (Ledger ledger = Ledger.open(ESTATE.verbs().home().resolve("ledger"))) {
            return ledger.journal(run).getLast().kind() == JournalEntry.Kind.ENDED;
        }
    }

    private static TreeSet<String> runs() {
        try (Ledger ledger = Ledger.open(ESTATE.verbs().home().resolve("ledger"))) {
            TreeSet<String> out = new TreeSet<>();
            ledger.runs().forEach(r -> out.add(r.id()));
            return out;
        }
    }

    private static List<String> history() {
        try (Ledger ledger = Ledger.open(ESTATE.verbs().home().resolve("ledger"))) {
            return ledger.rows("holdfast_drill").stream()
                    .map(row -> String.valueOf(row.get("id")))
                    .toList();
        }
    }

    private static String newest() {
        try (Ledger ledger = Ledger.open(ESTATE.verbs().home().resolve("ledger"))) {
            return ledger.runs().getFirst().id();
        }
    }

    /** A change engine on the emulator that dies when it is told to, and lives again. */
    private static final class Life implements AutoCloseable {
        private final SdkCatalog catalog = new SdkCatalog();
        private final Path home;
        private final AwsSession session;
        private final Map<String, Runbook> documents;
        private final Random luck = new Random(5);
        private Instant now = Instant.now();
        private Ledger ledger;
        int moments;
        int crashAt;

        Life(Path home) {
            this.home = home;
            this.documents = new RunbookReader(catalog).all(SharedEmulator.CONTENT, new ArrayList<>());
            this.session = AwsSession.open(
                    AwsSettings.of(ESTATE.emulator().endpoint(), new Region("eu-central-1"), EmulatorOptions.ROLE)
                            .writing(EmulatorOptions.ROLE),
                    new Keys(
                            ESTATE.kept().path("key").asText(),
                            ESTATE.kept().path("secret").asText(),
                            null),
                    Instant::now,
                    System::nanoTime,
                    new Random(1));
            this.ledger = open();
        }

        private Ledger open() {
            return Ledger.open(new SqliteFile(home.resolve("ledger")), new JournalWatch() {
                @Override
                public void before(JournalEntry entry) {
                    moment();
                }

                @Override
                public void after(JournalEntry entry) {
                    moment();
                }
            });
        }

        private void moment() {
            moments++;
            if (moments == crashAt) {
                throw new Crash();
            }
        }

        private ChangeEngine engine() {
            return ChangeEngine.over(
                    catalog,
                    session,
                    session,
                    ledger,
                    EvidenceStore.open(home.resolve("evidence")),
                    () -> now,
                    (Duration wait) -> now = now.plus(wait),
                    Progress.SILENT);
        }

        RunReport drill(Wish wish) {
            moments = 0;
            now = Instant.now();
            Plan plan = new Planner(documents, session.reader(), () -> now, luck)
                    .documents("drill", List.of(wish), new Planner.Terms("tester", "none", 0, false));
            assertThat(plan.problems()).isEmpty();
            for (int tries = 0; tries < 3; tries++) {
                try {
                    return ledger.run(plan.id()).isEmpty()
                            ? engine().start(plan, documents, Start.by("tester", "emulator"))
                            : engine().resume(plan.id(), Map.of(), "tester");
                } catch (Crash crash) {
                    ledger.close();
                    ledger = open();
                }
            }
            return engine().report(plan.id());
        }

        @Override
        public void close() {
            ledger.close();
            session.close();
        }
    }
}
