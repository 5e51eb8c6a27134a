package dev.holdfast.emulator.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Stop;
import dev.holdfast.cli.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Identify, protect and detect on a recorded run: nothing is called and nothing is changed. */
final class OfflineStory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Typist typist;
    private final Teller teller;
    private final Path recorded;

    OfflineStory(Typist typist, Teller teller, Surroundings here) {
        this.typist = typist;
        this.teller = teller;
        this.recorded = here.root().resolve("content/demo/recorded");
    }

    /** Tells it and returns where the report lies. */
    Path tell() throws IOException {
        for (Path file : Recording.files(recorded).values()) {
            if (!Files.exists(file)) {
                throw new Stop(
                        Exit.FAILED,
                        "the recorded run is not whole: `" + file + "` is missing",
                        "Check the distribution");
            }
        }
        teller.chapter("A recorded run of an emulated organization: nothing is called, nothing is changed");
        Path snapshots = typist.home().resolve("snapshots");
        Files.createDirectories(snapshots);
        String name = "recorded";
        Recording.restore(recorded, snapshots.resolve(name + ".duckdb"));
        Recording.restoreRun(recorded, snapshots.resolve(name + ".json"), name);

        teller.chapter("Identify: what is there?");
        teller.typed("query \"SELECT name, status FROM aws_organizations_account\"");
        List<JsonNode> accounts = typist.json("query", "SELECT name FROM aws_organizations_account ORDER BY name")
                .lines();
        teller.line(accounts.size() + " accounts: "
                + String.join(
                        ", ",
                        accounts.stream().map(a -> a.path("name").asText()).toList()));

        teller.chapter("Protect: what is wrong?");
        teller.typed("protect check");
        JsonNode judged = typist.json("protect", "check").json();
        JsonNode outcomes = judged.path("summary").path("byOutcome");
        teller.line(outcomes.path("FAIL").asLong() + " failed, "
                + outcomes.path("PASS").asLong() + " passed, "
                + outcomes.path("UNKNOWN").asLong() + " unknown. The worst:");
        Worst.lines(judged.path("findings"), 8).forEach(teller::line);

        teller.chapter("Detect: what happened?");
        String log = recorded.resolve(Recording.LOG).toString();
        teller.typed("detect run --source file:content/demo/recorded/" + Recording.LOG);
        List<JsonNode> lines =
                typist.json("detect", "run", "--source", "file:" + log).lines();
        JsonNode summary = lines.get(lines.size() - 1).path("summary");
        teller.line(summary.path("events").asLong() + " events read, "
                + summary.path("findings").asLong() + " findings:");
        lines.stream()
                .filter(l -> l.has("rule"))
                .forEach(l -> teller.line("  " + l.path("severity").asText() + "  "
                        + l.path("title").asText()));
        typist.text("triage", "list").out().lines().forEach(teller::line);

        teller.chapter("Where it stands");
        Path html = typist.home().resolve("report.html");
        typist.text("report", "--format", "html", "--name", "Meridian Shipping", "--out", html.toString());
        if (teller.quiet()) {
            ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1).put("offline", true);
            top.set("summary", judged.path("summary"));
            top.set("detect", summary);
            top.put("seconds", Math.round(teller.seconds())).put("report", html.toString());
            teller.always(top.toPrettyString());
        } else {
            typist.text("report").out().lines().forEach(teller::line);
            teller.line("The report: " + html);
        }
        return html;
    }
}
