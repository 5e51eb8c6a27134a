package dev.holdfast.detect;

import dev.holdfast.model.ByteHash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what values answered, since programs, users and stacks of calls come again and again. Bounded: a value takes the
 * place of one before it, long ones are asked each time. One thread.
 */
final class KnownValues {
    private static final int PLACES = 1 << 12;

    /** Shorter ones are asked faster than they are looked up. */
    private static final int SHORTEST = 8;

    private static final int LONGEST = 2 << 10;

    /** What is remembered. */
    private static final class Value {
        private final Branch branch;
        private final int field;
        /** Whether it stands in the record as it is. */
        private final boolean simple;
        /** As it stands there. */
        private final byte[] text;
        /** Twice the number of each question, and one more for a maybe. */
        private int[] told;
        /** Whether there is no maybe left. */
        private boolean settled;

        Value(Branch branch, int field, boolean simple, byte[] text, int[] told) {
            this.branch = branch;
            this.field = field;
            this.simple = simple;
            this.text = text;
            this.told = told;
        }
    }

    private final @Nullable Value[] values = new Value[PLACES];
    private final Telling telling = new Telling();

    /** Asks everything of one value that is not null. */
    void ask(Branch branch, int field, Found found, int value, FieldIndex.Sink sink) {
        int length = found.length(value);
        if (length < SHORTEST || length > LONGEST) {
            branch.indexes[field].ask(found, value, sink);
            return;
        }
        byte[] bytes = found.bytes();
        int from = found.from(value);
        boolean simple = found.isSimple(value);
        long hash = ByteHash.of(bytes, from, from + length).value() + 31L * field + branch.number;
        int at = (int) ((hash * 0x9e3779b97f4a7c15L) >>> 52) & (PLACES - 1);
        Value known = values[at];
        if (known != null
                && known.field == field
                && known.branch == branch
                && known.simple == simple
                && Arrays.equals(known.text, 0, known.text.length, bytes, from, from + length)) {
            // What comes again is worth to be asked to the end.
            if (!known.settled) {
                known.told = settled(known, found, value);
                known.settled = true;
            }
            tell(known.told, sink);
            return;
        }
        telling.count = 0;
        branch.indexes[field].ask(found, value, telling);
        int[] told = Arrays.copyOf(telling.told, telling.count);
        values[at] = new Value(branch, field, simple, Arrays.copyOfRange(bytes, from, from + length), told);
        tell(told, sink);
    }

    private static int[] settled(Value known, Found found, int value) {
        return Arrays.stream(known.told)
                .filter(one -> (one & 1) == 0
                        || Questions.value(known.branch.questions.get(one >> 1)).test(found.get(value)))
                .map(one -> one & ~1)
                .toArray();
    }

    private static void tell(int[] told, FieldIndex.Sink sink) {
        for (int one : told) {
            if ((one & 1) == 0) {
                sink.yes(one >> 1);
            } else {
                sink.maybe(one >> 1);
            }
        }
    }

    /** Keeps what is told. */
    private static final class Telling implements FieldIndex.Sink {
        private int[] told = new int[64];
        private int count;

        @Override
        public void yes(int predicate) {
            add(predicate << 1);
        }

        @Override
        public void maybe(int predicate) {
            add(predicate << 1 | 1);
        }

        private void add(int what) {
            if (count == told.length) {
                told = Arrays.copyOf(told, count * 2);
            }
            told[count++] = what;
        }
    }
}
