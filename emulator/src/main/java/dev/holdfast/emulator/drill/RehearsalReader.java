package dev.holdfast.emulator.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Doc;
import dev.holdfast.emulator.organization.Script;
import dev.holdfast.emulator.organization.ScriptReader;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads rehearsals from the content folder. */
public final class RehearsalReader {
    /** The folder below content. */
    public static final String KIND = "rehearsals";

    private static final Set<String> KEYS = Set.of(
            "title",
            "account",
            "prepare",
            "attack",
            "detections",
            "told",
            "start",
            "refused",
            "watched",
            "apart",
            "gone",
            "clear",
            "sandbox");

    private final ScriptReader scripts;

    /** @param scripts reads the calls */
    public RehearsalReader(ScriptReader scripts) {
        this.scripts = scripts;
    }

    /**
     * Reads all, by scenario.
     *
     * @throws Problems with everything that is wrong
     */
    public Map<String, Rehearsal> read(ContentFolder content) {
        List<ContentError> errors = new ArrayList<>();
        Map<String, Rehearsal> out = new LinkedHashMap<>();
        for (ContentFolder.Unit unit : content.units(KIND, errors)) {
            out.put(unit.id(), rehearsal(unit.id(), unit.doc().only(KEYS)));
        }
        if (!errors.isEmpty()) {
            throw new Problems(errors);
        }
        return out;
    }

    private Rehearsal rehearsal(String scenario, Doc doc) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        doc.get("start").ifPresent(s -> s.entries().forEach((name, value) -> parameters.put(name, value.json())));
        return new Rehearsal(
                scenario,
                doc.needText("title"),
                doc.needText("account"),
                script(doc, "prepare"),
                script(doc, "attack"),
                doc.texts("detections"),
                doc.text("told", ""),
                parameters,
                script(doc, "refused"),
                script(doc, "watched"),
                doc.texts("apart"),
                script(doc, "gone"),
                script(doc, "clear"),
                doc.truth("sandbox", false));
    }

    private Script script(Doc doc, String key) {
        return doc.get(key).map(scripts::part).orElseGet(() -> new Script(doc.file(), null, List.of()));
    }
}
