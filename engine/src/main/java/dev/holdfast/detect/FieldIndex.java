package dev.holdfast.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the rules of one route ask of one field's texts and numbers, asked of a value at once: whole texts by a hash,
 * parts of texts by a {@link LiteralAutomaton}, whole numbers by a map. Without state; safe for many threads.
 */
final class FieldIndex {
    /** Told which questions a value answers. */
    interface Sink {
        /** The question is answered with yes. */
        void yes(int predicate);

        /** The question may be answered with yes and must be asked by itself. */
        void maybe(int predicate);
    }

    /**
     * Where a literal leads.
     *
     * @param predicate the question
     * @param shape how it must stand in the value
     * @param length of the literal
     * @param sure true when standing so is enough
     */
    private record Entry(int predicate, WildcardText.Shape shape, int length, boolean sure) {}

    /** Collects questions before the index is made. */
    static final class Builder {
        private final Map<String, List<Entry>> whole = new LinkedHashMap<>();
        private final Map<String, List<Entry>> parts = new LinkedHashMap<>();
        private final Map<Long, int[]> numbers = new HashMap<>();

        /** Adds a text; false when it holds nothing that could be looked for. */
        boolean add(WildcardText text, int predicate) {
            WildcardText.Shape shape = text.shape();
            String literal = text.literal();
            if (shape == WildcardText.Shape.WHOLE) {
                put(whole, literal, new Entry(predicate, shape, literal.length(), !text.isCased()));
                return true;
            }
            if (literal.isEmpty()) {
                return false;
            }
            boolean sure = shape != WildcardText.Shape.MIXED && !text.isCased();
            put(parts, literal, new Entry(predicate, shape, literal.length(), sure));
            return true;
        }

        /** Adds a text without case that must stand somewhere in the value for the question to be worth asking. */
        void addRequired(String literal, int predicate) {
            put(parts, literal, new Entry(predicate, WildcardText.Shape.MIXED, literal.length(), false));
        }

        void add(long number, int predicate) {
            numbers.merge(number, new int[] {predicate}, FieldIndex::joined);
        }

        private static void put(Map<String, List<Entry>> map, String key, Entry entry) {
            map.computeIfAbsent(key, k -> new ArrayList<>()).add(entry);
        }

        FieldIndex build() {
            return new FieldIndex(this);
        }
    }

    private final String[] wholeKeys;
    private final Entry[][] wholeEntries;
    private final int wholeMask;
    private final Entry[][] partEntries;
    private final @Nullable LiteralAutomaton automaton;
    private final Map<Long, int[]> numbers;
    private final @Nullable WholeText wholeText;

    private FieldIndex(Builder builder) {
        int size = builder.whole.isEmpty() ? 1 : Integer.highestOneBit(builder.whole.size() * 4 - 1) * 2;
        wholeKeys = new String[size];
        wholeEntries = new Entry[size][];
        wholeMask = size - 1;
        builder.whole.forEach((key, entries) -> {
            int at = hash(key.toCharArray(), 0, key.length()) & wholeMask;
            while (wholeEntries[at] != null) {
                at = (at + 1) & wholeMask;
            }
            wholeKeys[at] = key;
            wholeEntries[at] = entries.toArray(new Entry[0]);
        });
        partEntries = builder.parts.values().stream()
                .map(list -> list.toArray(new Entry[0]))
                .toArray(Entry[][]::new);
        automaton = builder.parts.isEmpty() ? null : new LiteralAutomaton(List.copyOf(builder.parts.keySet()));
        numbers = Map.copyOf(builder.numbers);
        List<String> literals = new ArrayList<>(builder.whole.keySet());
        literals.addAll(builder.parts.keySet());
        wholeText = numbers.isEmpty() ? WholeText.of(literals) : null;
    }

    /** What tells of a whole record that none of its values answers any question; null when nothing can. */
    @Nullable
    WholeText wholeText() {
        return wholeText;
    }

    private static int[] joined(int[] a, int[] b) {
        int[] out = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, out, a.length, b.length);
        return out;
    }

    private static int hash(char[] text, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + text[i];
        }
        return hash ^ (hash >>> 16);
    }

    /** Asks everything of one value that is not null. */
    void ask(Found found, int value, Sink sink) {
        found.fold(value);
        char[] text = found.folded();
        int from = found.foldedFrom(value);
        int to = found.foldedTo(value);
        if (wholeKeys.length > 1) {
            whole(text, from, to, sink);
        }
        if (automaton != null && to > from) {
            int length = to - from;
            automaton.scan(text, from, to, (literal, end) -> parts(partEntries[literal], end, length, sink));
        }
        if (!numbers.isEmpty()) {
            number(found, value, sink);
        }
    }

    private void whole(char[] text, int from, int to, Sink sink) {
        int at = hash(text, from, to) & wholeMask;
        while (wholeEntries[at] != null) {
            if (equal(wholeKeys[at], text, from, to)) {
                for (Entry entry : wholeEntries[at]) {
                    tell(entry, sink);
                }
                return;
            }
            at = (at + 1) & wholeMask;
        }
    }

    private static boolean equal(String key, char[] text, int from, int to) {
        if (key.length() != to - from) {
            return false;
        }
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) != text[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static void parts(Entry[] entries, int end, int length, Sink sink) {
        for (Entry entry : entries) {
            boolean fits = switch (entry.shape) {
                case BEGIN -> end == entry.length;
                case END -> end == length;
                default -> true;
            };
            if (fits) {
                tell(entry, sink);
            }
        }
    }

    private static void tell(Entry entry, Sink sink) {
        if (entry.sure) {
            sink.yes(entry.predicate);
        } else {
            sink.maybe(entry.predicate);
        }
    }

    private void number(Found found, int value, Sink sink) {
        FieldValue.Kind kind = found.kind(value);
        if (kind != FieldValue.Kind.NUMBER && kind != FieldValue.Kind.TEXT) {
            return;
        }
        int from = found.foldedFrom(value);
        int to = found.foldedTo(value);
        char[] text = found.folded();
        long number = 0;
        boolean digits = to > from && to - from <= 18;
        for (int i = from; digits && i < to; i++) {
            digits = text[i] >= '0' && text[i] <= '9';
            number = number * 10 + (text[i] - '0');
        }
        if (!digits) {
            if (to == from || !(text[from] >= '+' && text[from] <= '9')) {
                return;
            }
            var exact = Values.number(found.text(value)).filter(FieldIndex::isLong);
            if (exact.isEmpty()) {
                return;
            }
            number = exact.get().longValue();
        }
        for (int predicate : numbers.getOrDefault(number, NONE)) {
            sink.yes(predicate);
        }
    }

    private static final int[] NONE = new int[0];

    /** True for a whole number that fits. */
    static boolean isLong(java.math.BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0 && number.precision() - number.scale() <= 18;
    }
}
