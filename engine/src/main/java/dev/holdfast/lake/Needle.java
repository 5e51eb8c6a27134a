package dev.holdfast.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A text that is looked for in the values of records, ignoring case. It counts where it stands as whole words, so that
 * {@code 203.0.113.7} is not found in {@code 203.0.113.77}; a name with dots is found in the names below it.
 */
public final class Needle {
    private final String text;
    private final boolean anywhere;
    private final long[] words;
    private final boolean parent;
    private final boolean address;

    private Needle(String text, boolean anywhere) {
        this.text = text.toLowerCase(Locale.ROOT);
        this.anywhere = anywhere;
        this.address = !anywhere
                && !this.text.isEmpty()
                && EventWords.inWord(this.text.charAt(0))
                && EventWords.addressEnd(this.text, 0) == this.text.length();
        List<Long> found = new ArrayList<>();
        if (address) {
            found.add(EventWords.hash(this.text, 0, this.text.length()));
        } else if (!anywhere) {
            required(this.text, found);
        }
        this.words = found.stream().mapToLong(Long::longValue).distinct().toArray();
        this.parent = this.text.matches("[\\p{L}\\d_-]+(\\.[\\p{L}\\d_-]+)*\\.\\p{L}([\\p{L}\\d-]*\\p{L})?");
    }

    /** Whole words: an address, a key's id, an ARN, or any text. */
    public static Needle words(String text) {
        return new Needle(text.strip(), false);
    }

    /** The text wherever it stands, also inside words; nothing can be ruled out before it is read. */
    public static Needle anywhere(String text) {
        return new Needle(text, true);
    }

    /** The words that a record must have. */
    long[] words() {
        return words.clone();
    }

    /** What the text of the record as JSON must hold, in lower case. */
    String written() {
        String quoted = JsonNodeFactory.instance.textNode(text).toString();
        return quoted.substring(1, quoted.length() - 1);
    }

    private static void required(String text, List<Long> out) {
        if (text.matches("arn:[^\\s\"'`,;()\\[\\]{}<>|\\\\]*")
                && text.chars().filter(c -> c == ':').count() >= 5) {
            if (text.length() < EventWords.LONGEST && EventWords.inWord(text.charAt(text.length() - 1))) {
                int end = text.length();
                while (end > 0 && EventWords.edge(text.charAt(end - 1))) {
                    end--;
                }
                out.add(EventWords.hash(text, 0, end));
                return;
            }
        }
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && EventWords.inWord(text.charAt(end))) {
                end++;
            }
            int start = at;
            int stop = end;
            while (start < stop && EventWords.edge(text.charAt(start))) {
                start++;
            }
            while (stop > start && EventWords.edge(text.charAt(stop - 1))) {
                stop--;
            }
            if (EventWords.counts(text, start, stop)) {
                out.add(EventWords.hash(text, start, stop));
            }
            at = Math.max(end, at + 1);
        }
    }

    /** True when a value of the record holds it. */
    boolean in(JsonNode record) {
        if (record.isValueNode()) {
            return !record.isNull() && holds(record.asText().toLowerCase(Locale.ROOT));
        }
        for (JsonNode child : record) {
            if (in(child)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(String value) {
        for (int at = value.indexOf(text); at >= 0; at = value.indexOf(text, at + 1)) {
            if (address) {
                boolean begins = at == 0 || (value.charAt(at - 1) != ':' && !EventWords.inWord(value.charAt(at - 1)));
                if (begins && EventWords.addressEnd(value, at) == at + text.length()) {
                    return true;
                }
            } else if (anywhere || (begins(value, at) && ends(value, at + text.length()))) {
                return true;
            }
        }
        return false;
    }

    private boolean begins(String value, int at) {
        if (!EventWords.inWord(text.charAt(0)) || (parent && at > 0 && value.charAt(at - 1) == '.')) {
            return true;
        }
        int before = at;
        while (before > 0 && EventWords.edge(value.charAt(before - 1))) {
            before--;
        }
        return before == 0 || !EventWords.inWord(value.charAt(before - 1));
    }

    private boolean ends(String value, int end) {
        if (!EventWords.inWord(text.charAt(text.length() - 1))) {
            return true;
        }
        int after = end;
        while (after < value.length() && EventWords.edge(value.charAt(after))) {
            after++;
        }
        return after == value.length() || !EventWords.inWord(value.charAt(after));
    }
}
