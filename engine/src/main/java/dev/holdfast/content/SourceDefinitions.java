package dev.holdfast.content;

import dev.holdfast.model.ContentError;
import dev.holdfast.model.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the log sources of the content folders. */
public final class SourceDefinitions {
    private static final Set<String> KEYS = Set.of(
            "title",
            "product",
            "service",
            "envelope",
            "recognise",
            "skip",
            "skip-paths",
            "event-id",
            "time",
            "lines",
            "extract",
            "frame",
            "view",
            "sigma",
            "ocsf",
            "examples");

    private SourceDefinitions() {}

    /**
     * Reads every file under {@code sources/}.
     *
     * @param errors where problems are added; a source with problems is left out
     */
    public static List<SourceDefinition> read(ContentFolder folder, List<ContentError> errors) {
        Map<String, ContentFolder.Unit> units = new LinkedHashMap<>();
        folder.units("sources", errors).forEach(unit -> units.put(unit.id(), unit));
        List<SourceDefinition> out = new ArrayList<>();
        Set<Event.LogSource> taken = new HashSet<>();
        for (ContentFolder.Unit unit : units.values()) {
            int before = errors.size();
            SourceDefinition source = source(unit, units);
            if (errors.size() == before && !taken.add(source.source())) {
                unit.doc().error("another source is called `" + source.source() + "` too", "Name another service");
            }
            if (errors.size() == before) {
                out.add(source);
            }
        }
        return List.copyOf(out);
    }

    private static SourceDefinition source(ContentFolder.Unit unit, Map<String, ContentFolder.Unit> units) {
        Doc doc = unit.doc();
        doc.only(KEYS);
        List<SourceDefinition.Sign> recognise =
                doc.get("recognise").map(SourceDefinitions::signs).orElse(List.of());
        LineShape lines = doc.get("lines").map(LineShapeReader::shape).orElse(LineShape.JSON);
        if (recognise.isEmpty() && lines.like() == null && lines.patterns().isEmpty() && lines.equals(LineShape.JSON)) {
            doc.error("`recognise` is missing", "List members that every record has");
        }
        SigmaRouting sigma = sigma(doc, units, 0);
        SourceDefinition.View view = doc.need("view")
                .map(v -> view(v, sigma))
                .orElse(new SourceDefinition.View(
                        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));
        return new SourceDefinition(
                unit.id(),
                doc.needText("title"),
                new Event.LogSource(doc.needText("product"), doc.needText("service")),
                doc.texts("envelope"),
                recognise,
                doc.get("skip").map(SourceDefinitions::signs).orElse(List.of()),
                doc.texts("skip-paths"),
                doc.texts("event-id"),
                doc.need("time").isPresent() ? doc.texts("time") : List.of(),
                lines,
                doc.get("extract").map(LineShapeReader::steps).orElse(List.of()),
                doc.get("frame").map(SigmaRoutingReader::lists).orElse(Map.of()),
                view,
                sigma,
                ocsf(doc, units, 0),
                doc.get("examples").map(SourceExampleReader::read).orElse(List.of()));
    }

    static List<SourceDefinition.Sign> signs(Doc list) {
        List<SourceDefinition.Sign> out = new ArrayList<>();
        for (Doc item : list.items()) {
            if (item.isMap()) {
                SigmaRoutingReader.lists(item)
                        .forEach((path, values) -> out.add(new SourceDefinition.Sign(path, values)));
            } else {
                out.add(new SourceDefinition.Sign(item.text(), List.of()));
            }
        }
        return out;
    }

    private static OcsfMapping ocsf(Doc doc, Map<String, ContentFolder.Unit> units, int depth) {
        Optional<Doc> block = doc.get("ocsf");
        if (block.isEmpty()) {
            return OcsfMapping.NONE;
        }
        String like = block.get().text("like", "");
        ContentFolder.Unit other = units.get(like);
        OcsfMapping base = OcsfMapping.NONE;
        if (!like.isEmpty() && (other == null || depth > 0)) {
            block.get().error("`like: " + like + "` is not a source with a view of its own", "Name its file");
        } else if (other != null) {
            base = ocsf(other.doc(), units, depth + 1);
        }
        return OcsfMappingReader.read(block.get(), base);
    }

    /** The source's own block over the one it builds on. */
    private static SigmaRouting sigma(Doc doc, Map<String, ContentFolder.Unit> units, int depth) {
        Optional<Doc> block = doc.get("sigma");
        if (block.isEmpty()) {
            return SigmaRouting.PLAIN;
        }
        String like = block.get().text("like", "");
        ContentFolder.Unit other = units.get(like);
        SigmaRouting base = SigmaRouting.PLAIN;
        if (!like.isEmpty() && (other == null || depth > 0)) {
            block.get().error("`like: " + like + "` is not a source with a sigma block of its own", "Name its file");
        } else if (other != null) {
            base = sigma(other.doc(), units, depth + 1);
        }
        return SigmaRoutingReader.read(block.get(), doc.text("product", ""), base);
    }

    private static SourceDefinition.View view(Doc doc, SigmaRouting sigma) {
        doc.only(Set.of("actor", "access-key", "source-ip", "account", "region", "error", "event", "resource"));
        if (doc.texts("event").isEmpty()) {
            doc.error("`event` is missing", "Say where the event's name stands");
        }
        return new SourceDefinition.View(
                places(doc, "actor", sigma),
                places(doc, "access-key", sigma),
                places(doc, "source-ip", sigma),
                places(doc, "account", sigma),
                places(doc, "region", sigma),
                places(doc, "error", sigma),
                // The parts of a name stand side by side, so each has one place.
                doc.texts("event").stream()
                        .map(name -> sigma.paths(name).get(0))
                        .toList(),
                places(doc, "resource", sigma));
    }

    /** The names of a list, each replaced by the paths where it may stand. */
    private static List<String> places(Doc doc, String key, SigmaRouting sigma) {
        return doc.texts(key).stream()
                .flatMap(name -> name.contains("{") ? Stream.of(name) : sigma.paths(name).stream())
                .toList();
    }
}
