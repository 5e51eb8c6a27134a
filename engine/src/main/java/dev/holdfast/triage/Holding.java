package dev.holdfast.triage;

import dev.holdfast.model.Finding;

/** Keeps findings while triage sorts them, so that no more of each need be in the heap than what it is sorted by. */
public interface Holding {
    /** Keeps findings as they are. */
    Holding IN_HEAP = new Holding() {
        @Override
        public Finding hold(Finding whole) {
            return whole;
        }

        @Override
        public Finding whole(Finding held) {
            return held;
        }

        @Override
        public void release(Finding held) {
            // The heap forgets by itself.
        }
    };

    /** Takes a finding and gives what stands for it. */
    Finding hold(Finding whole);

    /** The finding that something given by {@link #hold} stands for. */
    Finding whole(Finding held);

    /** Says that the finding will not be asked for again. */
    void release(Finding held);
}
