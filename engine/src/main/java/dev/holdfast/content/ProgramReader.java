package dev.holdfast.content;

import dev.holdfast.content.ProgramUnit.Kind;
import dev.holdfast.content.ProgramUnit.Objectives;
import dev.holdfast.model.ContentError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code program/<kind>/<id>.yaml}. */
public final class ProgramReader {
    private static final Set<String> KEYS = Set.of("title", "why", "frameworks", "runbooks", "not-yet", "objectives");

    private ProgramReader() {}

    /**
     * All units, by kind and id.
     *
     * @param errors where problems are added
     */
    public static List<ProgramUnit> read(ContentFolder folder, List<ContentError> errors) {
        List<ProgramUnit> out = new ArrayList<>();
        for (ContentFolder.Unit unit : folder.units("program", errors)) {
            String[] place = unit.id().split("/", 2);
            Optional<Kind> kind = Arrays.stream(Kind.values())
                    .filter(k -> place.length == 2 && k.word().equals(place[0]))
                    .findFirst();
            Doc doc = unit.doc().only(KEYS);
            if (kind.isEmpty()) {
                doc.error("a unit of the program lies in regulation, threat or criticality", "Move the file");
                continue;
            }
            out.add(new ProgramUnit(
                    kind.get(),
                    place[1],
                    doc.file(),
                    doc.needText("title"),
                    doc.needText("why"),
                    reasons(doc, "frameworks"),
                    reasons(doc, "runbooks"),
                    Set.copyOf(doc.texts("not-yet")),
                    objectives(doc)));
        }
        return List.copyOf(out);
    }

    private static Map<String, String> reasons(Doc doc, String key) {
        Map<String, String> out = new LinkedHashMap<>();
        doc.get(key)
                .ifPresent(all -> all.entries().forEach((id, why) -> {
                    if (why.text().isBlank()) {
                        why.error("`" + id + "` has no reason", "Say why it follows");
                    }
                    out.put(id, why.text());
                }));
        return out;
    }

    private static @Nullable Objectives objectives(Doc doc) {
        Optional<Doc> at = doc.get("objectives").map(o -> o.only(Set.of("rpo-hours", "rto-hours", "why")));
        if (at.isEmpty()) {
            return null;
        }
        Objectives out = new Objectives(
                at.get().number("rpo-hours", 0),
                at.get().number("rto-hours", 0),
                at.get().needText("why"));
        if (out.rpoHours() < 1 || out.rtoHours() < 1) {
            at.get().error("objectives are at least one hour each", "Give `rpo-hours` and `rto-hours`");
        }
        return out;
    }

    /** Adds an error for each framework and runbook that is named and not there. */
    public static void check(
            List<ProgramUnit> units, Set<String> frameworks, Set<String> runbooks, List<ContentError> errors) {
        for (ProgramUnit unit : units) {
            missing(unit, "framework", unit.frameworks().keySet(), frameworks, errors);
            missing(unit, "runbook", unit.runbooks().keySet(), runbooks, errors);
            for (String id : unit.notYet()) {
                if (!unit.frameworks().containsKey(id) && !unit.runbooks().containsKey(id)) {
                    errors.add(new ContentError(
                            unit.file(), 0, 0, "`not-yet: " + id + "` is named nowhere else in it", "Delete it"));
                }
            }
        }
    }

    private static void missing(
            ProgramUnit unit, String kind, Set<String> named, Set<String> known, List<ContentError> errors) {
        for (String id : named) {
            if (!known.contains(id) && !unit.notYet().contains(id)) {
                String near = Nearest.among(id, known);
                errors.add(new ContentError(
                        unit.file(),
                        0,
                        0,
                        "there is no " + kind + " `" + id + "`",
                        near.isEmpty() ? "List it under `not-yet`" : "Did you mean `" + near + "`?"));
            }
        }
    }
}
