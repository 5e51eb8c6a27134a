package dev.holdfast.detect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds every literal of a set in a text, reading each character once (Aho and Corasick, 1975). Without state; safe for
 * many threads.
 */
final class LiteralAutomaton {
    /** Told of each literal found. */
    @FunctionalInterface
    interface Sink {
        /**
         * @param entry the literal's number
         * @param end the place after its last character, from the beginning of the text
         */
        void found(int entry, int end);
    }

    private static final int[] NONE = new int[0];
    private static final int ASCII = 128;

    private final int[] asciiClass = new int[ASCII];
    private final Map<Character, Integer> wideClass = new HashMap<>();
    private int width = 1;
    private int[] next;
    private int[][] outputs;

    /** @param literals none of them empty; a literal's number is its place in the list */
    LiteralAutomaton(List<String> literals) {
        for (String literal : literals) {
            for (int i = 0; i < literal.length(); i++) {
                classOf(literal.charAt(i), true);
            }
        }
        next = new int[width * 64];
        Arrays.fill(next, -1);
        List<int[]> out = new ArrayList<>();
        out.add(NONE);
        for (int entry = 0; entry < literals.size(); entry++) {
            add(literals.get(entry), entry, out);
        }
        next = Arrays.copyOf(next, out.size() * width);
        outputs = out.toArray(new int[0][]);
        link();
    }

    private void add(String literal, int entry, List<int[]> out) {
        int state = 0;
        for (int i = 0; i < literal.length(); i++) {
            int at = state * width + classOf(literal.charAt(i), false);
            if (next[at] < 0) {
                next[at] = out.size();
                out.add(NONE);
                if (out.size() * width > next.length) {
                    int before = next.length;
                    next = Arrays.copyOf(next, before * 2);
                    Arrays.fill(next, before, next.length, -1);
                }
            }
            state = next[at];
        }
        out.set(state, joined(out.get(state), new int[] {entry}));
    }

    private static int[] joined(int[] a, int[] b) {
        if (b.length == 0) {
            return a;
        }
        int[] out = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, out, a.length, b.length);
        return out;
    }

    /** Fills in where to go on after a mismatch, state by state from the root. */
    private void link() {
        int[] fail = new int[outputs.length];
        Deque<Integer> open = new ArrayDeque<>();
        for (int c = 0; c < width; c++) {
            if (next[c] < 0) {
                next[c] = 0;
            } else {
                open.add(next[c]);
            }
        }
        while (!open.isEmpty()) {
            int state = open.remove();
            outputs[state] = joined(outputs[state], outputs[fail[state]]);
            for (int c = 0; c < width; c++) {
                int to = next[state * width + c];
                int fallback = next[fail[state] * width + c];
                if (to < 0) {
                    next[state * width + c] = fallback;
                } else {
                    fail[to] = fallback;
                    open.add(to);
                }
            }
        }
        // A state is its place in the table; a negative one has something to tell.
        for (int i = 0; i < next.length; i++) {
            int to = next[i];
            next[i] = outputs[to].length > 0 ? ~(to * width) : to * width;
        }
    }

    private int classOf(char c, boolean add) {
        if (c < ASCII) {
            if (asciiClass[c] == 0 && add) {
                asciiClass[c] = width++;
            }
            return asciiClass[c];
        }
        if (add) {
            wideClass.computeIfAbsent(c, x -> width++);
        }
        return wideClass.getOrDefault(c, 0);
    }

    /** Reads the characters between two places. */
    void scan(char[] text, int from, int to, Sink sink) {
        int state = 0;
        for (int i = from; i < to; i++) {
            char c = text[i];
            int step = next[state + (c < ASCII ? asciiClass[c] : wideClass.isEmpty() ? 0 : classOf(c, false))];
            if (step < 0) {
                step = ~step;
                for (int entry : outputs[step / width]) {
                    sink.found(entry, i + 1 - from);
                }
            }
            state = step;
        }
    }

    /** How much memory its table takes, in bytes. */
    long size() {
        return 4L * next.length;
    }
}
