package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.emulator.organization.ScriptReader;
import dev.holdfast.model.Progress;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The demo's case of ransom, from the attacker's calls through detection and triage to the way back: its order holds against
 * what boto3 says needs what, the circle in the fixtures is shown, what is restored is from before, and all of it undoes.
 */
class RansomTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RecoverEstate ESTATE = RecoverEstate.founded();

    @Test
    void theWayBackFromRansomIsInOrderCleanAndUndoes() throws IOException {
        Map<String, Set<String>> needs = needs();
        ESTATE.seed("watched", "recover/estate.yaml");
        // Records tell whole seconds.
        Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        ESTATE.emulator()
                .player()
                .play(
                        new ScriptReader(new SdkCatalog(), RecoverEstate.HOME)
                                .read(SharedEmulator.CONTENT, "demo/ransom/attack"),
                        Progress.SILENT);
        ESTATE.emulator().flush();
        JsonNode found = theCase(begun);
        String caseId = found.path("id").asText();
        assertThat(recovery(caseId).path("fromBefore").asBoolean()).isTrue();
        ESTATE.identify();

        JsonNode recovery = recovery(caseId);
        assertThat(recovery.path("fromBefore").asBoolean()).isFalse();
        assertThat(recovery.path("resources"))
                .as("what was deleted is shown too")
                .hasSize(2)
                .allSatisfy(r -> assertThat(r.path("answer").asText()).isEqualTo("restorable"))
                .anySatisfy(r -> assertThat(r.path("resource").asText()).endsWith(":db:shop-ledger"));

        String file = ESTATE.folder().resolve("ransom.json").toString();
        Typed.Answer planned = ESTATE.verbs().type("recover", "plan", caseId, "--out", file, "--json");
        assertThat(planned.code()).as(planned.out() + planned.err()).isZero();
        JsonNode way = planned.json();
        assertThat(Instant.parse(way.path("firstBad").asText())).isAfterOrEqualTo(begun);
        inOrder(way, needs);
        clean(way, begun);

        assertThat(ESTATE.verbs()
                        .type("recover", "approve", file, "--by", "ana")
                        .code())
                .isZero();
        JsonNode applied =
                ESTATE.verbs().type("recover", "apply", file, "--json").json();
        assertThat(applied.path("state").asText()).as(applied.toString()).isEqualTo("SUCCEEDED");
        assertThat(applied.path("metrics")).as("an emulator's time is no time").isEmpty();
        assertThat(objects()).contains("books/2026-01.csv", "books/2026-04.csv");
        JsonNode undone = ESTATE.verbs()
                .type("recover", "undo", applied.path("run").asText(), "--json")
                .json();
        assertThat(undone.path("state").asText()).as(undone.toString()).isEqualTo("UNDONE");
        assertThat(undone.path("residue")).isEmpty();
        assertThat(objects()).doesNotContain("books/");
    }

    private static JsonNode recovery(String caseId) throws IOException {
        return ESTATE.verbs().type("triage", "show", caseId, "--json").json().path("recovery");
    }

    /** What the rules and the grouping make of the attack. */
    private static JsonNode theCase(Instant begun) throws IOException {
        Typed.Answer detected = ESTATE.verbs()
                .type(
                        "detect",
                        "run",
                        "--source",
                        "s3://hf-trail/AWSLogs/",
                        "--account",
                        ESTATE.kept().path("good").asText(),
                        "--since",
                        begun.toString(),
                        "--json");
        assertThat(detected.out())
                .as(detected.err())
                .contains(
                        "aws/cloudtrail/ransom-note-written",
                        "aws/cloudtrail/database-destroyed",
                        "aws/cloudtrail/objects-deleted-in-a-burst",
                        "aws/cloudtrail/admin-port-opened-to-the-world");
        JsonNode cases = ESTATE.verbs().type("triage", "list", "--json").json().path("cases");
        for (JsonNode one : cases) {
            if (one.path("actor").asText().endsWith(":user/shop-batch")) {
                return one;
            }
        }
        throw new AssertionError("no case about shop-batch: " + cases);
    }

    private static Map<String, Set<String>> needs() throws IOException {
        JsonNode edges = JSON.readTree(RecoverEstate.said(List.of(
                SharedEmulator.python().toString(),
                RecoverEstate.SEEDS.resolve("recover/needs.py").toString(),
                ESTATE.emulator().endpoint().toString(),
                ESTATE.folder().resolve("kept.json").toString(),
                RecoverEstate.HOME)));
        Map<String, Set<String>> out = new HashMap<>();
        edges.forEach(e -> out.computeIfAbsent(e.get(0).asText(), k -> new TreeSet<>())
                .add(e.get(1).asText()));
        return out;
    }

    /** Each thing after all that it needs, unless they need each other; and then that is shown. */
    private static void inOrder(JsonNode way, Map<String, Set<String>> needs) {
        Map<String, Integer> position = new LinkedHashMap<>();
        Set<String> layers = new TreeSet<>();
        for (JsonNode step : way.path("steps")) {
            boolean dns = step.path("layer").asText().equals("dns");
            position.put(
                    dns
                            ? "dns:" + step.path("name").asText()
                            : step.path("resource").asText(),
                    step.path("n").asInt());
            layers.add(step.path("layer").asText());
        }
        assertThat(layers)
                .containsExactlyInAnyOrder("keys", "network", "identity", "data", "compute", "load-balancing", "dns");
        Set<Set<String>> circles = new java.util.HashSet<>();
        int edges = 0;
        for (String thing : position.keySet()) {
            Set<String> reached = reached(thing, needs);
            for (String need : needs.getOrDefault(thing, Set.of())) {
                edges++;
                assertThat(position).as("%s needs it", thing).containsKey(need);
                if (!reached(need, needs).contains(thing)) {
                    assertThat(position.get(need))
                            .as("%s before %s", need, thing)
                            .isLessThan(position.get(thing));
                }
            }
            if (reached.contains(thing)) {
                Set<String> circle = new TreeSet<>(reached);
                circle.removeIf(other -> !reached(other, needs).contains(thing));
                circles.add(circle);
            }
        }
        assertThat(edges).as("all kinds of edges are there").isGreaterThan(12);
        Set<Set<String>> shown = new java.util.HashSet<>();
        for (JsonNode circle : way.path("circles")) {
            Set<String> members = new TreeSet<>();
            circle.forEach(m -> members.add(m.asText()));
            shown.add(members);
        }
        assertThat(shown).isEqualTo(circles).hasSize(1);
        assertThat(shown.iterator().next()).hasSize(2).allMatch(m -> m.contains(":security-group/"));
    }

    private static Set<String> reached(String from, Map<String, Set<String>> needs) {
        Set<String> out = new TreeSet<>();
        Deque<String> waiting = new ArrayDeque<>(List.of(from));
        while (!waiting.isEmpty()) {
            for (String next : needs.getOrDefault(waiting.pop(), Set.of())) {
                if (out.add(next)) {
                    waiting.push(next);
                }
            }
        }
        return out;
    }

    /** What is restored is from before, and the setting that the attacker changed stands beside its step. */
    private static void clean(JsonNode way, Instant begun) {
        Map<String, JsonNode> restored = new HashMap<>();
        Map<String, JsonNode> changed = new HashMap<>();
        for (JsonNode step : way.path("steps")) {
            if (step.path("action").asText().equals("restore")) {
                restored.put(step.path("name").asText(), step);
                assertThat(Instant.parse(step.path("backTo").asText()))
                        .isBefore(Instant.parse(way.path("firstBad").asText()));
                assertThat(step.path("approval").asBoolean()).isTrue();
            } else if (!step.path("changes").isEmpty()) {
                changed.put(step.path("type").asText(), step);
            }
        }
        assertThat(restored.keySet()).containsExactlyInAnyOrder("shop-ledger", "meridian-shop-ledger");
        JsonNode database = restored.get("shop-ledger");
        assertThat(database.at("/point/point").asText()).endsWith(":snapshot:shop-ledger-nightly");
        assertThat(Instant.parse(database.path("backTo").asText())).isBefore(begun);
        assertThat(changed.get("security-group").path("changes").toString()).contains("0.0.0.0/0");
        assertThat(way.path("problems")).isEmpty();
    }

    private static String objects() {
        return ESTATE.emulator()
                .player()
                .look(new ScriptReader(new SdkCatalog(), RecoverEstate.HOME)
                        .read(SharedEmulator.CONTENT, "demo/ransom/look")
                        .get(0))
                .toString();
    }
}
