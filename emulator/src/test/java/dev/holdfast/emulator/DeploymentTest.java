package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.JournalEntry.Kind;
import dev.holdfast.runbook.StateForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole baseline on the emulated organization: planned, deployed, seen by another client (boto3), planned again to no
 * step, and undone until nothing of it is left.
 */
class DeploymentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CONTENT = SharedEmulator.ROOT.resolve("content");
    private static final String CONFIG =
            CONTENT.resolve("demo/holdfast.yaml").toAbsolutePath().normalize().toString();

    /** What AWS takes away with a network and with a NAT gateway, and moto keeps. */
    private static final List<String> LEFT_BY_MOTO = List.of(
            "\"change\":\"added\",\"table\":\"aws_vpc_network_acl\"",
            "\"change\":\"added\",\"table\":\"aws_ec2_network_interface\"");

    /** What holdfast.yaml cannot want together with the rest; {@link OtherDeploymentTest} deploys it. */
    static final Set<String> ELSEWHERE = Set.of(
            "baseline/organizations/new-account",
            "baseline/securityhub/central-configuration",
            "baseline/controltower/landing-zone",
            OtherDeploymentTest.MOVED,
            OtherDeploymentTest.RESET,
            OtherDeploymentTest.QUERIES,
            OtherDeploymentTest.FINDINGS);

    @TempDir
    Path folder;

    @Test
    void everyDocumentOfTheBaselineIsDeployedSeenAndUndone() throws IOException, InterruptedException {
        try (Emulator emulator = SharedEmulator.fresh("deployment")) {
            emulator.seed((done, total, what) -> {});
            Foreign.run(emulator, "entrance.py", JSON.createArrayNode());
            Typed verbs = new Typed(emulator, folder.resolve("home"));
            String before = identify(verbs);
            String file = folder.resolve("plan.json").toString();
            CalledActions called = new CalledActions();
            emulator.counts().mark();
            Typed.Answer planned =
                    verbs.type("protect", "plan", "--deploy", "--config", CONFIG, "--out", file, "--json");
            JsonNode plan = planned.json();
            assertThat(plan.path("problems")).as(planned.err()).isEmpty();
            assertThat(kinds(plan.path("steps"))).isEqualTo(documents());
            assertThat(verbs.type("protect", "apply", file).err()).contains("approve");
            assertThat(verbs.type("protect", "approve", file).code()).isZero();
            JsonNode run = verbs.type("protect", "apply", file, "--config", CONFIG, "--json")
                    .json();
            assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
            called.add(emulator.counts().tally());

            seenByAnotherClient(emulator, run.path("run").asText());
            String deployed = identify(verbs);
            assertThat(verbs.type("protect", "plan", "--deploy", "--config", CONFIG, "--json")
                            .json()
                            .path("steps"))
                    .isEmpty();
            assertThat(changes(verbs, before, deployed)).isNotEmpty();

            emulator.counts().mark();
            JsonNode undone = verbs.type("protect", "undo", run.path("run").asText(), "--json")
                    .json();
            assertThat(undone.path("state").asText())
                    .as(undone.toPrettyString())
                    .isEqualTo("UNDONE");
            called.add(emulator.counts().tally());
            permissionsAreWhatWasCalled(verbs, called, file, plan);
            List<String> left = changes(verbs, before, identify(verbs));
            left.removeIf(c -> staysByIntent(c) || LEFT_BY_MOTO.stream().anyMatch(c::contains));
            assertThat(left).isEmpty();
        }
    }

    /** What `permissions deploy` grants: all that was called, and to members all that is done in them. */
    private static void permissionsAreWhatWasCalled(Typed verbs, CalledActions called, String file, JsonNode plan)
            throws IOException {
        called.granted(verbs.type("permissions", "deploy", "--for", "management", "--json")
                .json());
        assertThat(called.notGranted()).as("called, yet not in the policy").isEmpty();
        System.out.println("in the policy, yet never called: " + called.notUsed());
        Set<String> members = new TreeSet<>();
        verbs.type("permissions", "deploy", "--for", "members", "--json")
                .json()
                .findValues("Action")
                .forEach(list -> list.forEach(action -> members.add(action.asText())));
        Map<String, Set<String>> exact = new LinkedHashMap<>();
        for (JsonNode account :
                verbs.type("permissions", "deploy", "--plan", file).json().path("accounts")) {
            Set<String> actions = exact.computeIfAbsent(account.path("account").asText(), a -> new TreeSet<>());
            account.findValues("Action").forEach(list -> list.forEach(action -> actions.add(action.asText())));
        }
        for (JsonNode step : plan.path("steps")) {
            List<String> needed = new ArrayList<>();
            step.path("permissions").forEach(p -> needed.add(p.asText()));
            assertThat(exact.get(step.path("account").asText()))
                    .as(step.toString())
                    .containsAll(needed);
            if (!step.path("account").asText().equals(EmulatorOptions.MANAGEMENT)) {
                assertThat(members).as(step.toString()).containsAll(needed);
            }
        }
    }

    /** Collects, and names the snapshot. */
    private static String identify(Typed verbs) throws IOException {
        Typed.Answer answer = verbs.type("identify", "--config", CONFIG, "--json");
        assertThat(answer.code()).as(answer.err()).isZero();
        return answer.json().path("snapshot").asText();
    }

    /** What differs between two snapshots, but for the traces that any run leaves. */
    private static List<String> changes(Typed verbs, String before, String after) throws IOException {
        JsonNode diff = verbs.type("diff", before, after, "--json").json();
        List<String> out = new ArrayList<>();
        diff.path("resources").forEach(r -> out.add(r.toString()));
        return out;
    }

    /** Logs are never deleted, and neither are the bucket they lie in and keys, without which data could not be read. */
    private static boolean staysByIntent(String change) {
        return change.contains("\"change\":\"added\"")
                && (change.contains("\"arn:aws:s3:::meridian-logs\"")
                        || change.contains(":alias/holdfast/logs\"")
                        || change.contains(":alias/holdfast/data\"")
                        || change.contains("\"aws_kms_key\""));
    }

    private static Set<String> kinds(JsonNode steps) {
        Set<String> out = new TreeSet<>();
        steps.forEach(step -> out.add(step.path("kind").asText()));
        return out;
    }

    /** The folder is the registry: whatever lies in it is deployed here. */
    private static Set<String> documents() throws IOException {
        Set<String> out = new TreeSet<>();
        try (Stream<Path> files = Files.walk(CONTENT.resolve("baseline"))) {
            files.filter(f -> f.toString().endsWith(".yaml"))
                    .forEach(f -> out.add(
                            CONTENT.relativize(f).toString().replace('\\', '/').replace(".yaml", "")));
        }
        assertThat(out).containsAll(ELSEWHERE);
        out.removeAll(ELSEWHERE);
        return out;
    }

    /** Every state that the journal says was reached, looked up by boto3. */
    private void seenByAnotherClient(Emulator emulator, String run) throws IOException, InterruptedException {
        Map<String, JsonNode> intents = new LinkedHashMap<>();
        try (Ledger ledger = Ledger.open(folder.resolve("home/ledger"))) {
            for (JournalEntry entry : ledger.journal(run)) {
                if (entry.kind() == Kind.INTENT && entry.body().has("lookup")) {
                    intents.put(entry.step(), entry.body());
                }
            }
        }
        assertThat(intents).isNotEmpty();
        ArrayNode lookups = JSON.createArrayNode();
        intents.values().forEach(intent -> {
            JsonNode lookup = intent.path("lookup");
            ObjectNode one = lookup.path("call").deepCopy();
            one.set("selector", lookup.path("selector"));
            one.set("absentOn", lookup.path("absentOn"));
            lookups.add(one);
        });
        JsonNode seen = Foreign.run(emulator, "look.py", lookups);
        int at = 0;
        for (Map.Entry<String, JsonNode> intent : intents.entrySet()) {
            Set<String> apart = new TreeSet<>();
            intent.getValue().path("volatile").forEach(v -> apart.add(v.asText()));
            JsonNode wanted = intent.getValue().path("wanted");
            JsonNode found = seen.get(at++);
            assertThat(StateForm.same(found, wanted, apart))
                    .as("%s: wanted %s, boto3 sees %s", intent.getKey(), wanted, found)
                    .isTrue();
        }
    }
}
