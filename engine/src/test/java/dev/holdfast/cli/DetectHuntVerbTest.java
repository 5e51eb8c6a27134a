package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was kept is found again, by a text, by a rule and in SQL. */
class DetectHuntVerbTest {
    @TempDir
    Path folder;

    private SmallHome home = new SmallHome(Path.of("."));

    private static String call(int number, String name, String address) {
        return """
                {"eventVersion":"1.11","eventSource":"cloudtrail.amazonaws.com","eventName":"%s","eventID":"id-%d",\
                "eventTime":"2026-01-0%dT03:04:05Z","sourceIPAddress":"%s","awsRegion":"eu-west-1",\
                "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ci"},\
                "requestParameters":{"name":"trail"},"recipientAccountId":"111122223333"}""".formatted(name, number, number + 1, address);
    }

    @BeforeEach
    void keep() throws IOException {
        home = new SmallHome(folder);
        Path log = folder.resolve("log.jsonl");
        Files.writeString(
                log,
                String.join(
                        "\n",
                        call(0, "ListTrails", "203.0.113.7"),
                        call(1, "StopLogging", "203.0.113.77"),
                        "no log at all"));
        SmallHome.Answer none = home.type("detect", "hunt", "203.0.113.7");
        assertThat(none.code()).isEqualTo(Exit.USAGE);
        SmallHome.Answer kept = home.type("detect", "keep", "--source", "file:" + log);
        assertThat(kept.code()).isEqualTo(Exit.PARTIAL);
        assertThat(kept.out()).contains("2 events of 1 files kept", "1 places could not be read");
        assertThat(kept.err()).contains("log.jsonl, record 3");
    }

    @Test
    void a_text_is_found_with_its_record() {
        SmallHome.Answer found = home.type("detect", "hunt", "203.0.113.7", "--json");
        assertThat(found.code()).isEqualTo(Exit.FINE);
        assertThat(found.out().lines())
                .hasSize(2)
                .anyMatch(l -> l.contains("\"id\":\"id-0\"") && l.contains("\"eventName\":\"ListTrails\""))
                .anyMatch(l -> l.contains("\"found\":1") && l.contains("\"complete\":true"));
        assertThat(home.type("detect", "hunt", "203.0.113.7", "--format", "ocsf")
                        .out())
                .contains("\"class_uid\":6003");
        assertThat(home.type("detect", "hunt", "user/ci", "--since", "2026-01-02")
                        .out())
                .contains("1 found", "StopLogging")
                .doesNotContain("ListTrails");
        assertThat(home.type("detect", "hunt", "user/ci", "--limit", "1").out()).contains("there may be more");
    }

    @Test
    void a_rule_is_run_over_what_was_kept() {
        SmallHome.Answer found = home.type("detect", "hunt", "--rule", "aws/cloudtrail/logging-tampered");
        assertThat(found.code()).isEqualTo(Exit.FINE);
        assertThat(found.out()).contains("2026-01-02T03:04:05Z", "1 found");
        assertThat(home.type("detect", "hunt", "--rule", "no/such").code()).isEqualTo(Exit.USAGE);
        assertThat(home.type("detect", "hunt").code()).isEqualTo(Exit.USAGE);
        assertThat(home.type("detect", "hunt", "x", "--since", "soon").code()).isEqualTo(Exit.USAGE);
    }

    @Test
    void kept_events_are_asked_in_sql_and_no_other_file_is() {
        assertThat(home.type("query", "SELECT event, date FROM holdfast_event ORDER BY time")
                        .out())
                .contains("ListTrails", "StopLogging", "2026-01-02");
        String file = folder.resolve("log.jsonl").toString();
        assertThat(home.type("query", "SELECT * FROM '" + file + "'").code()).isEqualTo(Exit.USAGE);
        assertThat(home.type("query", "SELECT * FROM read_parquet('" + folder + "/lake/**')")
                        .code())
                .isEqualTo(Exit.USAGE);
    }
}
