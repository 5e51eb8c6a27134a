package dev.holdfast.report.terminal;

import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.RunStory;
import dev.holdfast.report.TimelineEntry;

/**
 * How lines look. Nothing is told by colour alone: severities and outcomes have a word and a shape too.
 *
 * @param colour whether to use colour and weight (ECMA-48 SGR sequences)
 * @param unicode whether the terminal shows more than ASCII
 * @param width columns, at least 40
 */
public record Style(boolean colour, boolean unicode, int width) {
    private static final int NARROWEST = 40;

    /** Plain text of 100 columns, as it goes into files and pipes. */
    public static final Style PLAIN = new Style(false, true, 100);

    /** Widens what is too narrow to read. */
    public Style {
        width = Math.max(NARROWEST, width);
    }

    /** For headings and what must be seen. */
    public String bold(String text) {
        return paint("1", text);
    }

    /** For what may be skipped. */
    public String dim(String text) {
        return paint("2", text);
    }

    /** The one accent, for what can be typed or followed. */
    public String accent(String text) {
        return paint("36", text);
    }

    private String paint(String code, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** The shape and the word of a severity. */
    public String severity(Severity severity) {
        return severity(severity, severityShape(severity) + " " + severity.word());
    }

    /** Any text in the colour of a severity. */
    String severity(Severity severity, String text) {
        return switch (severity) {
            case CRITICAL -> paint("1;31", text);
            case HIGH -> paint("31", text);
            case MEDIUM -> paint("33", text);
            case LOW -> paint("34", text);
            case INFORMATIONAL -> dim(text);
        };
    }

    /** One column wide. */
    String severityShape(Severity severity) {
        return switch (severity) {
            case CRITICAL -> choose("▲", "^");
            case HIGH -> choose("◆", "#");
            case MEDIUM -> choose("●", "*");
            case LOW -> choose("○", "o");
            case INFORMATIONAL -> choose("·", ".");
        };
    }

    /** The shape and the word of an outcome. */
    public String outcome(Outcome outcome) {
        return outcome(outcome, outcomeShape(outcome) + " " + Phrases.outcome(outcome));
    }

    /** Any text in the colour of an outcome. */
    String outcome(Outcome outcome, String text) {
        return switch (outcome) {
            case PASS -> paint("32", text);
            case FAIL -> paint("31", text);
            case UNKNOWN, MANUAL -> paint("35", text);
            case NOT_APPLICABLE, MUTED, MITIGATED -> dim(text);
        };
    }

    /** One column wide. */
    String outcomeShape(Outcome outcome) {
        return switch (outcome) {
            case PASS -> choose("✓", "+");
            case FAIL -> choose("✗", "x");
            case UNKNOWN -> "?";
            case MANUAL -> choose("☐", "m");
            case NOT_APPLICABLE -> choose("–", "-");
            case MUTED -> choose("◌", "~");
            case MITIGATED -> choose("◐", "%");
        };
    }

    /** One column wide. */
    String stateShape(RunStory.State state) {
        return switch (state) {
            case PLANNED -> choose("○", "o");
            case RUNNING -> choose("◐", ">");
            case WAITING, HELD -> choose("◼", "=");
            case DONE -> outcome(Outcome.PASS, outcomeShape(Outcome.PASS));
            case SKIPPED -> choose("–", "-");
            case FAILED -> outcome(Outcome.FAIL, outcomeShape(Outcome.FAIL));
            case UNDONE -> choose("↶", "u");
        };
    }

    /** One column wide. */
    String timelineShape(TimelineEntry.Kind kind) {
        return switch (kind) {
            case ATTACK -> severity(Severity.HIGH, choose("◆", "!"));
            case DETECTION -> severity(Severity.MEDIUM, choose("●", "*"));
            case DECISION -> choose("◇", "?");
            case EVIDENCE -> dim(choose("▪", "."));
            case RESPONSE -> accent(choose("■", "#"));
            case RECOVERY -> outcome(Outcome.PASS, choose("✓", "+"));
        };
    }

    /** {@code done} of {@code columns} filled by a share of 0 to 100. */
    String bar(int percent, int columns) {
        int filled = Math.clamp(Math.round(percent / 100f * columns), 0, columns);
        return accent(choose("█", "#").repeat(filled)) + dim(choose("░", ".").repeat(columns - filled));
    }

    /** What stands where something was cut. */
    String ellipsis() {
        return choose("…", "...");
    }

    /** Between before and after. */
    String arrow() {
        return choose("→", "->");
    }

    /** A thin line over the whole width. */
    String rule() {
        return dim(choose("─", "-").repeat(width));
    }

    private String choose(String shape, String ascii) {
        return unicode ? shape : ascii;
    }

    /**
     * Text from outside, made harmless: control sequences and direction marks are replaced, and where the terminal shows
     * only ASCII everything else becomes a question mark.
     */
    public String safe(String text) {
        String harmless = DisplayText.harmless(text);
        if (unicode) {
            return harmless;
        }
        StringBuilder ascii = new StringBuilder();
        harmless.codePoints().forEach(point -> ascii.append(point < 128 ? (char) point : '?'));
        return ascii.toString();
    }
}
