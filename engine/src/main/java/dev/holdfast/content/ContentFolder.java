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
            for (Unit unit : read(root, folder, errors)) {
                String id = unit.id().substring(kind.length() + 1);
                byId.put(id, new Unit(id, unit.path(), unit.docs()));
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
        return read(folder, folder, errors);
    }

    /** The units below a folder, by their paths from the root. Files are many and small, so several are read at once. */
    private static List<Unit> read(Path root, Path folder, List<ContentError> errors) {
        List<Unit> out = new ArrayList<>();
        files(folder, errors).parallelStream()
                .map(path -> {
                    List<ContentError> own = new ArrayList<>();
                    String file = root.relativize(path).toString().replace('\\', '/');
                    return new Read(file, path, read(path, file, own), own);
                })
                .toList()
                .forEach(read -> {
                    errors.addAll(read.errors());
                    if (!read.docs().isEmpty()) {
                        String file = read.file();
                        out.add(new Unit(
                                file.substring(0, file.lastIndexOf('.')),
                                read.path(),
                                read.docs().stream()
                                        .map(doc -> doc.tellingOf(errors))
                                        .toList()));
                    }
                });
        return List.copyOf(out);
    }

    /** What came of one file. */
    private record Read(String file, Path path, List<Doc> docs, List<ContentError> errors) {}

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
