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

/** Exceptions and attestations from the command line to every format. */
final class TrustVerbsTest {
    private static final String EXCEPTION = """
            exceptions:
              - id: quiet
                where: {check: protect/s3/versioning, resource: "arn:aws:s3:::plain"}
                owner: storage team
                reason: <b>nothing</b> of worth
                until: 2026-12-24
            """;

    @TempDir
    private Path folder;

    private SmallHome home;

    @BeforeEach
    void collect() throws Exception {
        home = new SmallHome(folder);
        home.snapshot(
                "20261123T080000Z-aaaa",
                Instant.parse("2026-11-23T08:00:00Z"),
                new World(Map.of(
                        "aws_s3_bucket",
                        List.of(
                                SmallHome.bucket(SmallHome.FIRST, "plain").put("versioning_status", "Suspended"),
                                SmallHome.bucket(SmallHome.SECOND, "other").put("versioning_status", "Suspended")))));
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private Answer check(String... more) {
        String[] words = {"protect", "check", "--check", "protect/s3/versioning"};
        return home.type(java.util.stream.Stream.concat(java.util.Arrays.stream(words), java.util.Arrays.stream(more))
                .toArray(String[]::new));
    }

    private static long count(JsonNode findings, String outcome) {
        return findings.valueStream()
                .filter(f -> f.path("outcome").asText().equals(outcome))
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "ocsf", "csv", "html", "sarif", "junit"})
    void everyFormatSaysWhoWhyAndUntilWhen(String format) throws Exception {
        file("exceptions.yaml", EXCEPTION);
        String out = check("--format", format).out();
        assertThat(out).contains("storage team", "2026-12-24").containsPattern("nothing.*of worth");
        if (format.equals("html")) {
            assertThat(out).doesNotContain("<b>nothing");
        }
    }

    @Test
    void anExceptionHoldsToItsLastDayAndThenIsAFinding() throws Exception {
        file("exceptions.yaml", EXCEPTION);
        home.later(Instant.parse("2026-12-24T23:59:59Z"));
        Answer held = check("--json");
        assertThat(held.code()).isEqualTo(Exit.FINE);
        assertThat(count(held.json().path("findings"), "MUTED")).isEqualTo(1);
        assertThat(held.json().at("/exceptions/0/state").asText()).isEqualTo("in-use");
        assertThat(check("--fail-on", "low").code()).as("the other bucket").isEqualTo(Exit.FINDINGS);
        home.later(Instant.parse("2026-12-25T00:00:00Z"));
        Answer over = check("--json");
        assertThat(over.code()).isEqualTo(Exit.FINDINGS);
        assertThat(over.err())
                .contains("the exception quiet of storage team (exceptions.yaml:2) expired on 2026-12-24");
        assertThat(count(over.json().path("findings"), "MUTED")).isZero();
        assertThat(count(over.json().path("findings"), "FAIL")).isEqualTo(2);
        assertThat(check("--json", "--at", "2026-12-01T00:00:00Z").code()).isEqualTo(Exit.FINE);
        for (String verb : List.of("report", "protect exceptions list")) {
            assertThat(home.type(verb.split(" ")).code()).as(verb).isEqualTo(Exit.FINDINGS);
        }
    }

    @Test
    void furtherFilesAreAddedAndProblemsNamed() throws Exception {
        file("exceptions.yaml", EXCEPTION);
        file("more.yaml", EXCEPTION.replace("id: quiet", "id: more").replace(":::plain", ":::other"));
        assertThat(count(check("--json", "--exceptions", "more.yaml").json().path("findings"), "MUTED"))
                .isEqualTo(2);
        assertThat(check("--exceptions", "exceptions.yaml").code())
                .as("named twice")
                .isEqualTo(Exit.FINE);
        file("same.yaml", EXCEPTION);
        assertThat(check("--exceptions", "same.yaml").err())
                .contains("same.yaml:2", "another file has an exception `quiet` too");
        file("bad.yaml", EXCEPTION.replace("    owner: storage team\n", ""));
        Answer bad = check("--exceptions", "bad.yaml");
        assertThat(bad.code()).isEqualTo(Exit.USAGE);
        assertThat(bad.err()).contains("bad.yaml:2", "owner");
        assertThat(check("--exceptions", "none.yaml").code()).isEqualTo(Exit.USAGE);
    }

    @Test
    void theListSaysWhatEachDoes() throws Exception {
        assertThat(home.type("protect", "exceptions", "list").out()).contains("There are no exceptions");
        file(
                "exceptions.yaml",
                EXCEPTION
                        + EXCEPTION.substring(12).replace("quiet", "idle").replace(":::plain", ":::gone")
                        + EXCEPTION
                                .substring(12)
                                .replace("quiet", "tagged")
                                .replace("resource: \"arn:aws:s3:::plain\"", "tag: a=b, account: \"3*\""));
        Answer list = home.type("protect", "exceptions", "list");
        assertThat(list.out())
                .contains("quiet  silences 1 failure until 2026-12-24, 30 days left", "exceptions.yaml:2")
                .contains("idle  silences nothing; until 2026-12-24");
        assertThat(list.code()).isEqualTo(Exit.FINE);
        JsonNode json = home.type("protect", "exceptions", "list", "--json").json();
        assertThat(json.at("/exceptions/0/silences").asInt()).isEqualTo(1);
        assertThat(json.at("/exceptions/1/state").asText()).isEqualTo("idle");
    }

