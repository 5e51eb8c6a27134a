package dev.holdfast.content;

import com.google.re2j.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step that takes further members out of a record's text.
 *
 * @param from member that holds the text, or what the names of the joined members begin with
 * @param patterns regular expressions with named groups; the first that fits counts. Empty for the other ways
 * @param pairs whether the text is {@code key=value}
 * @param json whether the text is a JSON object
 * @param into for joining ({@code a0 a1 a2 …}): the member that gets the text; null when nothing is joined
 */
public record ExtractStep(
        String from,
        List<Pattern> patterns,
        boolean pairs,
        boolean json,
        @Nullable String into) {}
