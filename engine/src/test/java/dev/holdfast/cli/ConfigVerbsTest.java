package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs around holdfast.yaml, as they are typed: init, config, program, and drift where nothing was deployed yet. */
class ConfigVerbsTest {
    private static final Instant TIME = Instant.parse("2026-11-24T09:00:00Z");

    @TempDir
    Path folder;

    private SmallHome home = new SmallHome(Path.of("."));

    @BeforeEach
    void begin() {
        home = new SmallHome(folder);
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("holdfast.yaml"), text);
    }

    private void organization() throws IOException {
        List<ObjectNode> accounts = List.of(
                SmallHome.row(
                        "{\"id\":\"111111111111\",\"name\":\"main\",\"status\":\"ACTIVE\",\"parent_id\":\"r-abcd\"}"),
                SmallHome.row(
                        "{\"id\":\"222222222222\",\"name\":\"log-archive\",\"status\":\"ACTIVE\",\"parent_id\":\"ou-abcd-11111111\"}"));
        home.snapshot(
                "20261124T090000Z-0001",
                TIME,
                new SmallHome.World(Map.of(
                        "aws_organizations_organization",
                        List.of(SmallHome.row("{\"master_account_id\":\"111111111111\"}")),
                        "aws_organizations_root",
                        List.of(SmallHome.row("{\"id\":\"r-abcd\"}")),
                        "aws_organizations_organizational_unit",
                        List.of(SmallHome.row(
                                "{\"id\":\"ou-abcd-11111111\",\"name\":\"Security\",\"parent_id\":\"r-abcd\"}")),
                        "aws_organizations_account",
                        accounts)));
    }

    @Test
    void initWritesWhatConfigCheckFindsNothingWrongWith() throws IOException {
        SmallHome.Answer none = home.type("init");
        assertThat(none.code()).isEqualTo(Exit.USAGE);
        organization();
        SmallHome.Answer written = home.type("init");
        assertThat(written.code()).as(written.err()).isZero();
        assertThat(Files.readString(folder.resolve("holdfast.yaml"))).contains("Security", "\"222222222222\"");
        SmallHome.Answer checked = home.type("config", "check");
        assertThat(checked.code()).as(checked.out()).isZero();
        assertThat(checked.out()).contains("0 problems").doesNotContain("no snapshot");
    }

    @Test
    void initReplacesNothingWithoutBeingToldTo() throws IOException {
        organization();
        write("version: 1\n");
        assertThat(home.type("init").code()).isEqualTo(Exit.USAGE);
        assertThat(Files.readString(folder.resolve("holdfast.yaml"))).isEqualTo("version: 1\n");
        assertThat(home.type("init", "--out", "other.yaml").code()).isZero();
        assertThat(home.type("init", "--force").code()).isZero();
        assertThat(Files.readString(folder.resolve("holdfast.yaml"))).contains("Security");
    }

    @Test
    void configCheckTellsEverythingAtOnceWithItsPlace() throws IOException {
        assertThat(home.type("config", "check").err()).contains("is not a file");
        write("version: 1\nlogging:\n  bucket: {name: mine, lock: complience}\nunknown: 3\n");
        SmallHome.Answer told = home.type("config", "check", "--json");
        assertThat(told.code()).isEqualTo(Exit.USAGE);
        JsonNode errors = told.json().path("errors");
        assertThat(errors.findValuesAsText("line")).containsExactlyInAnyOrder("3", "4");
        assertThat(errors.findValuesAsText("mend").toString()).contains("compliance");
        SmallHome.Answer lines = home.type("config", "check");
        assertThat(lines.out()).contains("holdfast.yaml:3:", "2 problems", "no snapshot");
        assertThat(home.type("protect", "plan", "--deploy").code()).isEqualTo(Exit.USAGE);
    }

    @Test
    void theSchemaIsWhatEditorsTake() throws IOException {
        SmallHome.Answer schema = home.type("config", "schema");
        assertThat(schema.code()).isZero();
        assertThat(schema.json().path("properties").has("program")).isTrue();
        assertThat(schema.json().path("properties").has("owned-elsewhere")).isTrue();
    }

    @Test
    void theProgramFollowsFromWhatIsNamed() throws IOException {
        assertThat(home.type("program").out()).contains("No program is written");
        write("version: 1\nprogram:\n  regulations: [gdpr]\n  threats: [ransomware]\n"
                + "  criticality: {default: standard}\n"
                + "  exclude: [{what: objectives/default, reason: measured elsewhere}]\n");
        SmallHome.Answer chosen = home.type("program", "--json");
        assertThat(chosen.code()).as(chosen.err()).isZero();
        assertThat(chosen.json().path("runbooks").findValuesAsText("unit").toString())
                .contains("ransomware");
        assertThat(chosen.json().path("excluded").findValuesAsText("reason")).containsExactly("measured elsewhere");
        assertThat(home.type("program").out()).contains("Made ready", "Left out on purpose");
        assertThat(home.type("program", "list", "--json").json().path("units").findValuesAsText("id"))
                .contains("gdpr", "ransomware", "vital");
        write("version: 1\nprogram: {regulations: [gdprr]}\n");
        SmallHome.Answer wrong = home.type("program");
        assertThat(wrong.code()).isEqualTo(Exit.USAGE);
        assertThat(wrong.err()).contains("gdprr");
    }

    @Test
    void whereNothingWasDeployedNothingDrifts() throws IOException {
        SmallHome.Answer none = home.type("protect", "drift");
        assertThat(none.code()).as(none.err()).isZero();
        assertThat(none.out()).contains("No run of this ledger has left anything");
        assertThat(home.type("protect", "drift", "--json")
                        .json()
                        .path("compared")
                        .asInt())
                .isZero();
    }

    @Test
    void templatesNeedAFolderAndADeployment() throws IOException {
        write("version: 1\n");
        assertThat(home.type("protect", "plan", "--deploy", "--emit", "cfn").err())
                .contains("needs a folder");
        assertThat(home.type("protect", "plan", "--fix", "all", "--emit", "cfn", "--out", "t")
                        .err())
                .contains("what would be deployed");
        assertThat(home.type("protect", "plan", "--deploy", "--emit", "pulumi", "--out", "t")
                        .err())
                .contains("cfn, terraform");
    }
}
