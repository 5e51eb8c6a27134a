package dev.holdfast.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.Case;
import dev.holdfast.model.Finding;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.Severity;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a ledger promises wherever it lies. */
abstract class LedgerContract {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

    /** The place of that name, the same each time within a test. */
    abstract LedgerPlace place(String name);

    /** The place as the child process of the kill test is told it. */
    abstract List<String> words(String name);

    static void begin(Ledger ledger, String run) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        ledger.begin(new RunRecord(run, "fix", "t", "d", nothing, nothing, null, "ana", "simulated", NOON), nothing);
    }

    static ObjectNode body(int n) {
        return JsonNodeFactory.instance.objectNode().put("n", n);
    }

    @Test
    void linesComeBackAsTheyWereWrittenAfterReopening() {
        try (Ledger ledger = Ledger.open(place("l"))) {
            begin(ledger, "r");
            ledger.append("r", NOON, JournalEntry.Kind.READ, "1/a", body(1));
        }
        try (Ledger ledger = Ledger.open(place("l"))) {
            List<JournalEntry> entries = ledger.journal("r");
            assertThat(entries).extracting(JournalEntry::seq).containsExactly(1L, 2L);
            assertThat(entries.get(1))
                    .isEqualTo(new JournalEntry("r", 2, NOON, JournalEntry.Kind.READ, "1/a", body(1)));
        }
    }

    @Test
    void anApprovalIsGoodOnceForOneThingUntilItExpires() {
        try (Ledger ledger = Ledger.open(place("l"))) {
            begin(ledger, "r");
            ledger.approve(new Approval("a1", "digest", "ben", NOON, NOON.plusSeconds(60), null, null));
            assertThat(ledger.useApprovals("r", NOON, "", "other", 1, Set.of())).isEmpty();
            assertThat(ledger.useApprovals("r", NOON.plusSeconds(60), "", "digest", 1, Set.of()))
                    .isEmpty();
            assertThat(ledger.useApprovals("r", NOON, "", "digest", 2, Set.of()))
                    .isEmpty();
            assertThat(ledger.useApprovals("r", NOON, "", "digest", 1, Set.of("cleo")))
                    .isEmpty();
            Optional<JournalEntry> used = ledger.useApprovals("r", NOON, "", "digest", 1, Set.of("ben"));
            assertThat(used).isPresent();
            assertThat(ledger.useApprovals("r", NOON, "", "digest", 1, Set.of()))
                    .isEmpty();
            assertThat(ledger.journal("r")).hasSize(2);
        }
    }

    @Test
    void twoApprovalsOfOnePersonAreOne() {
        try (Ledger ledger = Ledger.open(place("l"))) {
            begin(ledger, "r");
            ledger.approve(new Approval("a1", "d", "ben", NOON, NOON.plus(Duration.ofHours(1)), null, null));
            ledger.approve(new Approval("a2", "d", "ben", NOON, NOON.plus(Duration.ofHours(1)), null, null));
            assertThat(ledger.useApprovals("r", NOON, "", "d", 2, Set.of())).isEmpty();
            ledger.approve(new Approval("a3", "d", "cleo", NOON, NOON.plus(Duration.ofHours(1)), null, null));
            assertThat(ledger.useApprovals("r", NOON, "", "d", 2, Set.of())).isPresent();
        }
    }

    @Test
    void oneRunIsCarriedOnOnce() {
        try (Ledger ledger = Ledger.open(place("l"))) {
            Lease first = ledger.lease("r").orElseThrow();
            assertThat(ledger.lease("r")).isEmpty();
            Lease other = ledger.lease("s").orElseThrow();
            first.close();
            Lease again = ledger.lease("r").orElseThrow();
            again.close();
            other.close();
        }
    }

    @Test
    void aCaseKeepsWhatPeopleDecidedWhenItsFactsChange() {
        try (Ledger ledger = Ledger.open(place("l"))) {
            ledger.cases().keep(facts("first"), NOON);
            ledger.cases().state("c", Case.State.CONTAINED, NOON);
            ledger.cases().note("c", new CaseFile.Note(NOON, "ben", "rang the owner"));
            ledger.cases().keep(facts("second"), NOON.plusSeconds(5));
            CaseFile file = ledger.cases().find("c").orElseThrow();
            assertThat(file.facts().title()).isEqualTo("second");
            assertThat(file.facts().state()).isEqualTo(Case.State.CONTAINED);
            assertThat(file.openedAt()).isEqualTo(NOON);
            assertThat(file.notes()).extracting(CaseFile.Note::text).containsExactly("rang the owner");
            ledger.cases().state("c", Case.State.CLOSED, NOON.plusSeconds(9));
            assertThat(ledger.rows("holdfast_case").get(0))
                    .containsEntry("state", "CLOSED")
                    .containsEntry("signed_off", "2026-11-23T12:00:09.123456Z");
            assertThatThrownBy(() -> ledger.cases().state("none", Case.State.CLOSED, NOON))
                    .hasMessageContaining("no case `none`");
        }
    }

    @Test
    void aCaseHasTheFindingsItWasKeptWithLastInTheirOrder() {
        List<Finding> many = new ArrayList<>();
        for (int n = 0; n < 450; n++) {
            many.add(FindingSpoolTest.finding(n, 5));
        }
        try (Ledger ledger = Ledger.open(place("l"))) {
            ledger.cases().keep(LedgerContract.facts("t", many), NOON);
            assertThat(ledger.cases().find("c").orElseThrow().facts().findings())
                    .isEqualTo(many);
            List<Finding> fewer = List.of(many.get(7), many.get(3));
            Finding other = FindingSpoolTest.finding(900, 1);
            ledger.cases().keep(LedgerContract.facts("t", fewer), List.of(), NOON, f -> other);
            assertThat(ledger.cases().all().get(0).facts().findings()).containsExactly(other, other);
            assertThat(ledger.cases()
                            .all((state, finding) -> many.get(state.ordinal()))
                            .get(0)
                            .facts()
                            .findings())
                    .containsExactly(many.get(0), many.get(0));
        }
    }

    /** A process is killed while it appends; every line that it said was written must be there. */
    @Test
    void nothingAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
        for (int round = 0; round < 3; round++) {
            String home = "kill" + round;
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Appender.class.getName(),
                            words(home).get(0),
                            words(home).get(1))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            long acknowledged = 0;
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    acknowledged = Long.parseLong(line);
                    if (acknowledged == 40L + round * 7L) {
                        child.toHandle().destroyForcibly();
                    }
                }
            }
            child.waitFor();
            assertThat(acknowledged).isGreaterThanOrEqualTo(40);
            try (Ledger ledger = Ledger.open(place(home))) {
                assertThat(ledger.journal("r")).hasSizeGreaterThanOrEqualTo((int) acknowledged);
                assertThat(ledger.lease("r")).isPresent();
            }
        }
    }

    /** Lines of several threads, each with a connection of its own, are numbered without holes and none is lost. */
    @Test
    void manyWritersAtOnceLoseNothing() throws Exception {
        try (Ledger ledger = Ledger.open(place("many"))) {
            begin(ledger, "r");
        }
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            writers.add(Thread.ofPlatform().start(() -> {
                try (Ledger ledger = Ledger.open(place("many"))) {
                    for (int n = 0; n < 25; n++) {
                        ledger.append("r", NOON, JournalEntry.Kind.READ, "1/a", body(n));
                    }
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        try (Ledger ledger = Ledger.open(place("many"))) {
            assertThat(ledger.journal("r")).hasSize(101);
        }
    }

    /** Two processes want the same approval: one gets it. */
    @Test
    void anApprovalIsUsedOnceAmongTwoWhoWantIt() {
        try (Ledger one = Ledger.open(place("two"));
                Ledger other = Ledger.open(place("two"))) {
            begin(one, "r");
            begin(one, "s");
            one.approve(new Approval("a", "d", "ben", NOON, NOON.plusSeconds(60), null, null));
            assertThat(one.useApprovals("r", NOON, "", "d", 1, Set.of())).isPresent();
            assertThat(other.useApprovals("s", NOON, "", "d", 1, Set.of())).isEmpty();
            Lease lease = one.lease("r").orElseThrow();
            assertThat(other.lease("r")).isEmpty();
            lease.close();
        }
    }

    private static Case facts(String title) {
        return facts(title, List.of());
    }

    static Case facts(String title, List<Finding> findings) {
        return new Case(
                "c",
                "key:AKIA",
                title,
                Severity.HIGH,
                80,
                "111122223333",
                "arn",
                "AKIA",
                findings,
                NOON,
                NOON,
                Case.State.NEW,
                "runbooks/compromised-iam-credentials");
    }

    /** The child process of the kill test: appends for ever, saying after each line which it was. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] arguments) {
            Ledger ledger = Ledger.open(
                    arguments[0].equals("sqlite")
                            ? new SqliteFile(Path.of(arguments[1]))
                            : new PostgresServer(arguments[1], Map.of()));
            begin(ledger, "r");
            Lease lease = ledger.lease("r").orElseThrow();
            for (int i = 0; i < 100_000; i++) {
                JournalEntry entry = ledger.append("r", NOON, JournalEntry.Kind.READ, "1/a", body(i));
                System.out.println(entry.seq());
            }
            lease.close();
        }
    }
}
