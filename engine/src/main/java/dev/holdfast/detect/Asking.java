package dev.holdfast.detect;

import java.util.Arrays;

/** Asks the rules of a {@link Branch} of one record after the other. One thread. */
final class Asking implements FieldIndex.Sink, Formula.Answers {
    private static final byte YES = 1;
    private static final byte NO = 2;
    private static final byte MAYBE = 3;

    private final Branch branch;
    private final Found found;
    private final Matching record;
    private final KnownValues values;
    private final int[] stamp;
    private final byte[] answer;
    private final int[] ruleStamp;
    private final int[] askedStamp;
    private int[] candidates = new int[64];
    private int candidateCount;
    private int generation;

    /**
     * @param branch whose rules are asked
     * @param found what the record holds
     * @param record the record itself
     * @param values what values asked before answered
     */
    Asking(Branch branch, Found found, Matching record, KnownValues values) {
        this.branch = branch;
        this.found = found;
        this.record = record;
        this.values = values;
        this.stamp = new int[branch.questions.size()];
        this.answer = new byte[branch.questions.size()];
        this.ruleStamp = new int[branch.formulas.size()];
        this.askedStamp = new int[branch.indexes.length];
    }

    /** Puts the numbers of the rules that hit the record last read behind others, in any order; gives them all. */
    int[] hits(int[] before) {
        generation++;
        candidateCount = 0;
        for (int field : branch.gateFields) {
            ask(field);
        }
        int count = 0;
        for (int i = 0; i < candidateCount; i++) {
            if (branch.formulas.get(candidates[i]).holds(this)) {
                candidates[count++] = candidates[i];
            }
        }
        for (int rule : branch.always) {
            if (branch.formulas.get(rule).holds(this)) {
                candidate(count++, rule);
            }
        }
        if (count == 0) {
            return before;
        }
        int[] out = Arrays.copyOf(before, before.length + count);
        for (int i = 0; i < count; i++) {
            out[before.length + i] = branch.rules[candidates[i]];
        }
        return out;
    }

    /** Asks everything that rules ask of a field. */
    private void ask(int field) {
        askedStamp[field] = generation;
        if (field == branch.everything && !record.mayHold(branch.indexes[field].wholeText())) {
            return;
        }
        int slot = slot(field);
        if (slot >= 0) {
            for (int link = found.firstLink(slot); link >= 0; link = found.nextLink(link)) {
                int value = found.valueOf(link);
                if (found.kind(value) != FieldValue.Kind.NULL) {
                    values.ask(branch, field, found, value, this);
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

    private int slot(int field) {
        if (field == branch.everything) {
            record.all();
        }
        return found.slot(branch.fieldSlots[field]);
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
            for (int rule : branch.opened[predicate]) {
                if (ruleStamp[rule] != generation) {
                    ruleStamp[rule] = generation;
                    candidate(candidateCount++, rule);
                }
            }
        }
    }

    @Override
    public boolean of(int predicate) {
        Questions.Question question = branch.questions.get(predicate);
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
            default -> question.test().test(record.tree());
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
