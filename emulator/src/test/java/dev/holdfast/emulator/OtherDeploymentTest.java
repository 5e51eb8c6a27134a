package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.emulator.overlay.GivenAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link DeploymentTest} cannot want in the same file: a new account and a landing zone, which stay, and Security Hub
 * run centrally.
 */
@EnabledIfSystemProperty(named = "holdfast.full", matches = "true")
class OtherDeploymentTest {
    static final String MOVED = "baseline/controltower/landing-zone-version";
    private static final String CONFIG = """
            version: 1
            organization:
              home-region: eu-west-1
              create: true
              accounts:
                audit: {name: security-audit, email: aws+security-audit@meridian-shipping.example}
              more-accounts: [{name: payments, email: aws+payments@meridian-shipping.example}]
            control-tower: {mode: manage, version: "4.0", controls: {Production: [AWS-GR_EBS_OPTIMIZED_INSTANCE]}}
            services:
              security-hub: {enabled: true, mode: central, standards: [fsbp, cis], disabled-controls: {S3.11: "Nobody acts on events of buckets here"}}
            """;

    static final String RESET = "baseline/controltower/landing-zone-reset";

    /** A network that a plan makes itself is logged by the next, so this is not wanted together with networks. */
    static final String QUERIES = "baseline/route53resolver/query-log";

    private static final String LOGGED = """
            version: 1
            organization:
              home-region: eu-west-1
              accounts:
                logging: {name: log-archive, email: aws+log-archive@meridian-shipping.example}
            logging: {bucket: {name: meridian-logs, retention-days: 365, archive-after-days: 90, lock: none}, dns-query-logs: true}
            """;

    /** A key that a plan makes itself is used by the next, so this is not wanted together with all else. */
    static final String FINDINGS = "baseline/guardduty/findings-export";

    private static final String EXPORTED = """
            version: 1
            organization:
              home-region: eu-west-1
              accounts:
                logging: {name: log-archive, email: aws+log-archive@meridian-shipping.example}
                audit: {name: security-audit, email: aws+security-audit@meridian-shipping.example}
            logging: {bucket: {name: meridian-findings, retention-days: 365, archive-after-days: 90, lock: none}}
            keys: [{alias: holdfast/logs, account: logging, used-by: [cloudtrail]}]
            services: {guardduty: {enabled: true, members: all, export: true}}
            """;

    @TempDir
    Path folder;

    @Test
    void anAccountIsMadeAndSecurityHubIsRunCentrally() throws IOException {
        Path file = folder.resolve("holdfast.yaml");
        Files.writeString(file, CONFIG);
        String config = file.toString();
        String out = folder.resolve("plan.json").toString();
        try (Emulator emulator = SharedEmulator.fresh("other-deployment")) {
            emulator.seed((done, total, what) -> {});
            Typed verbs = new Typed(emulator, folder.resolve("home"));
            queriesAreLogged(verbs, folder.resolve("logged.yaml"), out);
            findingsAreExported(verbs, folder.resolve("exported.yaml"), out);
            assertThat(verbs.type("identify", "--config", config).code()).isZero();
            JsonNode plan = verbs.type("protect", "plan", "--deploy", "--config", config, "--out", out, "--json")
                    .json();
            assertThat(plan.path("problems")).isEmpty();
            assertThat(kinds(plan))
                    .containsAll(DeploymentTest.ELSEWHERE.stream()
                            .filter(kind ->
                                    !Set.of(MOVED, RESET, QUERIES, FINDINGS).contains(kind))
                            .toList());
            assertThat(plan.path("irreversible").toString()).contains("Make the account payments");
            assertThat(verbs.type("protect", "approve", out).code()).isZero();
            JsonNode run = verbs.type("protect", "apply", out, "--config", config, "--json")
                    .json();
            assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");

            assertThat(verbs.type("identify", "--config", config).code()).isZero();
            assertThat(verbs.type("query", "SELECT name FROM aws_organizations_account WHERE name = 'payments'")
                            .out())
                    .contains("payments");
            JsonNode again = verbs.type("protect", "plan", "--deploy", "--config", config, "--json")
                    .json();
            assertThat(again.path("steps")).as(again.toPrettyString()).isEmpty();
            moved(verbs, file, out);
            reset(emulator, verbs, file.resolveSibling("newer.yaml"), out);
            JsonNode undone = verbs.type("protect", "undo", run.path("run").asText(), "--json")
                    .json();
            assertThat(undone.path("state").asText())
                    .as(undone.toPrettyString())
                    .isEqualTo("UNDONE");
        }
    }

