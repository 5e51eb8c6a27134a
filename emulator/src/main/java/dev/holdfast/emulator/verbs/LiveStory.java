package dev.holdfast.emulator.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Stop;
import dev.holdfast.cli.Surroundings;
import dev.holdfast.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The demo's story, live: each step is a verb typed against the emulated organization. */
final class LiveStory {
    private static final String PERSON = "demo-analyst";
    private static final String TRAIL = "s3://meridian-organization-trail/AWSLogs/";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What tells alike steps apart: an id or an ARN. */
    private static final Pattern LAST_WORD =
            Pattern.compile("\\b(arn:\\S+|[a-z]+-[0-9a-f]{8,}|[0-9a-f]{8}-[0-9a-f-]{27}|\\d{12})");

    private final Emulator emulator;
    private final Typist typist;
    private final Teller teller;
    private final Surroundings here;
    private Instant seeded = Instant.EPOCH;
    private Instant attacked = Instant.EPOCH;

    LiveStory(Emulator emulator, Typist typist, Teller teller, Surroundings here) {
        this.emulator = emulator;
        this.typist = typist;
        this.teller = teller;
        this.here = here;
    }

    /** Tells it whole and returns where the report lies. */
    Path tell() throws IOException {
        teller.chapter("A company with flaws");
        emulator.seed((d, t, what) -> teller.line(what));
        emulator.flush();
        seeded = here.clock().instant();

        teller.chapter("Identify: what is there?");
        String first = identify();
        teller.chapter("Protect: what is wrong?");
        check();
        double firstFinding = teller.seconds();
        teller.chapter("Fix: planned, approved, reversible");
        String fixed = fix("plan.json");
        plannedAgain("--fix", "all");

        teller.chapter("An attack");
        emulator.attack((d, t, what) -> teller.line(what));
        teller.chapter("Detect: what happened?");
        JsonNode found = detect();
        attacked = here.clock().instant();
        teller.chapter("Respond: evidence, then containment");
        String response = respond(found);
        boolean refused = emulator.attackerRetry((d, t, what) -> teller.line(what));
        if (!refused) {
            throw new Stop(Exit.FAILED, "the contained key still worked", "");
        }
        identify();
        teller.line("The door that the attacker opened is closed by the same engine");
        fix("plan-after.json");
        teller.chapter("Recover: is the backup worth anything?");
        recover();

        teller.chapter("Deploy: what the organization is to be");
        deploy();

        teller.chapter("Where it stands");
        identify();
        return summary(first, found, fixed, response, firstFinding);
    }

    private String identify() {
        teller.typed("identify");
        JsonNode run = typist.json("identify").json();
        long rows = 0;
        for (JsonNode table : run.path("tables")) {
            rows += table.path("rows").asLong();
        }
        teller.line(rows + " facts in " + run.path("tables").size() + " tables, from "
                + run.path("organization").path("accounts").size() + " accounts; "
                + run.path("calls").asLong()
                + " calls, not one of them a write");
        if (!run.path("unknown").isEmpty()) {
            teller.line(run.path("unknown").size() + " facts could not be read; their verdicts are unknown");
        }
        return run.path("snapshot").asText();
    }

    private void check() {
        teller.typed("protect check");
        JsonNode judged = typist.json("protect", "check").json();
        JsonNode outcomes = judged.path("summary").path("byOutcome");
        teller.line(outcomes.path("FAIL").asLong() + " failed, "
                + outcomes.path("PASS").asLong() + " passed, "
                + outcomes.path("UNKNOWN").asLong() + " unknown. The worst:");
        Worst.lines(judged.path("findings"), 6).forEach(teller::line);
    }

