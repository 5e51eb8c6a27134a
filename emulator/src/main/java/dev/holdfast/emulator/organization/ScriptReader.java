package dev.holdfast.emulator.organization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Doc;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.OperationCatalog;
import dev.holdfast.model.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads scripts from the content folder and checks them against the operations that exist. */
public final class ScriptReader {
    private static final Set<String> FILE_KEYS = Set.of("as", "region", "from", "steps");
    private static final Set<String> STEP_KEYS =
            Set.of("as", "region", "call", "with", "keep", "expect", "say", "for-each");

    private final OperationCatalog catalog;
    private final String homeRegion;

    /**
     * @param catalog the operations that exist
     * @param homeRegion region of steps that name none
     */
    public ScriptReader(OperationCatalog catalog, String homeRegion) {
        this.catalog = catalog;
        this.homeRegion = homeRegion;
    }

    /**
     * Reads all scripts of a folder below content, in the order of their names.
     *
     * @throws Problems with everything that is wrong, each with its place
     */
    public List<Script> read(ContentFolder content, String kind) {
        List<ContentError> errors = new ArrayList<>();
        List<Script> out = new ArrayList<>();
        for (ContentFolder.Unit unit : content.units(kind, errors)) {
            out.add(script(unit.doc().only(FILE_KEYS)));
        }
        if (!errors.isEmpty()) {
            throw new Problems(errors);
        }
        if (out.isEmpty()) {
            throw Problems.of(kind, 0, "there is no script here", "Check the content folder");
        }
        return out;
    }

    /** Reads one script that stands inside another document. */
    public Script part(Doc doc) {
        return script(doc.only(FILE_KEYS));
    }

    private Script script(Doc doc) {
        List<Script.Step> steps = new ArrayList<>();
        String as = doc.text("as", "management");
        String region = doc.text("region", homeRegion);
        doc.need("steps").ifPresent(list -> list.items().forEach(s -> steps.add(step(s.only(STEP_KEYS), as, region))));
        Script.From from = doc.get("from")
                .map(f -> f.only(Set.of("address", "agent")))
                .map(f -> new Script.From(f.needText("address"), f.needText("agent")))
                .orElse(null);
        return new Script(doc.file(), from, steps);
    }

    private Script.Step step(Doc doc, String as, String region) {
        String call = doc.needText("call");
        int colon = call.indexOf(':');
        String service = call.substring(0, Math.max(colon, 0));
        String operation = call.substring(colon + 1);
        JsonNode with = doc.get("with").map(Doc::json).orElse(JsonNodeFactory.instance.objectNode());
        catalog.find(service, operation)
                .ifPresentOrElse(
                        known -> check(doc, known, with),
                        () -> doc.error("`" + call + "` is not an operation", "Write `service:Operation`"));
        Map<String, String> keep = new LinkedHashMap<>();
        doc.get("keep").ifPresent(k -> k.entries().forEach((name, path) -> keep.put(name, path.text())));
        List<JsonNode> forEach = doc.get("for-each")
                .map(list -> list.items().stream().map(Doc::json).toList())
                .orElse(List.of());
        return new Script.Step(
                doc.line(),
                doc.text("as", as),
                doc.text("region", region),
                service,
                operation,
                with,
                keep,
                doc.text("expect", ""),
                doc.text("say", ""),
                forEach);
    }

    private static void check(Doc doc, OperationCatalog.Operation known, JsonNode with) {
        List<String> members = known.input().members();
        with.fieldNames().forEachRemaining(name -> {
            // The bytes of an object are no member of the SDK's request, but travel beside it under this name.
            if (!members.contains(name) && !name.equals("Body")) {
                doc.error("`" + known.name() + "` has no request member `" + name + "`", "");
            }
        });
    }
}
