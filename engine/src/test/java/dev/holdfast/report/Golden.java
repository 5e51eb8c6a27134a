package dev.holdfast.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares text with a file that a person has read and found good. With {@code -Dholdfast.golden=write} the files are
 * written anew, to be read again before they are committed.
 */
public final class Golden {
    private Golden() {}

    public static void check(String name, String text) throws IOException {
        Path file = Path.of(System.getProperty("holdfast.root"), "engine/src/test/resources/report", name);
        if ("write".equals(System.getProperty("holdfast.golden"))) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text).as(name).isEqualTo(Files.readString(file));
    }
}
