package dev.holdfast.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.Finding;
import dev.holdfast.model.JournalEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest extends LedgerContract {
    @TempDir
    Path folder;

    @Override
    LedgerPlace place(String name) {
        return new SqliteFile(folder.resolve(name));
    }

    @Override
    List<String> words(String name) {
        return List.of("sqlite", folder.resolve(name).toString());
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
    void aCaseOfAnOlderHoldfastHasItsFindingsInTheBody() throws Exception {
        List<Finding> old = List.of(FindingSpoolTest.finding(1, 3), FindingSpoolTest.finding(2, 3));
        try (Ledger ledger = Ledger.open(folder.resolve("l"))) {
            ledger.cases().keep(facts("t", List.of()), NOON);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("l/ledger.db"));
                PreparedStatement statement = connection.prepareStatement("UPDATE case_file SET body = ?")) {
            statement.setString(1, LedgerJson.write(facts("t", old)));
            statement.execute();
        }
        try (Ledger ledger = Ledger.open(folder.resolve("l"))) {
            assertThat(ledger.cases().all().get(0).facts().findings()).isEqualTo(old);
            ledger.cases().keep(facts("t", old), NOON);
            assertThat(ledger.cases().all().get(0).facts().findings()).isEqualTo(old);
        }
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
}
