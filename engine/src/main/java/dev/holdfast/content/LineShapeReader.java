package dev.holdfast.content;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the blocks {@code lines:} and {@code extract:} of a log source. */
final class LineShapeReader {
    private LineShapeReader() {}

    static LineShape shape(Doc doc) {
        doc.only(Set.of("shape", "like", "by", "names", "header", "pattern", "integers"));
        LineShape.Kind kind = doc.choice("shape", LineShape.Kind.class, LineShape.Kind.JSON);
        Pattern like = doc.get("like").map(LineShapeReader::pattern).orElse(null);
        List<Pattern> patterns = patterns(doc);
        if (kind == LineShape.Kind.COLUMNS && doc.texts("names").isEmpty()) {
            doc.error("`names` is missing", "Name the columns in their order");
        }
        if ((kind == LineShape.Kind.COLUMNS || kind == LineShape.Kind.PAIRS) && like == null) {
            doc.error("`like` is missing", "Say by a regular expression what a line looks like");
        }
        if (kind == LineShape.Kind.PATTERN && patterns.isEmpty()) {
            doc.error("`pattern` is missing", "Give a regular expression with named groups");
        }
        char separator = switch (doc.text("by", "space")) {
            case "tab" -> '\t';
            case "comma" -> ',';
            default -> ' ';
        };
        return new LineShape(
                kind,
                like,
                separator,
                doc.texts("names"),
                doc.truth("header", false),
                patterns,
                Set.copyOf(doc.texts("integers")));
    }

    static List<ExtractStep> steps(Doc list) {
        List<ExtractStep> out = new ArrayList<>();
        for (Doc item : list.items()) {
            item.only(Set.of("from", "pattern", "pairs", "json", "join", "into"));
            boolean join = item.get("join").isPresent();
            ExtractStep step = new ExtractStep(
                    join ? item.needText("join") : item.needText("from"),
                    patterns(item),
                    item.truth("pairs", false),
                    item.truth("json", false),
                    join ? item.needText("into") : null);
            if (!join && step.patterns().isEmpty() && !step.pairs() && !step.json()) {
                item.error("this step takes nothing out", "Add `pattern`, `pairs: true`, `json: true` or `join`");
            }
            out.add(step);
        }
        return List.copyOf(out);
    }

    private static List<Pattern> patterns(Doc doc) {
        List<Pattern> out = new ArrayList<>();
        doc.get("pattern")
                .ifPresent(list -> list.items().forEach(item -> {
                    Pattern pattern = pattern(item);
                    if (pattern != null) {
                        out.add(pattern);
                    }
                }));
        return List.copyOf(out);
    }

    /** Null, and an error, when it is no regular expression of RE2. */
    private static @Nullable Pattern pattern(Doc doc) {
        try {
            return LinearPattern.of(doc.text(), 0);
        } catch (PatternSyntaxException e) {
            doc.error("this is no regular expression: " + e.getDescription(), "RE2's syntax; groups are (?P<name>…)");
            return null;
        }
    }
}
