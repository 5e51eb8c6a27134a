package dev.holdfast.emulator.verbs;

import dev.holdfast.cli.Screen;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Tells the demo as it happens: chapters, the sentences of the story, and how long each chapter took. */
final class Teller {
    private final Screen screen;
    private final LongSupplier nanos;
    private final boolean quiet;
    private final long began;

    Teller(Screen screen, LongSupplier nanos, boolean quiet) {
        this.screen = screen;
        this.nanos = nanos;
        this.quiet = quiet;
        this.began = nanos.getAsLong();
    }

    /** Seconds since the demo began. */
    double seconds() {
        return (nanos.getAsLong() - began) / 1e9;
    }

    void chapter(String title) {
        if (quiet) {
            return;
        }
        screen.line("");
        screen.line(screen.style().bold(title) + screen.style().dim(String.format(Locale.ROOT, "  %.0f s", seconds())));
    }

    /** The command that a user would type for what comes next. */
    void typed(String command) {
        if (!quiet) {
            screen.line("  " + screen.style().accent("$ holdfast " + command));
        }
    }

    void line(String text) {
        if (!quiet) {
            screen.line("  " + text);
        }
    }

    void doing(String text) {
        if (!quiet) {
            screen.progress(0, 0, text);
        }
    }

    /** Something that is printed whatever the format. */
    void always(String text) {
        screen.line(text);
    }

    boolean quiet() {
        return quiet;
    }
}
