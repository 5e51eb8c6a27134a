package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.Case;
import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Backups on an organization that boto3 founded: what Holdfast says of them equals what a script of its own works out from
 * the same calls, and restores are practised and leave nothing: every kind with {@code holdfast.full}, one without. A way
 * back is gone by {@link RansomTest} in either case.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecoverTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final boolean FULL = Boolean.getBoolean("holdfast.full");
    private static final List<String> KINDS =
            FULL ? List.of("aurora", "backup", "dynamodb", "ebs", "ec2", "rds", "s3") : List.of("dynamodb");
    private static final List<String> WAY = List.of("orders", "plain", "ledger", "carts", "hf-photos");
    private static final RecoverEstate ESTATE = RecoverEstate.founded();

    @Test
    @Order(1)
    void standingsEqualAnIndependentComputation() throws IOException {
        JsonNode status = ESTATE.status();
        JsonNode facts = JSON.readTree(RecoverEstate.said(List.of(
                SharedEmulator.python().toString(),
                RecoverEstate.SEEDS.resolve("recover/facts.py").toString(),
                ESTATE.emulator().endpoint().toString(),
                ESTATE.folder().resolve("kept.json").toString(),
                status.path("asOf").asText(),
                EmulatorOptions.ROLE)));
        String asOf = status.path("asOf").asText().substring(0, 19);
        Map<String, String> ours = new TreeMap<>();
        Map<String, String> theirs = new TreeMap<>();
        Set<String> types = new TreeSet<>();
        Map<String, Set<String>> seen = new TreeMap<>();
        for (JsonNode r : status.path("resources")) {
            types.add(r.path("type").asText());
            if (!r.path("type").asText().equals("backup-vault")) {
                ours.put(
                        r.path("arn").asText(),
                        said(r, r.path("newestUsablePoint").asText(), asOf));
                for (String property :
                        List.of("protected", "locked", "otherAccount", "otherRegion", "independentKey")) {
                    seen.computeIfAbsent(property, k -> new TreeSet<>())
                            .add(r.path(property).asText());
                }
            }
        }
        facts.properties()
                .forEach(e -> theirs.put(
                        e.getKey(),
                        said(e.getValue(), e.getValue().path("newest").asText(), asOf)));
        assertThat(ours).isEqualTo(theirs);
        assertThat(types)
                .containsExactlyInAnyOrder(
                        "aurora-cluster",
                        "backup-vault",
                        "dynamodb-table",
                        "ebs-volume",
                        "ec2-instance",
                        "efs-file-system",
                        "fsx-file-system",
                        "neptune-cluster",
                        "rds-instance",
                        "redshift-cluster",
                        "s3-bucket");
        assertThat(seen.values()).allSatisfy(values -> assertThat(values).containsExactly("false", "true"));
    }

    /** One line for all that is compared; times to the second. The emulator's continuous backups reach to each call. */
    private static String said(JsonNode r, String newest, String asOf) {
        String at = newest.equals("null") || newest.isEmpty() ? "never" : newest.substring(0, 19);
        at = at.equals("never") || at.compareTo(asOf) < 0 ? at : asOf;
        return "protected " + r.path("protected") + ", newest " + at + ", rpo " + r.path("rpoSeconds") + ", locked "
                + r.path("locked") + ", account " + r.path("otherAccount") + ", region " + r.path("otherRegion")
                + ", key " + r.path("independentKey");
    }

    @Test
    @Order(2)
    void whoCanDeleteAllCopiesIsWorkedOutFromPolicies() throws IOException {
        JsonNode status = ESTATE.status();
        for (JsonNode r : status.path("resources")) {
            List<String> who = new ArrayList<>();
            r.path("administrators").forEach(a -> who.add(a.asText()));
            switch (r.path("name").asText()) {
                case "orders" ->
                    // Its copy lies locked for good in another account.
                    assertThat(r.path("oneAdministratorCanDeleteAll").asText())
                            .as(r.toString())
                            .isEqualTo("false");
                case "plain" -> assertThat(who).anyMatch(a -> a.endsWith(":user/dba"));
                case "carts" ->
                    assertThat(who)
                            .noneMatch(a -> a.endsWith(":user/dba"))
                            .anyMatch(a -> a.endsWith("/OrganizationAccountAccessRole"));
                case "hf-photos" ->
                    assertThat(r.path("oneAdministratorCanDeleteAll").asText()).isEqualTo("false");
                default -> {}
            }
        }
    }

    @Test
    @Order(2)
    void howFarAnIdentityReachesIsWorkedOutFromTheInventory() throws IOException {
        JsonNode dba = reach("dba", "user");
        assertThat(dba.path("identity").asText()).endsWith(":user/dba");
        assertThat(dba.path("powers")).as("databases, and nothing else").isEmpty();
        assertThat(dba.at("/data/rds-instance").asInt()).isPositive();
        assertThat(dba.path("data").has("dynamodb-table")).isFalse();
        JsonNode all = reach(EmulatorOptions.ROLE, "role");
        assertThat(all.path("powers").toString()).contains("iam:CreateUser", "kms:ScheduleKeyDeletion");
        assertThat(all.path("data").has("dynamodb-table")).isTrue();
        assertThat(all.path("data").has("s3-bucket")).isTrue();
    }

    private static JsonNode reach(String name, String about) throws IOException {
        Typed.Answer asked = ESTATE.verbs()
                .type(
                        "respond",
                        "ask",
                        name,
                        "--about",
                        about,
                        "--account",
                        ESTATE.kept().path("good").asText(),
                        "--json");
        assertThat(asked.code()).as("nothing is kept, and that is said").isEqualTo(3);
        assertThat(asked.json().path("answer").asText()).isEqualTo("no-logs");
        return asked.json().at("/blastRadius/identities/0");
    }

    @Test
    @Order(3)
    void everyKindIsRestoredValidatedAndLeavesNothing() throws IOException {
        Map<String, String> outcomes = new TreeMap<>();
        List<String> empty = new ArrayList<>();
        for (String word : FULL ? List.of("all") : KINDS) {
            Typed.Answer answer = ESTATE.verbs().type("recover", "drill", word, "--json");
            assertThat(answer.code()).as(answer.out() + answer.err()).isZero();
            for (JsonNode drill : answer.json().path("drills")) {
                if (drill.path("resource").asText().equals("arn:aws:s3:::hf-empty")) {
                    empty.add(drill.path("outcome").asText() + " " + drill.path("residue"));
                    continue;
                }
                outcomes.put(
                        drill.path("kind").asText(),
                        drill.path("outcome").asText() + " " + drill.path("residue") + " " + drill.path("residueProven")
                                + " " + drill.path("why").asText());
                assertThat(drill.path("environment").asText()).isEqualTo("emulator");
                assertThat(drill.path("metrics").path("rtoSeconds").isNull()).isTrue();
                assertThat(drill.path("validated"))
                        .as(drill.path("kind").asText())
                        .isNotEmpty();
            }
        }
        assertThat(outcomes.keySet()).containsExactlyElementsOf(KINDS);
        assertThat(outcomes.values()).containsOnly("passed [] true ");
        assertThat(empty)
                .as("a bucket that holds nothing is turned from to the next")
                .hasSize(FULL ? 1 : 0)
                .allMatch("skipped []"::equals);
    }

    @Test
    @Order(3)
    @EnabledIfSystemProperty(named = "holdfast.full", matches = "true")
    void databasesAreRestoredFromContinuousBackupsToo() throws IOException {
        for (String document : List.of("rds-point-in-time-restore", "aurora-point-in-time-restore")) {
            String kind = document.substring(0, document.indexOf('-'));
            Typed.Answer answer = ESTATE.verbs().type("recover", "drill", kind, "--point-in-time", "--json");
            JsonNode drill = answer.json().path("drills").path(0);
            assertThat(drill.path("scenario").asText()).isEqualTo("drills/" + document);
            assertThat(drill.path("outcome").asText()).as(answer.out()).isEqualTo("passed");
            assertThat(drill.path("residue")).isEmpty();
            assertThat(drill.path("residueProven").asBoolean()).isTrue();
            assertThat(drill.path("environment").asText()).isEqualTo("emulator");
            assertThat(drill.at("/metrics/rtoSeconds").isNull()).isTrue();
        }
    }

    /** What a probe prints is told apart by where it is led to; moto's databases answer nobody. */
    @Test
    @Order(3)
    void whatAProbeDoesNotFindFailsTheDrillAndLeavesNothing() throws IOException {
        Path config = ESTATE.folder().resolve("probes.yaml");
        String probe = """
                version: 1
                backup:
                  probes:
                    - {run: [sh, -c, 'test "$HOLDFAST_PROBE_OF" = copy || exit 1; echo "${HOLDFAST_PROBE_HOST%%%%.*}" | cut -c1-15'], expect: "%s"}
                """;
        if (FULL) {
            Files.writeString(config, probe.formatted("holdfast-drill-"));
            JsonNode found = probed(config);
            assertThat(found.path("outcome").asText()).as(found.toString()).isEqualTo("passed");
        }
        Files.writeString(config, probe.formatted("42"));
        JsonNode missed = probed(config);
        assertThat(missed.path("outcome").asText()).isEqualTo("failed");
        assertThat(missed.path("why").asText())
                .isEqualTo("the probe of the copy said `holdfast-drill-`, expected `42`");
        assertThat(missed.path("residue")).isEmpty();
        assertThat(missed.path("residueProven").asBoolean()).isTrue();
    }

    private static JsonNode probed(Path config) throws IOException {
        return ESTATE.verbs()
                .type("recover", "drill", "rds", "--config", config.toString(), "--json")
                .json()
                .path("drills")
                .path(0);
    }

    @Test
    @Order(4)
    @EnabledIfSystemProperty(named = "holdfast.full", matches = "true")
    void theWayBackIsInOrderCleanAndUndoes() throws IOException {
        Instant firstBad = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String caseId = ransomware(firstBad);
        JsonNode shown = ESTATE.verbs().type("triage", "show", caseId, "--json").json();
        assertThat(shown.path("recovery").path("resources")).hasSize(WAY.size()).allSatisfy(r -> {
            assertThat(r.path("answer").asText()).as(r.toString()).isEqualTo("restorable");
            assertThat(Instant.parse(r.path("backTo").asText())).isBefore(firstBad);
        });
        assertThat(ESTATE.verbs().type("triage", "show", caseId).out())
                .contains("What can be restored")
                .contains("carts (dynamodb-table): to ");
        String out = ESTATE.folder().resolve("way.json").toString();
        Typed.Answer answer = ESTATE.verbs().type("recover", "plan", caseId, "--out", out, "--json");
        JsonNode asked = ESTATE.verbs()
                .type(
                        "recover",
                        "plan",
                        "--first-bad",
                        firstBad.toString(),
                        "--resources",
                        String.join(",", WAY),
                        "--json")
                .json();
        assertThat(answer.json().path("steps")).isEqualTo(asked.path("steps"));
        JsonNode way = answer.json();
        List<String> restored = new ArrayList<>();
        for (JsonNode step : way.path("steps")) {
            step.path("needs")
                    .forEach(n -> assertThat(n.asInt())
                            .as(step.toString())
                            .isLessThan(step.path("n").asInt()));
            if (step.path("action").asText().equals("restore")) {
                restored.add(step.path("name").asText());
                assertThat(Instant.parse(step.path("backTo").asText())).isBefore(firstBad);
                assertThat(step.path("approval").asBoolean()).isTrue();
                assertThat(step.path("document").asText()).isNotEmpty();
            }
        }
        assertThat(restored).containsExactlyInAnyOrderElementsOf(WAY);
        assertThat(way.path("steps"))
                .anySatisfy(s -> assertThat(s.path("layer").asText()).isEqualTo("keys"));
        assertThat(ESTATE.verbs().type("recover", "approve", out, "--by", "ana").code())
                .isZero();
        Typed.Answer applied = ESTATE.verbs().type("recover", "apply", out, "--json");
        assertThat(applied.code()).as(applied.out() + applied.err()).isZero();
        // An emulator's time says nothing about AWS.
        assertThat(applied.json().path("metrics")).isEmpty();
        Typed.Answer undone = ESTATE.verbs()
                .type("recover", "undo", applied.json().path("run").asText(), "--json");
        assertThat(undone.code()).as(undone.out() + undone.err()).isZero();
        assertThat(undone.json().path("residue")).isEmpty();
    }

    /** A case in which what is to be brought back was held to ransom; its findings name it by ARN. */
    private static String ransomware(Instant firstBad) throws IOException {
        List<Finding> findings = new ArrayList<>();
        String account = "";
        for (JsonNode r : ESTATE.status().path("resources")) {
            if (WAY.contains(r.path("name").asText())) {
                account = r.path("arn").asText().split(":", -1)[4];
                findings.add(new Finding(
                        Finding.Kind.DETECTION,
                        "aws/cloudtrail/data-destroyed",
                        "Data is destroyed",
                        NistFunction.DETECT,
                        Severity.CRITICAL,
                        Outcome.FAIL,
                        r.path("arn").asText(),
                        account,
                        "eu-central-1",
                        "It was deleted",
                        Map.of(),
                        "",
                        null,
                        null));
            }
        }
        Case facts = new Case(
                "case-00000000beef",
                "key:x",
                "Data is held to ransom",
                Severity.CRITICAL,
                90,
                account,
                "",
                "",
                findings,
                firstBad,
                firstBad,
                Case.State.NEW,
                "ransomware-s3");
        try (Ledger ledger = Ledger.open(ESTATE.verbs().home().resolve("ledger"))) {
            ledger.cases().keep(facts, firstBad);
        }
        return facts.id();
    }

    @Test
    @Order(5)
    void noTimeOfTheEmulatorIsShownAsATimeToRestore() throws IOException {
        for (JsonNode resource : ESTATE.status().path("resources")) {
            assertThat(resource.path("lastDrill").path("rtoSeconds").asText("null"))
                    .as(resource.toString())
                    .isIn("null", "");
        }
        assertThat(ESTATE.verbs().type("recover", "status").out())
                .contains("passed, emulator")
                .doesNotContainPattern("restored in \\d");
    }

    @Test
    @Order(6)
    void theScheduleSaysWhatIsDueAndTheReportShowsIt() throws IOException {
        Path config = ESTATE.folder().resolve("schedule.yaml");
        Files.writeString(config, "version: 1\nbackup: {drills: {dynamodb: 30, ec2: 30}}\n");
        Typed.Answer schedule = ESTATE.verbs().type("recover", "schedule", "--config", config.toString(), "--json");
        assertThat(schedule.code()).as(schedule.out()).isEqualTo(FULL ? 0 : 1);
        Map<String, JsonNode> lines = new TreeMap<>();
        schedule.json().path("calendar").forEach(l -> lines.put(l.path("kind").asText(), l));
        assertThat(lines.get("dynamodb").path("due").asBoolean()).isFalse();
        assertThat(lines.get("dynamodb").path("history"))
                .isNotEmpty()
                .allSatisfy(h -> assertThat(h.path("rtoSeconds").isNull()).isTrue());
        assertThat(lines.get("ec2").path("due").asBoolean()).isEqualTo(!FULL);
        JsonNode judged = ESTATE.verbs()
                .type(
                        "protect",
                        "check",
                        "--check",
                        "recover/drills/schedule-kept",
                        "--config",
                        config.toString(),
                        "--json")
                .json()
                .path("findings");
        Map<String, String> verdicts = new TreeMap<>();
        judged.forEach(
                f -> verdicts.put(f.path("resource").asText(), f.path("outcome").asText()));
        assertThat(verdicts)
                .containsEntry("restore-drills/dynamodb", "PASS")
                .containsEntry("restore-drills/ec2", FULL ? "PASS" : "FAIL");
        Path page = ESTATE.folder().resolve("recover.html");
        assertThat(ESTATE.verbs()
                        .type("recover", "report", "--config", config.toString(), "--out", page.toString())
                        .code())
                .isZero();
        assertThat(Files.readString(page))
                .contains("dynamodb-table", "not measured", "30 days")
                .doesNotContain("<script");
    }
}
