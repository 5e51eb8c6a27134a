package dev.holdfast.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds every literal of a set in a text, reading each character once (Aho and Corasick, 1975). A small set is a table of all
 * steps, which is fastest; of a large one only the states near the root, where most characters lead, have such a table, and
 * the others keep the steps of their literals and where to go on after a mismatch, some sixteen bytes to a character, since a
 * table of thousands of rules would fill the memory and no cache. Without state; safe for many threads.
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

    /** Steps in the largest table: 128 KiB, which the cache of a core holds beside what is read. */
    private static final int LARGEST_TABLE = 1 << 15;

    /** Fewer children are asked one after the other. */
    private static final int FEW = 6;

    private static final int[] NONE = new int[0];
    private static final int ASCII = 128;

    private final int[] asciiClass = new int[ASCII];
    private final Map<Character, Integer> wideClass = new HashMap<>();
    private int width = 1;
    private final int[][] outputs;
    /** The number of a state's first child; children of a state have numbers in a row, by the class that leads to them. */
    private final int[] children;

    private final int[] label;
    private final int[] fail;
    private final int[] root;
    private final int[] table;
    /** States with a number below have their steps in the table. */
    private final int tabled;

    /** @param literals none of them empty; a literal's number is its place in the list */
    LiteralAutomaton(List<String> literals) {
        this(literals, LARGEST_TABLE);
    }

    /** @param largestTable most steps for which a table is made */
    LiteralAutomaton(List<String> literals, int largestTable) {
        for (String literal : literals) {
            for (int i = 0; i < literal.length(); i++) {
                classOf(literal.charAt(i), true);
            }
        }
        List<Node> nodes = numbered(literals);
        int size = nodes.size();
        children = new int[size + 1];
        label = new int[size];
        outputs = new int[size][];
        int child = 1;
        for (int state = 0; state < size; state++) {
            Node node = nodes.get(state);
            children[state] = child;
            child += node.next.size();
            label[state] = node.label;
            outputs[state] = node.entries;
        }
        children[size] = child;
        root = new int[width];
        for (int to = children[0]; to < children[1]; to++) {
            root[label[to]] = to;
        }
        fail = linked();
        tabled = Math.max(1, (int) Math.min(size, (long) largestTable / width));
        table = table();
    }

    /** A state while the set is read. */
    private static final class Node {
        private final int label;
        private final Map<Integer, Node> next = new TreeMap<>();
        private int[] entries = NONE;

        private Node(int label) {
            this.label = label;
        }
    }

    /** All states, those nearer to the root first. */
    private List<Node> numbered(List<String> literals) {
        Node first = new Node(0);
        for (int entry = 0; entry < literals.size(); entry++) {
            Node at = first;
            String literal = literals.get(entry);
            for (int i = 0; i < literal.length(); i++) {
                at = at.next.computeIfAbsent(classOf(literal.charAt(i), false), Node::new);
            }
            at.entries = joined(at.entries, new int[] {entry});
        }
        List<Node> out = new ArrayList<>();
        out.add(first);
        for (int i = 0; i < out.size(); i++) {
            out.addAll(out.get(i).next.values());
        }
        return out;
    }

    private static int[] joined(int[] a, int[] b) {
        if (b.length == 0 || a.length == 0) {
            return a.length == 0 ? b : a;
        }
        int[] out = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, out, a.length, b.length);
        return out;
    }

    /** Where to go on after a mismatch, and what ends in a state beside its own literals. */
    private int[] linked() {
        int[] out = new int[label.length];
        for (int state = 0; state < label.length; state++) {
            for (int to = children[state]; to < children[state + 1]; to++) {
                int from = state;
                int fallback = 0;
                while (from != 0 && fallback == 0) {
                    from = out[from];
                    fallback = child(from, label[to]);
                }
                out[to] = fallback;
                outputs[to] = joined(outputs[to], outputs[fallback]);
            }
        }
        return out;
    }

    /** Every step from the states near the root; a negative one has something to tell. */
    private int[] table() {
        int[] out = new int[tabled * width];
        for (int state = 0; state < tabled; state++) {
            for (int c = 0; c < width; c++) {
                // A character of no literal ends all of them.
                int to = c == 0 ? 0 : step(state, c);
                out[state * width + c] = outputs[to].length > 0 ? ~to : to;
            }
        }
        return out;
    }

    private int step(int from, int c) {
        int state = from;
        while (true) {
            int to = child(state, c);
            if (to != 0 || state == 0) {
                return to;
            }
            state = fail[state];
        }
    }

    /** The child that a class leads to; 0 for none. */
    private int child(int state, int c) {
        if (state == 0) {
            return root[c];
        }
        int from = children[state];
        int to = children[state + 1];
        if (to - from > FEW) {
            int at = Arrays.binarySearch(label, from, to, c);
            return Math.max(at, 0);
        }
        for (int at = from; at < to; at++) {
            if (label[at] == c) {
                return at;
            }
        }
        return 0;
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
        return wideClass.isEmpty() ? 0 : wideClass.getOrDefault(c, 0);
    }

    /** Reads the characters between two places. */
    void scan(char[] text, int from, int to, Sink sink) {
        int state = 0;
        for (int i = from; i < to; i++) {
            char c = text[i];
            int kind = c < ASCII ? asciiClass[c] : classOf(c, false);
            int step = state < tabled ? table[state * width + kind] : kind == 0 ? 0 : far(state, kind);
            if (step < 0) {
                step = ~step;
                for (int entry : outputs[step]) {
                    sink.found(entry, i + 1 - from);
                }
            }
            state = step;
        }
    }

    /** A step from a state that the table does not hold, told as the table tells it. */
    private int far(int from, int kind) {
        int state = from;
        while (state >= tabled) {
            int to = child(state, kind);
            if (to != 0) {
                return outputs[to].length > 0 ? ~to : to;
            }
            state = fail[state];
        }
        return table[state * width + kind];
    }

    /** How much memory it takes, in bytes. */
    long size() {
        return 4L * (table.length + 4L * label.length + root.length);
    }
}
