package dev.holdfast.cli;

import dev.holdfast.report.terminal.Style;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What the verbs say to the person: results on the one stream, progress and notes on the other. */
public final class Screen {
    private final Surroundings here;
    private final boolean color;
    private long lastShown;
    private String lastWhat = "";
    private boolean lineOpen;

    Screen(Surroundings here, boolean noColor) {
        this.here = here;
        this.color = here.terminal() && !noColor && here.variable("NO_COLOR").isEmpty();
    }

    /** Whether colour may be used. */
    public boolean color() {
        return color;
    }

    /** How lines look. */
    public Style style() {
        return new Style(color, unicode(), here.width());
    }

    private boolean unicode() {
        String locale = here.variable("LC_ALL")
                .or(() -> here.variable("LC_CTYPE"))
                .or(() -> here.variable("LANG"))
                .orElse("");
        // What goes into files and pipes is UTF-8; a terminal may say that it shows ASCII only.
        return !here.terminal()
                || locale.isEmpty()
                || locale.toUpperCase(Locale.ROOT).contains("UTF");
    }

    /** Columns to write in. */
    public int width() {
        return here.width();
    }

    /** A line of the result. */
    public void line(String text) {
        clear();
        here.out().print(text.endsWith("\n") ? text : text + "\n");
    }

    /** A long result, written bit by bit; it ends its last line itself. */
    void text(OutFile.Text text) {
        clear();
        here.out().flush();
        try {
            Writer out = new BufferedWriter(new OutputStreamWriter(here.out(), StandardCharsets.UTF_8), 1 << 16);
            text.to(out);
            out.flush();
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, "the result cannot be written: " + e.getMessage(), "");
        }
    }

    /** Lines of the result. */
    public void lines(Iterable<String> text) {
        text.forEach(this::line);
    }

    /** A note beside the result. */
    public void note(String text) {
        clear();
        here.err().println(text);
    }

    /** How far long work is: one line that renews itself on a terminal, now and then a line elsewhere. */
    public synchronized void progress(long done, long total, String what) {
        long now = here.nanos().getAsLong();
        boolean last = total > 0 && done >= total;
        long every = here.liveProgress() ? 100_000_000L : 10_000_000_000L;
        boolean news = total == 0 && !here.liveProgress() && !what.equals(lastWhat);
        boolean due = lastShown == 0 || (now - lastShown >= every && !(total == 0 && what.equals(lastWhat)));
        if (!last && !news && !due) {
            return;
        }
        lastShown = now;
        lastWhat = what;
        String share = total > 0 ? String.format(Locale.ROOT, "%3d %%  ", done * 100 / total) : "";
        if (here.liveProgress()) {
            here.err().print("\r\u001b[K  " + share + what);
            here.err().flush();
            lineOpen = true;
        } else if (!last) {
            here.err().println("  " + share + what);
        }
    }

    private synchronized void clear() {
        if (lineOpen) {
            here.err().print("\r\u001b[K");
            here.err().flush();
            lineOpen = false;
        }
    }
}
