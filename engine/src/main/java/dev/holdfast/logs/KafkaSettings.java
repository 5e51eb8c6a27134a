package dev.holdfast.logs;

import dev.holdfast.model.Problems;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What a user tells Kafka's client of encryption and of signing in: a properties file as Kafka's own tools take it. */
final class KafkaSettings {
    private KafkaSettings() {}

    /** @throws Problems when the file cannot be read or tells of something else than security */
    static Properties read(String uri, @Nullable String file) {
        Properties out = new Properties();
        if (file == null) {
            return out;
        }
        try (Reader in = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
            out.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw Problems.of(uri, 0, "the properties of Kafka cannot be read: " + e.getMessage(), "Name another file");
        }
        for (String name : out.stringPropertyNames()) {
            boolean security = name.startsWith("security.") || name.startsWith("sasl.") || name.startsWith("ssl.");
            // A class or an address named here would be loaded or called with this program's rights.
            String low = name.toLowerCase(Locale.ROOT);
            if (!security || low.endsWith(".class") || low.endsWith(".providers") || low.endsWith(".url")) {
                throw Problems.of(
                        uri,
                        0,
                        "the property `" + name + "` is not taken from a file",
                        "Leave it out: only security.*, " + "sasl.* and ssl.* are read, without classes and URLs");
            }
        }
        return out;
    }
}