    private static void queriesAreLogged(Typed verbs, Path file, String out) throws IOException {
        Files.writeString(file, LOGGED);
        String there = "SELECT count(*) AS n FROM aws_route53_resolver_query_log_config WHERE name = 'holdfast-dns'";
        assertThat(kinds(plan(verbs, file, out))).contains(QUERIES);
        String run = applied(verbs, file, out);
        assertThat(plan(verbs, file, out).path("steps")).isEmpty();
        assertThat(verbs.type("query", there, "--format", "csv").out()).doesNotContain("\n0");
        undone(verbs, run);
        assertThat(verbs.type("identify", "--config", file.toString()).code()).isZero();
        assertThat(verbs.type("query", there, "--format", "csv").out()).contains("\n0");
    }

    private static void findingsAreExported(Typed verbs, Path file, String out) throws IOException {
        Files.writeString(file, EXPORTED);
        JsonNode first = plan(verbs, file, out);
        assertThat(kinds(first)).contains("baseline/s3/log-bucket").doesNotContain(FINDINGS);
        String made = applied(verbs, file, out);
        assertThat(kinds(plan(verbs, file, out))).containsExactly(FINDINGS);
        String exported = applied(verbs, file, out);
        assertThat(plan(verbs, file, out).path("steps")).isEmpty();
        undone(verbs, exported);
        assertThat(kinds(plan(verbs, file, out))).containsExactly(FINDINGS);
        undone(verbs, made);
    }

    private static JsonNode plan(Typed verbs, Path file, String out) throws IOException {
        String config = file.toString();
        assertThat(verbs.type("identify", "--config", config).code()).isZero();
        JsonNode plan = verbs.type("protect", "plan", "--deploy", "--config", config, "--out", out, "--json")
                .json();
        assertThat(plan.path("problems")).isEmpty();
        return plan;
    }

    private static String applied(Typed verbs, Path file, String out) throws IOException {
        assertThat(verbs.type("protect", "approve", out).code()).isZero();
        JsonNode run = verbs.type("protect", "apply", out, "--config", file.toString(), "--json")
                .json();
        assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
        return run.path("run").asText();
    }

    private static void undone(Typed verbs, String run) throws IOException {
        JsonNode undone = verbs.type("protect", "undo", run, "--json").json();
        assertThat(undone.path("state").asText()).as(undone.toPrettyString()).isEqualTo("UNDONE");
    }

    private static void moved(Typed verbs, Path config, String out) throws IOException {
        Path newer = config.resolveSibling("newer.yaml");
        Files.writeString(newer, Files.readString(config).replace("\"4.0\"", "\"4.1\""));
        JsonNode plan = verbs.type("protect", "plan", "--deploy", "--config", newer.toString(), "--out", out, "--json")
                .json();
        assertThat(kinds(plan)).containsExactly(MOVED);
        assertThat(verbs.type("protect", "approve", out).code()).isZero();
        JsonNode run = verbs.type("protect", "apply", out, "--config", newer.toString(), "--json")
                .json();
        assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
        assertThat(verbs.type("identify", "--config", newer.toString()).code()).isZero();
        assertThat(verbs.type("query", "SELECT version FROM aws_controltower_landing_zone")
                        .out())
                .contains("4.1");
    }

    /** That it drifted is told until it is put back. */
    private static void reset(Emulator emulator, Typed verbs, Path config, String out) throws IOException {
        JsonNode zone = verbs.type("query", "SELECT arn, version FROM aws_controltower_landing_zone", "--json")
                .json();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putObject("landingZone")
                .put("arn", zone.path("arn").asText())
                .put("version", zone.path("version").asText())
                .put("status", "ACTIVE")
                .putObject("driftStatus")
                .put("status", "DRIFTED");
        emulator.given()
                .give(new GivenAnswers.Given(
                        "controltower:GetLandingZone", "", "", Map.of(), answer, "", "controltower:ResetLandingZone"));
        assertThat(kinds(plan(verbs, config, out))).containsExactly(RESET);
        applied(verbs, config, out);
        assertThat(plan(verbs, config, out).path("steps")).isEmpty();
    }

    private static Set<String> kinds(JsonNode plan) {
        Set<String> out = new TreeSet<>();
        plan.path("steps").forEach(step -> out.add(step.path("kind").asText()));
        return out;
    }
}
