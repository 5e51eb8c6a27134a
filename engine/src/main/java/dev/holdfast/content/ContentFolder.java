package dev.holdfast.content;

import dev.holdfast.model.ContentError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The content folders of a run: Holdfast's own and, over it, the user's. A unit of a later folder replaces the unit with
 * the same id. The folder is the registry: there is no list to keep.
 *
 * @param roots folders with the same layout, the shipped one first
 */
public record ContentFolder(List<Path> roots) {
    /**
     * One file of content.
     *
     * @param id its path below the kind's folder, without the ending
     * @param path where it lies
     * @param docs its YAML documents
     */
    public record Unit(String id, Path path, List<Doc> docs) {
        /** The first document. */
        public Doc doc() {
            return docs.get(0);
        }
    }

    private static final int MAX_DEPTH = 12;

    public ContentFolder {
        roots = List.copyOf(roots);
    }

    /**
     * Reads all units of a kind, sorted by id.
     *
     * @param kind folder name, such as {@code tables}
     * @param errors where problems are added; a file with a problem of syntax gives no unit
     */
    public List<Unit> units(String kind, List<ContentError> errors) {
        Map<String, Unit> byId = new TreeMap<>();
        for (Path root : roots) {
            Path folder = root.resolve(kind);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            for (Path path : files(folder, errors)) {
                String file = root.relativize(path).toString().replace('\\', '/');
                String id = file.substring(kind.length() + 1, file.lastIndexOf('.'));
                List<Doc> docs = read(path, file, errors);
                if (!docs.isEmpty()) {
                    byId.put(id, new Unit(id, path, docs));
                }
            }
        }
        return List.copyOf(byId.values());
    }

    /**
     * Reads every YAML file of a folder that is laid out anyhow; a unit's id is its path.
     *
     * @param folder where
     * @param errors where problems are added; a file with a problem of syntax gives no unit
     */
    public static List<Unit> anyOf(Path folder, List<ContentError> errors) {
        List<Unit> out = new ArrayList<>();
        for (Path path : files(folder, errors)) {
            String file = folder.relativize(path).toString().replace('\\', '/');
            List<Doc> docs = read(path, file, errors);
            if (!docs.isEmpty()) {
                out.add(new Unit(file.substring(0, file.lastIndexOf('.')), path, docs));
            }
        }
        return List.copyOf(out);
    }

    private static List<Path> files(Path folder, List<ContentError> errors) {
        try (Stream<Path> walk = Files.walk(folder, MAX_DEPTH, new FileVisitOption[0])) {
            return walk.filter(Files::isRegularFile)
                    .filter(p -> p.toString().endsWith(".yaml") || p.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            errors.add(new ContentError(folder.toString(), 0, 0, "cannot be listed: " + e.getMessage(), ""));
            return List.of();
        }
    }

    private static List<Doc> read(Path path, String file, List<ContentError> errors) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(Yaml.MAX_BYTES + 1);
            int before = errors.size();
            List<Doc> docs = Yaml.read(file, bytes, errors);
            if (docs.isEmpty() && errors.size() == before) {
                errors.add(new ContentError(file, 1, 0, "the file is empty", "Write the unit or delete the file"));
            }
            return new ArrayList<>(docs);
        } catch (IOException e) {
            errors.add(new ContentError(file, 0, 0, "cannot be read: " + e.getMessage(), ""));
            return List.of();
        }
    }
}
