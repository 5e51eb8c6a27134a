package dev.holdfast.logs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import dev.holdfast.content.LineShape;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of the lines of one file. The line as it stands is kept as {@value #LINE}. What the first line says about
 * the columns holds for the lines after it.
 */
final class TextLines {
    /** The member that holds the line as it was read. */
    static final String LINE = "_line";

    private final List<KnownSource> sources;
    private final RecordSink sink;
    private final Directives directives;
    private @Nullable KnownSource headed;
    private List<String> names = List.of();

    TextLines(List<KnownSource> sources, RecordSink sink) {
        this.sources = sources;
        this.sink = sink;
        this.directives = new Directives(sink);
    }

    /**
     * @param number the record's number
     * @param line the line's number in the file
     */
    void line(String text, long number, long line) {
        if (directives.takes(text)) {
            directives.line(text, number);
            return;
        }
        if (text.startsWith("#")) {
            sink.comment();
            return;
        }
        if (header(text)) {
            return;
        }
        if (headed != null) {
            columns(headed, names, text, number);
            return;
        }
        for (KnownSource source : sources) {
            LineShape shape = source.definition().lines();
            if (fits(shape, text) && read(source, shape, text, number)) {
                return;
            }
        }
        Optional<ObjectNode> frame = SyslogFrame.parse(text);
        if (frame.isPresent()) {
            sink.record(number, frame.get().put(LINE, text), LineShape.Kind.SYSLOG, null);
        } else {
            sink.error(number, "line " + line + ": not a line of a known log source");
        }
    }

    /** To be called after the last line. */
    void end() {
        directives.end();
    }

    private static boolean fits(LineShape shape, String text) {
        Pattern like = shape.like();
        return switch (shape.kind()) {
            case COLUMNS, PAIRS -> like != null && like.matcher(text).find();
            case PATTERN -> like == null || like.matcher(text).find();
            default -> false;
        };
    }

    private boolean read(KnownSource source, LineShape shape, String text, long number) {
        if (shape.kind() == LineShape.Kind.COLUMNS) {
            columns(source, shape.names(), text, number);
            return true;
        }
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        boolean fits = false;
        if (shape.kind() == LineShape.Kind.PAIRS) {
            Pairs.into(record, text);
            fits = true;
        }
        for (Pattern pattern : shape.patterns()) {
            fits = fits || source.extraction().groups(record, pattern, text);
        }
        if (fits) {
            sink.record(number, record.put(LINE, text), shape.kind(), source);
        }
        return fits;
    }

    private void columns(KnownSource source, List<String> columns, String text, long number) {
        List<String> values = Columns.of(text, source.definition().lines().separator());
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            if (!value.equals("-") && !value.isEmpty()) {
                // Columns that came after this content was written keep their values under their number.
                source.extraction().put(record, i < columns.size() ? columns.get(i) : "column-" + (i + 1), value);
            }
        }
        if (source == headed && values.size() != columns.size()) {
            sink.error(number, values.size() + " columns, and the first line names " + columns.size());
            return;
        }
        sink.record(number, record.put(LINE, text), LineShape.Kind.COLUMNS, source);
    }

    /** Takes a line that names the columns of what follows. */
    private boolean header(String text) {
        if (text.length() > 4_000 || (text.indexOf(' ') < 0 && text.indexOf(',') < 0)) {
            return false;
        }
        for (KnownSource source : sources) {
            LineShape shape = source.definition().lines();
            if (shape.header() && shape.kind() == LineShape.Kind.COLUMNS) {
                List<String> words = Columns.of(text, shape.separator());
                Set<String> known = new HashSet<>(words);
                known.retainAll(Set.copyOf(shape.names()));
                boolean plain = words.stream().allMatch(w -> w.matches("[a-z][a-z0-9-]{1,40}"));
                if (plain && words.size() > 1 && known.size() * 2 > words.size()) {
                    headed = source;
                    names = words;
                    return true;
                }
            }
        }
        return false;
    }
}
