package dev.holdfast.content;

import dev.holdfast.model.ContentError;
import dev.holdfast.model.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the log sources of the content folders. */
public final class SourceDefinitions {
    private SourceDefinitions() {}

    /**
     * Reads every file under {@code sources/}.
     *
     * @param errors where problems are added; a source with problems is left out
     */
    public static List<SourceDefinition> read(ContentFolder folder, List<ContentError> errors) {
        List<SourceDefinition> out = new ArrayList<>();
        for (ContentFolder.Unit unit : folder.units("sources", errors)) {
            int before = errors.size();
            SourceDefinition source = source(unit);
            if (errors.size() == before) {
                out.add(source);
            }
        }
        return List.copyOf(out);
    }

    private static SourceDefinition source(ContentFolder.Unit unit) {
        Doc doc = unit.doc();
        doc.only(Set.of(
                "title", "product", "service", "envelope", "recognise", "skip-paths", "event-id", "time", "view"));
        List<String> recognise = doc.texts("recognise");
        if (recognise.isEmpty()) {
            doc.error("`recognise` is missing", "List members that every record has");
        }
        SourceDefinition.View view = doc.need("view")
                .map(SourceDefinitions::view)
                .orElse(new SourceDefinition.View(
                        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));
        return new SourceDefinition(
                unit.id(),
                doc.needText("title"),
                new Event.LogSource(doc.needText("product"), doc.needText("service")),
                doc.text("envelope", ""),
                recognise,
                doc.texts("skip-paths"),
                doc.text("event-id", ""),
                doc.need("time").isPresent() ? doc.texts("time") : List.of(),
                view);
    }

    private static SourceDefinition.View view(Doc doc) {
        doc.only(Set.of("actor", "access-key", "source-ip", "account", "region", "error", "event", "resource"));
        if (doc.texts("event").isEmpty()) {
            doc.error("`event` is missing", "Say where the event's name stands");
        }
        return new SourceDefinition.View(
                doc.texts("actor"),
                doc.texts("access-key"),
                doc.texts("source-ip"),
                doc.texts("account"),
                doc.texts("region"),
                doc.texts("error"),
                doc.texts("event"),
                doc.texts("resource"));
    }
}
