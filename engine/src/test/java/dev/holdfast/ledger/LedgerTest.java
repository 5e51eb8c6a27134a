package dev.holdfast.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.Case;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.Severity;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

    @TempDir
    Path folder;

    static void begin(Ledger ledger, String run) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        ledger.begin(new RunRecord(run, "fix", "t", "d", nothing, nothing, null, "ana", "simulated", NOON), nothing);
    }

    private static ObjectNode body(int n) {
        return JsonNodeFactory.instance.objectNode().put("n", n);
    }

    @Test
    void linesComeBackAsTheyWereWrittenAfterReopening() {
        try (Ledger ledger = Ledger.open(folder.resolve("l"))) {
            begin(ledger, "r");
            ledger.append("r", NOON, JournalEntry.Kind.READ, "1/a", body(1));
        }
        try (Ledger ledger = Ledger.open(folder.resolve("l"))) {
            List<JournalEntry> entries = ledger.journal("r");
            assertThat(entries).extracting(JournalEntry::seq).containsExactly(1L, 2L);
            assertThat(entries.get(1))
                    .isEqualTo(new JournalEntry("r", 2, NOON, JournalEntry.Kind.READ, "1/a", body(1)));
        }
    }

    @Test
    void onlyItsOwnerCanReadIt() throws Exception {
        Ledger.open(folder.resolve("l")).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("l"))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("l/ledger.db"))))
                .isEqualTo("rw-------");
    }

    @Test
    void anAlteredJournalIsNotGoneOnWith() throws Exception {
        try (Ledger ledger = Ledger.open(folder.resolve("l"))) {
            begin(ledger, "r");
            ledger.append("r", NOON, JournalEntry.Kind.READ, "1/a", body(1));
            ledger.append("r", NOON, JournalEntry.Kind.READ, "1/b", body(2));
        }
        for (String tamper : List.of(
                "UPDATE journal SET body = '{\"n\":3}' WHERE seq = 2",
                "DELETE FROM journal WHERE seq = 2",
                "UPDATE journal SET kind = 'DONE' WHERE seq = 3")) {
            Path copy = Files.createTempDirectory(folder, "copy");
            Files.copy(folder.resolve("l/ledger.db"), copy.resolve("ledger.db"));
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("ledger.db"));
                    Statement statement = connection.createStatement()) {
                statement.execute(tamper);
            }
            try (Ledger ledger = Ledger.open(copy)) {
                assertThatThrownBy(() -> ledger.journal("r"))
                        .as(tamper)
                        .isInstanceOf(LedgerException.class)
                        .hasMessageContaining("was altered");
            }
        }
    }

    @Test
    void anApprovalIsGoodOnceForOneThingUntilItExpires() {
        try (Ledger ledger = Ledger.open(folder.resolve("l"))) {
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
        try (Ledger ledger = Ledger.open(folder.resolve("l"))) {
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
        try (Ledger ledger = Ledger.open(folder.resolve("l"))) {
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
        try (Ledger ledger = Ledger.open(folder.resolve("l"))) {
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

    private static Case facts(String title) {
        return new Case(
                "c",
                "key:AKIA",
                title,
                Severity.HIGH,
                80,
                "111122223333",
                "arn",
                "AKIA",
                List.of(),
                NOON,
                NOON,
                Case.State.NEW,
                "runbooks/compromised-iam-credentials");
    }

    /** A process is killed while it appends; every line that it said was written must be there. */
    @Test
    void nothingAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
        for (int round = 0; round < 3; round++) {
            Path home = folder.resolve("kill" + round);
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Appender.class.getName(),
                            home.toString())
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
            try (Ledger ledger = Ledger.open(home)) {
                assertThat(ledger.journal("r")).hasSizeGreaterThanOrEqualTo((int) acknowledged);
                assertThat(ledger.lease("r")).isPresent();
            }
        }
    }

    /** The child process of the kill test: appends for ever, saying after each line which it was. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] arguments) {
            Ledger ledger = Ledger.open(Path.of(arguments[0]));
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
