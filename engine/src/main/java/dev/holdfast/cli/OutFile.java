package dev.holdfast.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes results into files of people: whole or not at all. */
final class OutFile {
    private OutFile() {}

    /** Text that is written bit by bit. */
    interface Text {
        void to(Writer out) throws IOException;
    }

    /** Replaces the file by the text in UTF-8. */
    static void write(Path target, String text) {
        write(target, out -> out.write(text));
    }

    /** Replaces the file by the text in UTF-8. */
    static void write(Path target, Text text) {
        Path partial = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            try (Writer out = Files.newBufferedWriter(partial, StandardCharsets.UTF_8)) {
                text.to(out);
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Stop(
                    Exit.FAILED, "`" + target + "` cannot be written: " + e.getMessage(), "Choose another --out");
        }
    }
}
