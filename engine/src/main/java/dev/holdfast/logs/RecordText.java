package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text made from a record: one member, or a template with {@code {name}} that counts when every name has a value. */
final class RecordText {
    private static final Pattern NAME = Pattern.compile("\\{([^{}]+)}");

    /** Texts and paths in turn: the first is a text. */
    private final List<String> texts = new ArrayList<>();

    private final List<RecordPath> paths = new ArrayList<>();
    private final boolean template;

    RecordText(String text) {
        Matcher match = NAME.matcher(text);
        int from = 0;
        while (match.find()) {
            texts.add(text.substring(from, match.start()));
            paths.add(new RecordPath(match.group(1)));
            from = match.end();
        }
        this.template = !paths.isEmpty();
        if (template) {
            texts.add(text.substring(from));
        } else {
            paths.add(new RecordPath(text));
        }
    }

    Optional<String> of(JsonNode record) {
        if (!template) {
            return paths.get(0).text(record);
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < paths.size(); i++) {
            Optional<String> value = paths.get(i).text(record);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            out.append(texts.get(i)).append(value.get());
        }
        return Optional.of(out.append(texts.getLast()).toString());
    }
}