    private String fix(String name) {
        String file = typist.home().resolve(name).toString();
        teller.typed("protect plan --fix all --out " + name);
        JsonNode plan =
                typist.json("protect", "plan", "--fix", "all", "--out", file).json();
        Map<String, Integer> alike = new LinkedHashMap<>();
        plan.path("steps")
                .forEach(s ->
                        alike.merge(LAST_WORD.matcher(s.path("name").asText()).replaceAll("…"), 1, Integer::sum));
        alike.forEach((what, times) -> teller.line("  " + what + (times > 1 ? " (" + times + ")" : "")));
        if (plan.path("steps").isEmpty()) {
            teller.line("Nothing to change");
            return "";
        }
        teller.typed("protect approve " + name + " && holdfast protect apply " + name);
        typist.text("protect", "approve", file, "--by", PERSON);
        JsonNode run = typist.json("protect", "apply", file).json();
        teller.line("Done and verified: " + run.path("state").asText().toLowerCase(Locale.ROOT)
                + ". To take it back: holdfast protect undo " + run.path("run").asText());
        return run.path("run").asText();
    }

    private void deploy() {
        String config = typist.content()
                .roots()
                .get(0)
                .resolve("demo/holdfast.yaml")
                .toAbsolutePath()
                .toString();
        String file = typist.home().resolve("baseline.json").toString();
        teller.typed("protect plan --deploy --config holdfast.yaml --out baseline.json");
        JsonNode plan = typist.json("protect", "plan", "--deploy", "--config", config, "--out", file)
                .json();
        Map<String, Integer> waves = new LinkedHashMap<>();
        plan.path("targets").forEach(t -> waves.merge(t.path("wave").asText(), 1, Integer::sum));
        waves.forEach((wave, things) -> teller.line(
                "  " + wave + ": " + things + (things == 1 ? " thing" : " things") + " to make or to change"));
        teller.typed("protect approve baseline.json && holdfast protect apply baseline.json");
        typist.text("protect", "approve", file, "--by", PERSON);
        JsonNode run = typist.json("protect", "apply", file, "--config", config).json();
        teller.line("Done and verified: " + run.path("state").asText().toLowerCase(Locale.ROOT)
                + ". To take it back: holdfast protect undo " + run.path("run").asText());
        plannedAgain("--deploy", "--config", config);
    }

    private void plannedAgain(String... options) {
        List<String> words = new ArrayList<>(List.of("protect", "plan"));
        words.addAll(List.of(options));
        JsonNode again = typist.json(words.toArray(String[]::new)).json();
        teller.line("Planned again: " + again.path("steps").size() + " steps are left");
    }

    private JsonNode detect() {
        String logging = id("log-archive");
        teller.typed("detect run --source " + TRAIL + " --account " + logging);
        emulator.flush();
        List<JsonNode> lines = typist.json(
                        "detect", "run", "--source", TRAIL, "--account", logging, "--since", seeded.toString())
                .lines();
        JsonNode summary = lines.get(lines.size() - 1).path("summary");
        teller.line(summary.path("events").asLong() + " events read, "
                + summary.path("findings").asLong() + " findings:");
        lines.stream()
                .filter(l -> l.has("rule"))
                .forEach(l -> teller.line("  " + l.path("severity").asText() + "  "
                        + l.path("title").asText()));
        JsonNode cases = typist.json("triage", "list").json().path("cases");
        if (cases.isEmpty()) {
            throw new Stop(Exit.FAILED, "the attack made no case", "");
        }
        JsonNode worst = cases.get(0);
        teller.line((cases.size() == 1 ? "One case" : "The worst of " + cases.size() + " cases") + ", score "
                + worst.path("score").asInt() + " of 100: "
                + worst.path("title").asText());
        return worst;
    }

    private String respond(JsonNode found) {
        String id = found.path("id").asText();
        String topic = "arn:aws:sns:eu-west-1:" + id("security-audit") + ":security-incidents";
        String run = contain(id, topic, "", "");
        JsonNode keys = JSON.createArrayNode();
        identify();
        List<JsonNode> rows = typist.json(
                        "query",
                        "SELECT user_name, access_key_id FROM aws_iam_access_key WHERE user_name = 'backup-svc'")
                .lines();
        keys = rows.isEmpty() ? keys : rows.get(0);
        if (keys.has("access_key_id")) {
            teller.line("The same for the user that the attacker made");
            contain(
                    id,
                    topic,
                    keys.path("user_name").asText(),
                    keys.path("access_key_id").asText());
        }
        return run;
    }

