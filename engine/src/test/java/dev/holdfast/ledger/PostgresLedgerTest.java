package dev.holdfast.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The ledger on a real PostgreSQL server. */
class PostgresLedgerTest extends LedgerContract {
    private final int test = TestPostgres.next();

    @Override
    LedgerPlace place(String name) {
        return new PostgresServer(TestPostgres.database("t" + test + "_" + name), Map.of());
    }

    @Override
    List<String> words(String name) {
        return List.of("postgres", TestPostgres.database("t" + test + "_" + name));
    }

    @Test
    void anErrorNamesTheServerButNoSecret() {
        assertThatThrownBy(() -> new PostgresServer(
                                "jdbc:postgresql://127.0.0.1:1/none?user=ana&password=hunter2", Map.of())
                        .connect())
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("PostgreSQL server cannot be used")
                .hasMessageNotContaining("hunter2");
        assertThat(new PostgresServer("jdbc:postgresql://x/y?password=hunter2", Map.of("password", "hunter2"))
                        .toString())
                .doesNotContain("hunter2");
    }
}
