package dev.holdfast.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes results into files of people: whole or not at all. */
final class OutFile {
    private OutFile() {}

    /** Replaces the file by the text in UTF-8. */
    static void write(Path target, String text) {
        Path partial = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            Files.writeString(partial, text, StandardCharsets.UTF_8);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Stop(
                    Exit.FAILED, "`" + target + "` cannot be written: " + e.getMessage(), "Choose another --out");
        }
    }
}
