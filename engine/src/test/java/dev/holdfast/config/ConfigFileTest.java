package dev.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.holdfast.config.ConfigFile.Checked;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfigFileTest {
    static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(ConfigFileTest.class.getResourceAsStream("/config/" + name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void takesEveryKeyAndTheDefaults() {
        for (String name : new String[] {"every-key.yaml", "defaults.yaml"}) {
            Checked checked = ConfigFile.read(name, resource(name), Ground.bare(Say.TODAY));
            assertThat(checked.errors()).as(name).isEmpty();
            assertThat(checked.warnings()).as(name).isEmpty();
        }
    }

    @Test
    void theSchemaIsOneByItsOwnSchema() throws IOException {
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(SchemaLocation.of(SchemaId.V202012))
                        .validate(new ObjectMapper().readTree(ConfigSchema.text())))
                .isEmpty();
    }

    @Test
    void tellsEverythingAtOnceWithPlaceAndMend() {
        assertThat(Say.wrong("""
                organisation: {}
                organization:
                  accounts: {logging: {id: 222222222222}}
                  central-root: yes
                  units: {Sandbox: , "a.b": {}}
                logging: {bucket: {retention-day: 3, lock: complience}}
                services: {skip: [{service: inspector, region: eu-west-1}]}
                root-access: {review-by: 2027-01-31}
                """))
                .containsExactly(
                        "holdfast.yaml:2:1: `organisation`: unknown key `organisation`. Did you mean `organization`? It takes:"
                                + " The organization, its accounts and its units.",
                        "holdfast.yaml:4:28: `organization.accounts.logging.id`: `222222222222` is read as a number or a truth"
                                + " value. Put it in quotes: \"222222222222\"",
                        "holdfast.yaml:5:17: `organization.central-root`: `yes` is only text in YAML 1.2. Write `true`",
                        "holdfast.yaml:6:19: `organization.units.Sandbox`: nothing is written here. Write a mapping (`key:"
                                + " value`), or delete the line",
                        "holdfast.yaml:6:22: `organization.units.a.b`: `a.b` cannot be a name here. Write it like `Production`."
                                + " A name of a unit has no dots, slashes or quotes.",
                        "holdfast.yaml:7:20: `logging.bucket.retention-day`: unknown key `retention-day`. Did you mean"
                                + " `retention-days`? It takes: a whole number",
                        "holdfast.yaml:7:44: `logging.bucket.lock`: `complience` is not one of none, governance, compliance."
                                + " Did you mean `compliance`?",
                        "holdfast.yaml:8:19: `services.skip[0]`: `reason` is missing. Add `reason: …`",
                        "holdfast.yaml:9:14: `root-access`: `holders` is missing. Add `holders: …`",
                        "holdfast.yaml:9:14: `root-access`: `signed` is missing. Add `signed: …`");
    }

    @Test
    void refusesWhatIsTooMuch() {
        assertThat(Say.wrong("# " + "x".repeat(ConfigFile.MOST_BYTES)))
                .singleElement()
                .asString()
                .contains(":1: larger");
        assertThat(Say.wrong("a: &b [1]\nc: *b")).anyMatch(e -> e.contains(":2:4: `a`: anchors and aliases"));
        assertThat(Say.wrong("a: " + "[".repeat(70) + "]".repeat(70)))
                .singleElement()
                .asString()
                .contains("nested deeper");
        assertThat(Say.wrong("a: " + "y".repeat(30_000)))
                .singleElement()
                .asString()
                .contains("`a`: a text of more than");
        assertThat(Say.wrong("a: 1\na: 2")).singleElement().asString().contains(":3:1: duplicate key");
        assertThat(Say.wrong("---\nversion: 1")).singleElement().asString().contains("holds 2 documents");
        assertThat(Say.check("").errors()).singleElement().asString().contains("says nothing");
        assertThat(Say.check("[1, 2]").errors()).singleElement().asString().contains("a list stands where a mapping");
        assertThat(Say.check("organization: {}").errors())
                .singleElement()
                .asString()
                .contains("`version` is missing");
        assertThat(Say.wrong("? [a]\n: 1")).isNotEmpty();
    }

    /** Whatever stands in the file, it is told at a place and nothing breaks. */
    @Test
    void mutatedFilesNeverBreakAndAreToldAtAPlace() {
        String whole = new String(resource("every-key.yaml"), java.nio.charset.StandardCharsets.UTF_8);
        Random random = new Random(20261127);
        String[] scraps = {
            "{",
            "}",
            "[",
            "]",
            ":",
            "- ",
            "&a ",
            "*a",
            "\t",
            "\"",
            "'",
            "\0",
            "é",
            "0x1F",
            "~",
            "!!int ",
            "1e999",
            "-1",
            "null",
            "%",
            "|\n",
            "? ",
            "99999999999999999999",
            "2026-02-31",
            "10.0.0.0/33",
            "cron(* * * * * *)",
            ".nan"
        };
        int refused = 0;
        for (int round = 0; round < 1500; round++) {
            StringBuilder text = new StringBuilder(whole);
            for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                int to = Math.min(text.length(), at + random.nextInt(12));
                switch (random.nextInt(3)) {
                    case 0 -> text.delete(at, to);
                    case 1 -> text.insert(at, scraps[random.nextInt(scraps.length)]);
                    default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
                }
            }
            Checked checked = Say.check(text.toString());
            refused += checked.errors().isEmpty() ? 0 : 1;
            int lines = (int) text.chars().filter(c -> c == '\n').count() + 2;
            assertThat(checked.errors()).as("round " + round).allSatisfy(error -> {
                assertThat(error.line()).isBetween(1, lines);
                assertThat(error.problem()).isNotBlank();
            });
            assertThat(checked.top().isPresent() || !checked.errors().isEmpty()).isTrue();
        }
        assertThat(refused).isGreaterThan(1000);
    }
}