    @Test
    void aMuteListIsImportedAndWhatIsLeftIsNamed() throws Exception {
        file("mute.yaml", """
                Mutelist:
                  Accounts:
                    "*":
                      Checks:
                        s3_bucket_object_versioning: {Regions: ["*"], Resources: ["^plain$"]}
                        no_such_check: {Regions: ["*"], Resources: ["*"]}
                """);
        String[] words = {
            "protect", "exceptions", "import", "prowler", "mute.yaml", "--owner", "ana", "--until", "2027-01-31"
        };
        Answer imported = home.type(words);
        assertThat(imported.code()).isEqualTo(Exit.PARTIAL);
        assertThat(imported.out())
                .contains("1 exception is in exceptions.yaml")
                .contains("mute.yaml:6: no_such_check: no check here asks the same");
        assertThat(count(check("--json").json().path("findings"), "MUTED")).isEqualTo(1);
        assertThat(home.type(words).err()).contains("is there already");
        words[words.length - 1] = "2026-01-31";
        assertThat(home.type(words).code()).isEqualTo(Exit.USAGE);
        words[3] = "other";
        assertThat(home.type(words).code()).isEqualTo(Exit.USAGE);
    }

    private Answer attest(String subject, String... more) {
        String[] words = {
            "protect", "attest", subject, "--by", "ana", "--statement", "I looked", "--until", "2027-01-31"
        };
        return home.type(java.util.stream.Stream.concat(java.util.Arrays.stream(words), java.util.Arrays.stream(more))
                .toArray(String[]::new));
    }

    private String control(String framework, String control) throws Exception {
        return home.type("protect", "check", "--framework", framework, "--json")
                .json()
                .at("/framework/controls")
                .valueStream()
                .filter(c -> c.path("control").asText().equals(control))
                .findFirst()
                .orElseThrow()
                .path("outcome")
                .asText();
    }

    @Test
    void anAttestationHoldsForEveryVersionUntilItsEnd() throws Exception {
        assertThat(control("cis-aws-7.0", "3.1.3")).isEqualTo("MANUAL");
        file("proof.txt", "proof");
        assertThat(attest("3.1.3", "--framework", "cis-aws-7.0", "--evidence", "proof.txt")
                        .code())
                .isEqualTo(Exit.FINE);
        assertThat(control("cis-aws-7.0", "3.1.3")).isEqualTo("PASS");
        assertThat(control("cis-aws-3.0", "2.1.3")).isEqualTo("PASS");
        for (String format : List.of("table", "json", "html", "csv", "ocsf", "junit")) {
            assertThat(home.type("protect", "check", "--check", "cis-aws-7.0/3.1.3", "--format", format)
                            .out())
                    .as(format)
                    .contains("ana")
                    .contains("2026-11-24");
        }
        assertThat(home.type("protect", "attestations").out())
                .contains("cis-aws-7.0/3.1.3  in force, until 2027-01-31", "signed 2026-11-24 by ana", "I looked");
        assertThat(home.type("evidence", "verify", "attestations").out()).contains("2 links", "sound");
        home.later(Instant.parse("2027-02-01T00:00:00Z"));
        assertThat(control("cis-aws-7.0", "3.1.3")).isEqualTo("MANUAL");
        assertThat(home.type("protect", "attestations").out()).contains("expired, until 2027-01-31");
        assertThat(home.type("protect", "check", "--check", "cis-aws-7.0/3.1.3").out())
                .contains("their attestations expired");
    }

    @Test
    void whatChecksJudgeCannotBeTalkedAway() {
        assertThat(attest("2.4", "--framework", "cis-aws-7.0").err()).contains("judged by checks");
        assertThat(attest("9.9", "--framework", "cis-aws-7.0").err()).contains("no control `9.9`");
        assertThat(attest("2.2").err()).contains("--framework");
        assertThat(attest("protect/s3/versioning").code()).isEqualTo(Exit.USAGE);
        assertThat(attest("identify/organizations/known-accounts").code()).isEqualTo(Exit.FINE);
        assertThat(attest("cis-aws-7.0/2.2", "--evidence", "none.pdf").code()).isEqualTo(Exit.USAGE);
        assertThat(home.type(
                                "protect",
                                "attest",
                                "cis-aws-7.0/2.2",
                                "--by",
                                " ",
                                "--statement",
                                "x",
                                "--until",
                                "2027-01-31")
                        .code())
                .isEqualTo(Exit.USAGE);
        assertThat(home.type(
                                "protect",
                                "attest",
                                "cis-aws-7.0/2.2",
                                "--by",
                                "a",
                                "--statement",
                                "x",
                                "--until",
                                "2029-01-31")
                        .err())
                .contains("more than a year");
    }
}
