package dev.holdfast.content;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The shared raw inputs that examples refer to: {@code samples/<product>/<name>.json} in the content folders. */
public final class DetectionSamples {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+(/[a-z0-9-]+)+");
    private static final int MAX_BYTES = 256 * 1024;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(64).build());
    }

    private final List<Path> roots;

    /** @param folder the content folders; a later one wins */
    public DetectionSamples(ContentFolder folder) {
        this.roots = folder.roots().reversed();
    }

    /** Reads a sample; what is wrong is reported at the place that names it. */
    Optional<JsonNode> read(Doc doc) {
        String name = doc.text();
        if (!NAME.matcher(name).matches()) {
            doc.error("`" + name + "` is not a sample's name", "Write it as `product/name`");
            return Optional.empty();
        }
        for (Path root : roots) {
            Path path = root.resolve("samples").resolve(name + ".json");
            if (Files.isRegularFile(path)) {
                return read(path, name, doc);
            }
        }
        doc.error("there is no sample `" + name + "`", "Add samples/" + name + ".json");
        return Optional.empty();
    }

    private static Optional<JsonNode> read(Path path, String name, Doc doc) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                doc.error("the sample `" + name + "` is larger than " + MAX_BYTES + " bytes", "Shorten it");
                return Optional.empty();
            }
            return Optional.of(JSON.readTree(bytes));
        } catch (IOException e) {
            doc.error("the sample `" + name + "` cannot be read as JSON", "Mend samples/" + name + ".json");
            return Optional.empty();
        }
    }
}
