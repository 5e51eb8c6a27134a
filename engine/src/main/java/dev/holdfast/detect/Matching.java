package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Asks a {@link Matcher} of one record after the other. One thread. */
final class Matching implements FieldIndex.Sink, Formula.Answers {
    private static final int[] NONE = new int[0];
    private static final byte YES = 1;
    private static final byte NO = 2;
    private static final byte MAYBE = 3;

    private final Matcher matcher;
    private final Found found;
    private final RecordScanner bytes;
    private final TreeScanner tree;
    private final int[] stamp;
    private final byte[] answer;
    private final int[] ruleStamp;
    private final int[] askedStamp;
    private int[] candidates = new int[64];
    private int candidateCount;
    private int generation;
    private byte[] record = new byte[0];
    private int from;
    private int to;
    private @Nullable JsonNode node;

    Matching(Matcher matcher) {
        this.matcher = matcher;
        this.found = new Found(matcher.slots);
        this.bytes = new RecordScanner(matcher.trie, matcher.everything, found);
        this.tree = new TreeScanner(matcher.trie, matcher.everything, found);
        this.stamp = new int[matcher.questions.size()];
        this.answer = new byte[matcher.questions.size()];
        this.ruleStamp = new int[matcher.rules.size()];
        this.askedStamp = new int[matcher.fields.length];
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
        if (end >= 0 && bytes.odd()) {
            tree.scan(tree());
        }
        return end;
    }

    /** Reads a tree, without asking anything yet. */
    void read(JsonNode record) {
        node = record;
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

    Found found() {
        return found;
    }

    /** True when the record last read from bytes stands there as its tree would be written; when in doubt it is not. */
    boolean isPlain() {
        return to > from && bytes.isPlain(from, to);
    }

    /** The numbers of the rules that hit the record last read, in the rules' order. */
    int[] hits() {
        generation++;
        candidateCount = 0;
        for (int field : matcher.gateFields) {
            ask(field);
        }
        int count = 0;
        for (int i = 0; i < candidateCount; i++) {
            if (matcher.formulas.get(candidates[i]).holds(this)) {
                candidates[count++] = candidates[i];
            }
        }
        for (int rule : matcher.always) {
            if (matcher.formulas.get(rule).holds(this)) {
                candidate(count++, rule);
            }
        }
        if (count == 0) {
            return NONE;
        }
        int[] out = Arrays.copyOf(candidates, count);
        Arrays.sort(out);
        return out;
    }

    /** Asks everything that rules ask of a field. */
    private void ask(int field) {
        askedStamp[field] = generation;
        int slot = slot(field);
        if (slot >= 0) {
            for (int link = found.firstLink(slot); link >= 0; link = found.nextLink(link)) {
                int value = found.valueOf(link);
                if (found.kind(value) != FieldValue.Kind.NULL) {
                    matcher.indexes[field].ask(found, value, this);
                }
            }
        }
    }

    private void candidate(int at, int rule) {
        if (at == candidates.length) {
            candidates = Arrays.copyOf(candidates, at * 2);
        }
        candidates[at] = rule;
    }

    /** The first of the field's places where something is; -1 when nothing is at any. */
    private int slot(int field) {
        for (int slot : matcher.fieldSlots[field]) {
            if (found.isPresent(slot)) {
                return slot;
            }
        }
        return -1;
    }

    @Override
    public void yes(int predicate) {
        open(predicate, YES);
    }

    @Override
    public void maybe(int predicate) {
        if (stamp[predicate] != generation) {
            open(predicate, MAYBE);
        }
    }

    private void open(int predicate, byte what) {
        boolean first = stamp[predicate] != generation;
        stamp[predicate] = generation;
        answer[predicate] = what;
        if (first) {
            for (int rule : matcher.opened[predicate]) {
                if (ruleStamp[rule] != generation) {
                    ruleStamp[rule] = generation;
                    candidate(candidateCount++, rule);
                }
            }
        }
    }

    @Override
    public boolean of(int predicate) {
        Questions.Question question = matcher.questions.get(predicate);
        if (question.indexed() && askedStamp[question.field()] != generation) {
            ask(question.field());
        }
        boolean asked = stamp[predicate] == generation;
        if (question.indexed() && !asked) {
            return false;
        }
        if (asked && answer[predicate] != MAYBE) {
            return answer[predicate] == YES;
        }
        boolean yes = ask(question);
        stamp[predicate] = generation;
        answer[predicate] = yes ? YES : NO;
        return yes;
    }

    private boolean ask(Questions.Question question) {
        return switch (question.test()) {
            case EventTest.Holds holds -> any(question.field(), holds.value());
            case EventTest.Anywhere anywhere -> any(question.field(), anywhere.value());
            case EventTest.Exists exists -> slot(question.field()) >= 0;
            case EventTest.HasValue has -> hasValue(question.field());
            default -> question.test().test(tree());
        };
    }

    private boolean any(int field, ValueTest test) {
        int slot = slot(field);
        if (slot >= 0) {
            for (int link = found.firstLink(slot); link >= 0; link = found.nextLink(link)) {
                if (test.test(found.get(found.valueOf(link)))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean hasValue(int field) {
        int slot = slot(field);
        if (slot >= 0) {
            for (int link = found.firstLink(slot); link >= 0; link = found.nextLink(link)) {
                if (found.kind(found.valueOf(link)) != FieldValue.Kind.NULL) {
                    return true;
                }
            }
        }
        return false;
    }
}
