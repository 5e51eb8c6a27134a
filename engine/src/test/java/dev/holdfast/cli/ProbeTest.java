package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.ledger.TestPostgres;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of a real PostgreSQL are counted by a program of the user's, and compared. */
class ProbeTest {
    private static final String ARN = "arn:aws:rds:eu-west-1:111122223333:db:orders";

    /** The user's program: counts the rows of the database that it is led to. */
    static final class Count {
        private Count() {}

        public static void main(String[] words) throws SQLException {
            // One server stands for both; the original has a table of its own.
            String table = System.getenv("HOLDFAST_PROBE_OF").equals("copy") ? words[0] : words[1];
            String url = "jdbc:postgresql://" + System.getenv("HOLDFAST_PROBE_HOST") + ":"
                    + System.getenv("HOLDFAST_PROBE_PORT") + "/probe?user=postgres";
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
                rows.next();
                System.out.println(rows.getLong(1));
            }
        }
    }

    private static Probe.Place server() throws SQLException {
        String url = TestPostgres.database("probe");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS three AS SELECT generate_series(1, 3) AS n");
            statement.execute("CREATE TABLE IF NOT EXISTS others AS SELECT generate_series(4, 6) AS n");
            statement.execute("CREATE TABLE IF NOT EXISTS two AS SELECT generate_series(1, 2) AS n");
        }
        URI at = URI.create(url.substring("jdbc:".length()));
        return new Probe.Place(at.getHost(), String.valueOf(at.getPort()));
    }

    private static List<String> count(String copy, String original) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Count.class.getName(),
                copy,
                original);
    }

    @Test
    void rowsOfTheCopyAreComparedWithTheOriginals() throws SQLException {
        Probe.Place server = server();
        assertThat(new Probe(count("three", "others"), null, 60).ask(ARN, server, server))
                .isEmpty();
        assertThat(new Probe(count("two", "three"), null, 60).ask(ARN, server, server))
                .isEqualTo("the probe of the copy said `2`, expected `3`");
    }

    @Test
    void rowsOfTheCopyAreComparedWithWhatIsExpected() throws SQLException {
        Probe.Place server = server();
        assertThat(new Probe(count("three", ""), "3", 60).ask(ARN, server, server))
                .isEmpty();
        assertThat(new Probe(count("missing", ""), "3", 60).ask(ARN, server, server))
                .startsWith("the probe of the copy ended with 1: ")
                .contains("missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sleep 60          | took longer than 1 s and was ended",
                "true              | printed nothing",
                "echo gone >&2; exit 7 | ended with 7: gone"
            })
    void whatTellsNothingIsNoProof(String script, String why) {
        Probe.Place nowhere = new Probe.Place("localhost", "1");
        assertThat(new Probe(List.of("sh", "-c", script), "x", 1).ask(ARN, nowhere, nowhere))
                .isEqualTo("the probe of the copy " + why);
        assertThat(new Probe(List.of("/no/such/program"), "x", 1).ask(ARN, nowhere, nowhere))
                .contains("could not be run");
    }

    @Test
    void theFirstThatFitsIsTaken() throws Exception {
        JsonNode backup = new ObjectMapper().readTree("""
                {"probes": [{"resource": "arn:aws:rds:eu-west-1:111122223333:db:orders", "run": ["one"]},
                            {"tag": "team=shop", "run": ["two"], "expect": "", "seconds": 5}]}
                """);
        assertThat(Probe.of(backup, ARN, Map.of("team", "shop"))).hasValue(new Probe(List.of("one"), null, 60));
        assertThat(Probe.of(backup, ARN + "2", Map.of("team", "shop"))).hasValue(new Probe(List.of("two"), "", 5));
        assertThat(Probe.of(backup, ARN + "2", Map.of("team", "stock"))).isEmpty();
        assertThat(Probe.of(backup, ARN + "2", Map.of())).isEmpty();
    }
}
