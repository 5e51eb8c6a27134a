package dev.holdfast.emulator.overlay;

import dev.holdfast.emulator.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The faults in force. The first that matches a call befalls it. Safe for many threads. */
public final class Faults {
    private static final class Armed {
        private final Fault fault;
        private int left;

        private Armed(Fault fault) {
            this.fault = fault;
            this.left = fault.times() == 0 ? Integer.MAX_VALUE : fault.times();
        }
    }

    private final RandomGenerator random;
    private final List<Armed> armed = new ArrayList<>();

    /** @param random decides faults that befall a share of calls; seed it for the same run twice */
    public Faults(RandomGenerator random) {
        this.random = random;
    }

    /** Adds a fault. */
    public synchronized void add(Fault fault) {
        armed.add(new Armed(fault));
    }

    /** Takes all faults away. */
    public synchronized void clear() {
        armed.clear();
    }

    /** The faults in force. */
    public synchronized List<Fault> list() {
        return armed.stream().map(a -> a.fault).toList();
    }

    synchronized Optional<Fault> strike(Call call, Identity identity) {
        for (Armed candidate : armed) {
            if (candidate.left > 0
                    && candidate.fault.matches(call, identity)
                    && (candidate.fault.probability() >= 1 || random.nextDouble() < candidate.fault.probability())) {
                candidate.left--;
                return Optional.of(candidate.fault);
            }
        }
        return Optional.empty();
    }
}
