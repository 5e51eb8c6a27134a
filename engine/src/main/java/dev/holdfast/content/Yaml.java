package dev.holdfast.content;

import dev.holdfast.model.ContentError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML 1.2 text from people, bounded in size and depth, keeping the place of every value. */
public final class Yaml {
    /** Largest file read, in bytes. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final int MAX_DEPTH = 64;

    private Yaml() {}

    /**
     * Reads all documents of a file.
     *
     * @param file the name used in errors
     * @param bytes the content, UTF-8
     * @param errors where problems are added
     * @return the documents; none when the file is not YAML
     */
    public static List<Doc> read(String file, byte[] bytes, List<ContentError> errors) {
        if (bytes.length > MAX_BYTES) {
            errors.add(new ContentError(file, 0, 0, "larger than " + MAX_BYTES + " bytes", "Split the file"));
            return List.of();
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(false)
                // Told with its place when the mapping is read.
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(20)
                .setCodePointLimit(MAX_BYTES)
                .setSchema(new CoreSchema())
                .build();
        List<Doc> docs = new ArrayList<>();
        try {
            for (Node node : new Compose(settings).composeAllFromString(new String(bytes, StandardCharsets.UTF_8))) {
                if (tooDeep(node, 0)) {
                    errors.add(new ContentError(file, 0, 0, "nested deeper than " + MAX_DEPTH, "Flatten it"));
                    return List.of();
                }
                int before = errors.size();
                refuseRepeatedKeys(file, node, errors);
                if (errors.size() > before) {
                    return List.of();
                }
                docs.add(new Doc(file, node, errors));
            }
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(0);
            int column = e.getProblemMark().map(m -> m.getColumn() + 1).orElse(0);
            errors.add(new ContentError(file, line, column, "not YAML: " + e.getProblem(), "Mend it at this place"));
            return List.of();
        } catch (YamlEngineException | StackOverflowError e) {
            errors.add(new ContentError(file, 0, 0, "not YAML: " + e.getMessage(), "Mend it"));
            return List.of();
        }
        return docs;
    }

    private static void refuseRepeatedKeys(String file, Node node, List<ContentError> errors) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> refuseRepeatedKeys(file, item, errors));
        } else if (node instanceof MappingNode map) {
            Set<String> seen = new HashSet<>();
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key && !seen.add(key.getValue())) {
                    new Doc(file, key, errors).error("duplicate key `" + key.getValue() + "`", "Keep one of them");
                }
                refuseRepeatedKeys(file, tuple.getValueNode(), errors);
            }
        }
    }

    private static boolean tooDeep(Node node, int depth) {
        if (depth > MAX_DEPTH) {
            return true;
        }
        if (node instanceof SequenceNode list) {
            return list.getValue().stream().anyMatch(n -> tooDeep(n, depth + 1));
        }
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tooDeep(tuple.getKeyNode(), depth + 1) || tooDeep(tuple.getValueNode(), depth + 1)) {
                    return true;
                }
            }
        }
        return false;
    }
}
