package dev.holdfast.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How a report for people is written; the names are the words of {@code --format}. */
enum PaperFormat {
    html,
    md,
    json;

    /**
     * The form to write in: the one asked for, else what else was typed means.
     *
     * @param asked what {@code --format} says, null when it was not typed
     * @param machine whether {@code --json} was typed
     * @param out the file to write to, null for the terminal
     */
    static PaperFormat of(@Nullable PaperFormat asked, boolean machine, @Nullable Path out) {
        if (asked != null) {
            return asked;
        }
        if (machine) {
            return json;
        }
        return out != null && out.toString().endsWith(".html") ? html : md;
    }
}
