package dev.holdfast.emulator.verbs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Home;
import dev.holdfast.cli.Main;
import dev.holdfast.cli.Stop;
import dev.holdfast.cli.Surroundings;
import dev.holdfast.content.ContentFolder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Types the engine's own verbs, as a user would, and reads what they print. */
final class Typist {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Surroundings here;
    private final Path home;
    private final ContentFolder content;

    Typist(Surroundings here, Path home, ContentFolder content, Map<String, String> environment) {
        this.here = here.with(environment);
        this.home = home;
        this.content = content;
    }

    /** A folder of its own for the state of this demo, so that nothing of the user's is touched. */
    static Path freshHome(Home home, Surroundings here) {
        String stamp =
                here.clock().instant().toString().replaceAll("[^0-9]", "").substring(0, 14);
        return home.sub("demo").resolve(stamp);
    }

    /** A folder of its own for the cases and runs of drills, so that they do not stand among real ones. */
    static Path drillHome(Home home, Surroundings here) {
        String stamp =
                here.clock().instant().toString().replaceAll("[^0-9]", "").substring(0, 17);
        return home.sub("drills").resolve(stamp);
    }

    Path home() {
        return home;
    }

    ContentFolder content() {
        return content;
    }

    /** What a verb printed and how it ended. */
    record Answer(int code, String out) {
        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (JsonProcessingException e) {
                throw new Stop(Exit.FAILED, "a verb of the demo printed no JSON: " + e.getOriginalMessage(), "");
            }
        }

        List<JsonNode> lines() {
            List<JsonNode> out = new ArrayList<>();
            if (this.out.startsWith("{\n")) {
                return List.of(json());
            }
            for (String line : this.out.split("\n")) {
                try {
                    out.add(JSON.readTree(line));
                } catch (JsonProcessingException e) {
                    throw new Stop(Exit.FAILED, "a verb of the demo printed no JSON line", "");
                }
            }
            return out;
        }
    }

    /**
     * Runs a verb with {@code --json}.
     *
     * @throws Stop when it fails outright
     */
    Answer json(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--json");
        return run(all);
    }

    /** Runs a verb with {@code --json}; one that failed but says how is an answer too. */
    Answer jsonAnyway(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--json");
        return run(all, true);
    }

    /** Runs a verb. */
    Answer text(String... words) {
        return run(new ArrayList<>(List.of(words)));
    }

    private Answer run(List<String> words) {
        return run(words, false);
    }

    private Answer run(List<String> words, boolean anyway) {
        words.add("--home");
        words.add(home.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(here.writingTo(out, err), words.toArray(String[]::new));
        boolean says = anyway && out.toString(StandardCharsets.UTF_8).startsWith("{");
        if (!says && (code == Exit.USAGE || code == Exit.FAILED)) {
            throw new Stop(
                    Exit.FAILED,
                    "the demo's own `holdfast " + String.join(" ", words.subList(0, 2)) + "` failed: "
                            + err.toString(StandardCharsets.UTF_8).strip(),
                    "");
        }
        return new Answer(code, out.toString(StandardCharsets.UTF_8));
    }
}