    private String contain(String caseId, String topic, String user, String key) {
        List<String> words = new ArrayList<>(List.of(
                "respond",
                "start",
                "compromised-iam-credentials",
                "--case",
                caseId,
                "--by",
                PERSON,
                "--param",
                "TopicArn=" + topic,
                "--param",
                "TopicAccount=" + id("security-audit"),
                "--param",
                "TopicRegion=eu-west-1"));
        if (!user.isEmpty()) {
            words.addAll(List.of("--param", "UserName=" + user, "--param", "AccessKeyId=" + key));
        }
        teller.typed("respond start compromised-iam-credentials --case " + caseId);
        JsonNode started = typist.json(words.toArray(String[]::new)).json();
        long evidence = 0;
        for (JsonNode step : started.path("steps")) {
            evidence += step.path("evidence").isTextual() ? 1 : 0;
        }
        String run = started.path("run").asText();
        teller.line(evidence + " pieces of evidence are kept; containment waits for a person");
        teller.typed("respond approve " + run);
        JsonNode ended = typist.json("respond", "approve", run, "--by", PERSON).json();
        ended.path("steps").forEach(s -> {
            if (s.path("phase").asText().equals("containment")
                    || s.path("phase").asText().equals("recovery")) {
                teller.line("  " + s.path("name").asText());
            }
        });
        JsonNode proof =
                typist.json("evidence", "verify", run).json().path("runs").get(0);
        teller.line("The chain of evidence is "
                + (proof.path("sound").asBoolean(proof.path("problems").isEmpty()) ? "sound" : "broken") + ": "
                + proof.path("links").asInt() + " links, signed");
        return run;
    }

    private void recover() {
        teller.typed("recover drill rds-snapshot-restore --param DBInstanceIdentifier=shop-orders");
        JsonNode drill = typist.json(
                        "recover",
                        "drill",
                        "rds-snapshot-restore",
                        "--account",
                        id("shop-production"),
                        "--region",
                        "eu-west-1",
                        "--by",
                        PERSON,
                        "--param",
                        "DBInstanceIdentifier=shop-orders")
                .json()
                .path("drills")
                .get(0);
        teller.line("The order database was restored beside the original, validated and removed: "
                + drill.path("outcome").asText());
    }

    private Path summary(String first, JsonNode found, String fixed, String response, double firstFinding)
            throws IOException {
        Path html = typist.home().resolve("report.html");
        typist.text(
                "report",
                "--format",
                "html",
                "--since",
                first,
                "--name",
                "Meridian Shipping",
                "--out",
                html.toString());
        JsonNode scores = typist.json("report", "--since", first).json();
        if (teller.quiet()) {
            ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
            top.set("scores", scores);
            top.put("case", found.path("id").asText()).put("fixRun", fixed).put("responseRun", response);
            top.put("firstFindingSeconds", Math.round(firstFinding));
            top.put("seconds", Math.round(teller.seconds()));
            top.put("report", html.toString());
            teller.always(top.toPrettyString());
            return html;
        }
        typist.text("report", "--since", first).out().lines().forEach(teller::line);
        teller.line("");
        typist.text("triage", "show", found.path("id").asText()).out().lines().forEach(teller::line);
        teller.line("");
        teller.line("First finding after " + Math.round(firstFinding) + " s, everything after "
                + Math.round(teller.seconds())
                + " s. All of it ran on an emulated AWS; no time here is one of Amazon's.");
        teller.line("The report: " + html);
        return html;
    }

    /** Keeps what the offline demo shows: the first snapshot's rows and the logs of the attack. */
    void record(Path folder) throws IOException {
        Recording.write(typist, emulator, folder, seeded, attacked);
        if (Files.size(folder.resolve(Recording.SNAPSHOT)) == 0) {
            throw new Stop(Exit.FAILED, "nothing was recorded", "");
        }
    }

    private String id(String account) {
        JsonNode kept = emulator.kept(account);
        if (kept == null) {
            throw new Stop(Exit.FAILED, "the demo's organization has no account `" + account + "`", "");
        }
        return kept.asText();
    }
}
