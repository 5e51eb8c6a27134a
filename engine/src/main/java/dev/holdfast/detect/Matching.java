package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Asks a {@link Matcher} of one record after the other. One thread. */
final class Matching {
    private static final int[] NONE = new int[0];

    private final Matcher matcher;
    private final Found found;
    private final RecordScanner bytes;
    private final TreeScanner tree;
    private final @Nullable Asking[] asking;
    private final KnownLogs logs;
    private final KnownValues values = new KnownValues();
    private byte[] record = new byte[0];
    private int from;
    private int to;
    private @Nullable JsonNode node;
    /** Whether the record was read from bytes, and whether all single values of it were taken. */
    private boolean scanned;

    private boolean all;

    Matching(Matcher matcher) {
        this.matcher = matcher;
        this.found = new Found(matcher.slots);
        this.bytes = new RecordScanner(matcher.trie, matcher.everything, found);
        this.tree = new TreeScanner(matcher.trie, matcher.everything, found);
        this.asking = new Asking[matcher.branches()];
        this.logs = new KnownLogs(matcher, found);
    }

    /**
     * Reads the object that begins at a place, without asking anything yet.
     *
     * @return the place after it, or why there is none, by {@link RecordScanner#scan}
     */
    int read(byte[] record, int from, int limit) {
        int end = bytes.scan(record, from, limit);
        this.record = record;
        this.from = from;
        this.to = end;
        node = null;
        scanned = true;
        all = false;
        if (end >= 0 && bytes.odd()) {
            read(tree());
        }
        return end;
    }

    /** Reads a tree, without asking anything yet. */
    void read(JsonNode record) {
        node = record;
        scanned = false;
        all = true;
        tree.scan(record);
    }

    /** The record last read as a tree. */
    JsonNode tree() {
        JsonNode known = node;
        if (known == null) {
            known = JsonText.tree(record, from, to);
            node = known;
        }
        return known;
    }

    /** Takes every single value of the record, which few rules ask for. */
    void all() {
        if (!all) {
            all = true;
            bytes.all(from);
        }
    }

    /** False when none of the texts stands in any value of the record. */
    boolean mayHold(@Nullable WholeText texts) {
        return texts == null || !scanned || !bytes.isVerbatim() || texts.mayHold(record, from, to);
    }

    Found found() {
        return found;
    }

    /** True when the record last read from bytes goes over several lines. */
    boolean breaks() {
        return bytes.breaks();
    }

    /** The numbers of the rules that hit the record last read, in the rules' order. */
    int[] hits() {
        int[] out = NONE;
        for (int branch : logs.branches(this::tree)) {
            out = asking(branch).hits(out);
        }
        return out.length < 2 ? out : Arrays.stream(out).sorted().distinct().toArray();
    }

    private Asking asking(int branch) {
        Asking known = asking[branch];
        if (known == null) {
            known = new Asking(matcher.branch(branch), found, this, values);
            asking[branch] = known;
        }
        return known;
    }
}
