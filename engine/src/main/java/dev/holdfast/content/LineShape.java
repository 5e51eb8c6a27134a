package dev.holdfast.content;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a source writes its records, where they are not JSON.
 *
 * @param kind the way of writing
 * @param like what a line of this source looks like; null where the kind is recognised by itself
 * @param separator what stands between columns
 * @param names names of the columns in their order
 * @param header whether the first line of a file may name the columns
 * @param patterns for {@link Kind#PATTERN}: regular expressions with named groups, tried in order
 * @param integers members that are whole numbers
 */
public record LineShape(
        Kind kind,
        @Nullable Pattern like,
        char separator,
        List<String> names,
        boolean header,
        List<Pattern> patterns,
        Set<String> integers) {
    /** JSON: members stand in the record already. */
    public static final LineShape JSON = new LineShape(Kind.JSON, null, ' ', List.of(), false, List.of(), Set.of());

    /** The ways of writing that the engine knows. */
    public enum Kind {
        /** JSON objects: one to a line, in an array, in an envelope. */
        JSON,
        /** Values in columns; a value may stand in quotes or brackets, and {@code -} is none. */
        COLUMNS,
        /** Free text with named groups. */
        PATTERN,
        /** {@code key=value}, as the Linux audit daemon writes. */
        PAIRS,
        /** RFC 3164 or RFC 5424. */
        SYSLOG,
        /** Columns named by lines that begin with {@code #}: Zeek and the W3C's extended log format. */
        DIRECTIVES
    }
}
