package dev.holdfast.detect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every place in a record that some rule reads, as a tree of names; what is not in it is passed over unread. */
final class PathTrie {
    private static final int MAX_CHILDREN = 1 << 20;

    private final Map<String, PathTrie> byName = new HashMap<>();
    private int slot = -1;
    private int number;
    private byte[][] keys = new byte[0][];
    private PathTrie[] nodes = new PathTrie[0];
    private int mask;

    /** Numbers the places and makes the tree ready to be asked. */
    static PathTrie of(List<FieldPath> places) {
        PathTrie root = new PathTrie();
        for (int slot = 0; slot < places.size(); slot++) {
            PathTrie at = root;
            for (String name : places.get(slot).names()) {
                at = at.byName.computeIfAbsent(name, n -> new PathTrie());
            }
            at.slot = slot;
        }
        root.freeze(0);
        return root;
    }

    /** The place's number, or -1 where no rule reads but goes on below. */
    int slot() {
        return slot;
    }

    boolean hasChildren() {
        return nodes.length > 0;
    }

    /** Its number in the whole tree; the root has 0. */
    int number() {
        return number;
    }

    /** How many nodes stand here and below. */
    int size() {
        return 1 + byName.values().stream().mapToInt(PathTrie::size).sum();
    }

    @Nullable
    PathTrie child(String name) {
        return byName.get(name);
    }

    /** The child whose name these bytes are, written without escapes. */
    @Nullable
    PathTrie child(byte[] bytes, int from, int to) {
        if (nodes.length == 0) {
            return null;
        }
        int at = hash(bytes, from, to) & mask;
        while (nodes[at] != null) {
            if (Arrays.equals(keys[at], 0, keys[at].length, bytes, from, to)) {
                return nodes[at];
            }
            at = (at + 1) & mask;
        }
        return null;
    }

    private int freeze(int first) {
        number = first;
        int next = first + 1;
        if (byName.isEmpty()) {
            return next;
        }
        int size = Math.min(MAX_CHILDREN, Integer.highestOneBit(byName.size() * 4 - 1) * 2);
        keys = new byte[size][];
        nodes = new PathTrie[size];
        mask = size - 1;
        for (Map.Entry<String, PathTrie> entry : byName.entrySet()) {
            PathTrie child = entry.getValue();
            byte[] key = entry.getKey().getBytes(StandardCharsets.UTF_8);
            int at = hash(key, 0, key.length) & mask;
            while (nodes[at] != null) {
                at = (at + 1) & mask;
            }
            keys[at] = key;
            nodes[at] = child;
            next = child.freeze(next);
        }
        return next;
    }

    /** Names differ in length and at their ends; looking at more would cost more than a collision. */
    private static int hash(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return 0;
        }
        int hash = length * 0x9e3779b1;
        hash ^= bytes[from] * 0x85ebca6b;
        hash ^= bytes[to - 1] * 0xc2b2ae35;
        hash ^= bytes[from + (length >> 1)] * 0x27d4eb2f;
        hash ^= bytes[from + (length >> 2)] * 0x165667b1;
        return hash ^ (hash >>> 15);
    }
}
