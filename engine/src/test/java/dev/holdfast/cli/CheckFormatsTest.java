package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.SmallHome.Answer;
import dev.holdfast.cli.SmallHome.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code protect check} in every format, from a snapshot whose names were chosen by an attacker. */
final class CheckFormatsTest {
    private static final String HOSTILE = "=cmd()<script>globalThis.owned=1</script>\u001b[2J\n\u202Ename";
    private static final Instant BEGUN = Instant.parse("2026-11-23T08:00:00Z");

    @TempDir
    private Path folder;

    private SmallHome home;

    @BeforeEach
    void collect() throws Exception {
        home = new SmallHome(folder);
        home.snapshot(
                "20261123T080000Z-aaaa",
                BEGUN,
                new World(Map.of(
                        "aws_s3_bucket",
                        List.of(
                                SmallHome.bucket(SmallHome.FIRST, HOSTILE),
                                SmallHome.bucket(SmallHome.SECOND, "plain")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "ocsf", "csv", "html", "sarif", "junit"})
    void twoRunsOverTheSameSnapshotAreTheSameBytes(String format) throws Exception {
        Answer first = home.type("protect", "check", "--format", format);
        home.later(Instant.parse("2027-03-01T10:00:00Z"));
        Answer second = home.type("protect", "check", "--format", format, "--out", "result");
        assertThat(first.code()).isEqualTo(second.code());
        assertThat(first.out()).contains("plain").isEqualTo(Files.readString(folder.resolve("result")));
        assertThat(first.out().codePoints().noneMatch(c -> c == 0x1B || c == 0x202E))
                .isTrue();
    }

    @Test
    void agesAreCountedUpToTheSnapshotOrTheTimeGiven() throws Exception {
        Answer usual = home.type("protect", "check", "--format", "ocsf");
        JsonNode first = SmallHome.row(usual.out().lines().findFirst().orElseThrow());
        assertThat(first.path("time").asLong()).isEqualTo(BEGUN.toEpochMilli());
        Answer given = home.type("protect", "check", "--format", "ocsf", "--at", "2026-12-01T00:00:00Z");
        JsonNode other = SmallHome.row(given.out().lines().findFirst().orElseThrow());
        assertThat(other.path("time").asLong())
                .isEqualTo(Instant.parse("2026-12-01T00:00:00Z").toEpochMilli());
        assertThat(home.type("protect", "check", "--at", "yesterday").code()).isEqualTo(Exit.USAGE);
    }

    @Test
    void unknownWordsAreRefused() {
        assertThat(home.type("protect", "check", "--format", "pdf").err()).contains("ocsf");
        assertThat(home.type("protect", "check", "--function", "guess").code()).isEqualTo(Exit.USAGE);
    }

    @Test
    void onlyOneFunction() throws Exception {
        JsonNode findings = home.type("protect", "check", "--function", "recover", "--json")
                .json()
                .path("findings");
        assertThat(findings)
                .isNotEmpty()
                .allSatisfy(f -> assertThat(f.path("function").asText()).isEqualTo("recover"));
    }
}
