package dev.holdfast.emulator.organization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Doc;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Calls that are played one after the other.
 *
 * @param id the file's path
 * @param from the address the calls seem to come from, empty for the operator's own
 * @param steps in order
 */
public record Scene(String id, String from, List<Step> steps) {
    /**
     * One call.
     *
     * @param say what happens, for people; empty for a step not worth a word
     * @param as {@code management}, an account's name, or {@code key:NAME}
     * @param region region code; empty for the home region
     * @param service service prefix
     * @param operation API name
     * @param with the request; texts may hold {@code {name}} of something kept
     * @param keep name to JMESPath into the answer
     * @param tolerate error codes after which the scene goes on as if nothing happened
     * @param refused whether AWS must refuse the call
     */
    public record Step(
            String say,
            String as,
            String region,
            String service,
            String operation,
            JsonNode with,
            Map<String, String> keep,
            List<String> tolerate,
            boolean refused) {}

    /**
     * Reads all scenes of a folder of content, in the order of their names.
     *
     * @throws Problems naming file and line
     */
    public static List<Scene> read(ContentFolder content, String folder) {
        List<ContentError> errors = new ArrayList<>();
        List<Scene> out = new ArrayList<>();
        for (ContentFolder.Unit unit : content.units(folder, errors)) {
            Doc doc = unit.doc().only(Set.of("title", "from", "steps"));
            doc.needText("title");
            List<Step> steps = new ArrayList<>();
            doc.need("steps").ifPresent(list -> list.items().forEach(item -> steps.add(step(item))));
            out.add(new Scene(unit.id(), doc.text("from", ""), List.copyOf(steps)));
        }
        if (!errors.isEmpty()) {
            throw new Problems(errors);
        }
        if (out.isEmpty()) {
            throw Problems.of(folder, 0, "there is no scene in this folder", "");
        }
        return out;
    }

    private static Step step(Doc item) {
        item.only(Set.of("say", "as", "region", "call", "with", "keep", "tolerate", "refused"));
        String call = item.needText("call");
        int colon = call.indexOf(':');
        if (colon < 1) {
            item.error("`" + call + "` is not a call", "Write `service:Operation`");
        }
        Map<String, String> keep = new LinkedHashMap<>();
        item.get("keep").ifPresent(d -> d.entries().forEach((name, path) -> keep.put(name, path.text())));
        return new Step(
                item.text("say", ""),
                item.text("as", "management"),
                item.text("region", ""),
                colon < 1 ? "" : call.substring(0, colon),
                call.substring(colon + 1),
                item.get("with").map(Doc::json).orElse(JsonNodeFactory.instance.objectNode()),
                Map.copyOf(keep),
                item.texts("tolerate"),
                item.truth("refused", false));
    }
}
