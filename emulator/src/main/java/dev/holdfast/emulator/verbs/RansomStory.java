package dev.holdfast.emulator.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Stop;
import dev.holdfast.cli.Surroundings;
import dev.holdfast.emulator.Emulator;
import dev.holdfast.emulator.EmulatorOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The demo's second case, live: data is held to ransom, and the way back is planned, gone, and taken back. */
final class RansomStory {
    private static final String PERSON = "demo-analyst";
    private static final String TRAIL = "s3://meridian-organization-trail/AWSLogs/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Emulator emulator;
    private final Typist typist;
    private final Teller teller;
    private final Surroundings here;

    RansomStory(Emulator emulator, Typist typist, Teller teller, Surroundings here) {
        this.emulator = emulator;
        this.typist = typist;
        this.teller = teller;
        this.here = here;
    }

    /** Tells it whole and returns where the page on restores lies. */
    Path tell(EmulatorOptions options) {
        teller.chapter("A company with a ledger");
        emulator.seed((d, t, what) -> {});
        emulator.player().keep("home", TextNode.valueOf(options.regions().get(0)));
        emulator.play("demo/ransom/before", (d, t, what) -> teller.line(what));
        identify();
        teller.chapter("It is held to ransom");
        emulator.flush();
        Instant begun = here.clock().instant();
        emulator.play("demo/ransom/attack", (d, t, what) -> teller.line(what));
        emulator.flush();
        teller.chapter("Detect: what happened, and what can be restored?");
        String found = detect(begun);
        typist.text("triage", "show", found).out().lines().forEach(teller::line);
        identify();
        teller.chapter("Recover: the ordered way back");
        JsonNode run = back(found);
        Path page = typist.home().resolve("recover.html");
        typist.text("recover", "report", "--out", page.toString());
        teller.line("No time here is one of Amazon's: it ran on an emulated AWS. The page on restores: " + page);
        if (teller.quiet()) {
            teller.always(run.toPrettyString());
        }
        return page;
    }

    private void identify() {
        teller.typed("identify");
        teller.line(
                "Snapshot " + typist.json("identify").json().path("snapshot").asText());
    }

    private String detect(Instant since) {
        JsonNode logging = emulator.kept("log-archive");
        if (logging == null) {
            throw new Stop(Exit.FAILED, "the demo's organization has no account `log-archive`", "");
        }
        teller.typed("detect run --source " + TRAIL + " --account " + logging.asText());
        List<JsonNode> lines = typist.json(
                        "detect", "run", "--source", TRAIL, "--account", logging.asText(), "--since", since.toString())
                .lines();
        lines.stream()
                .filter(l -> l.has("rule"))
                .forEach(l -> teller.line("  " + l.path("severity").asText() + "  "
                        + l.path("title").asText()));
        JsonNode cases = typist.json("triage", "list").json().path("cases");
        if (cases.isEmpty()) {
            throw new Stop(Exit.FAILED, "the attack made no case", "");
        }
        return cases.get(0).path("id").asText();
    }

    /** Plans, applies and takes back. */
    private JsonNode back(String found) {
        String file = typist.home().resolve("way.json").toString();
        teller.typed("recover plan " + found + " --out way.json");
        JsonNode way = typist.json("recover", "plan", found, "--out", file).json();
        for (JsonNode step : way.path("steps")) {
            teller.line(String.format(
                    java.util.Locale.ROOT,
                    "%3d  %-14s %s",
                    step.path("n").asInt(),
                    step.path("layer").asText(),
                    step.path("say").asText()));
        }
        way.path("circles").forEach(c -> teller.line("These need each other and come together: " + c));
        way.path("problems").forEach(p -> teller.line("Not possible: " + p.asText()));
        teller.typed("recover approve way.json && holdfast recover apply way.json");
        typist.text("recover", "approve", file, "--by", PERSON);
        JsonNode applied = typist.json("recover", "apply", file).json();
        teller.line("Restored beside the original and compared: " + state(applied));
        String run = applied.path("run").asText();
        teller.typed("recover undo " + run);
        JsonNode undone = typist.json("recover", "undo", run, "--by", PERSON).json();
        teller.line("Taken back: " + state(undone) + ", "
                + (undone.path("residue").isEmpty() ? "nothing is left" : "left behind: " + undone.path("residue")));
        ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1).put("case", found);
        top.set("way", way);
        top.put("applied", state(applied)).put("undone", state(undone));
        top.set("residue", undone.path("residue"));
        return top;
    }

    private static String state(JsonNode run) {
        return run.path("state").asText().toLowerCase(java.util.Locale.ROOT);
    }
}
