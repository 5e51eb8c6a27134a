package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Detection;
import dev.holdfast.content.DetectionSamples;
import dev.holdfast.content.Detections;
import dev.holdfast.content.Doc;
import dev.holdfast.content.Yaml;
import dev.holdfast.detect.DetectionRules;
import dev.holdfast.detect.Placeholders;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rules a verb of `detect` works with, and what stands for their placeholders. */
final class RuleOptions {
    @Option(
            names = "--rules",
            paramLabel = "DIR",
            description =
                    "Use the Sigma rules of this folder, laid out anyhow, instead of the shipped ones. Repeatable. A rule"
                            + " that cannot be used is named and left out.")
    List<Path> folders = new ArrayList<>();

    @Option(
            names = "--placeholders",
            paramLabel = "FILE",
            description = "Values of placeholders as YAML (`Name: [a, b]`), over those of holdfast.yaml.")
    @Nullable
    Path placeholders;

    /**
     * What was read.
     *
     * @param detections as they stand in the files
     * @param rules those that can be used, compiled
     * @param refused why others cannot
     */
    record Loaded(List<Detection> detections, DetectionRules rules, List<ContentError> refused) {}

    /** The shipped rules whole or not at all; others with what is wrong among them beside. */
    Loaded load(Verb verb) {
        Placeholders values = values(verb);
        if (folders.isEmpty()) {
            List<Detection> shipped = Library.detections(verb.content());
            return new Loaded(shipped, Library.rules(shipped, values), List.of());
        }
        List<ContentError> errors = new ArrayList<>();
        List<ContentFolder.Unit> units = new ArrayList<>();
        for (Path own : folders) {
            Path folder = verb.here().folder().resolve(own);
            if (!Files.isDirectory(folder)) {
                throw Stop.usage("`--rules " + own + "` is not a folder", "Give a folder with Sigma rules");
            }
            units.addAll(ContentFolder.anyOf(folder, errors));
        }
        List<Detection> read = Detections.read(units, new DetectionSamples(verb.content()), errors);
        return new Loaded(read, DetectionRules.compile(read, values, errors), errors);
    }

    private Placeholders values(Verb verb) {
        Map<String, List<String>> out = new HashMap<>();
        verb.config()
                .document()
                .path("detect")
                .path("placeholders")
                .properties()
                .forEach(entry -> {
                    List<String> texts = new ArrayList<>();
                    for (JsonNode text : entry.getValue()) {
                        texts.add(text.asText());
                    }
                    out.put(entry.getKey(), List.copyOf(texts));
                });
        if (placeholders != null) {
            read(verb.here().folder().resolve(placeholders))
                    .entries()
                    .forEach((name, list) ->
                            out.put(name, list.items().stream().map(Doc::text).toList()));
        }
        return new Placeholders(out);
    }

    private static Doc read(Path file) {
        List<ContentError> errors = new ArrayList<>();
        try {
            List<Doc> docs = Yaml.read(file.toString(), Files.readAllBytes(file), errors);
            if (errors.isEmpty() && docs.size() == 1 && docs.get(0).isMap()) {
                return docs.get(0);
            }
        } catch (IOException e) {
            throw Stop.usage("`" + file + "` cannot be read: " + e.getMessage(), "Give an existing file");
        }
        throw errors.isEmpty()
                ? Problems.of(file.toString(), 1, "a mapping of names to values is expected", "Write `Name: [a, b]`")
                : new Problems(errors);
    }
}
