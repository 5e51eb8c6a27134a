package dev.holdfast.cli;

import dev.holdfast.detect.Detector;
import dev.holdfast.detect.Sieve;
import dev.holdfast.logs.RecordSieve;

/** Lets a reader of logs leave out what no rule hits. */
record RuleSieve(Sieve sieve) implements RecordSieve {
    static RecordSieve.Maker of(Detector detector) {
        return (source, wanted) -> new RuleSieve(detector.sieve(source, wanted));
    }

    @Override
    public int read(byte[] bytes, int from, int to) {
        return sieve.read(bytes, from, to);
    }

    @Override
    public boolean isPresent(int wanted) {
        return sieve.isPresent(wanted);
    }

    @Override
    public String text(int wanted) {
        return sieve.text(wanted);
    }

    @Override
    public boolean breaks() {
        return sieve.breaks();
    }

    @Override
    public boolean keeps() {
        return sieve.hits();
    }
}
