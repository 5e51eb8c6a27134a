package dev.holdfast.aws;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts every call that went out, retries included, so that a run can say what it asked. Safe for many threads. */
public final class CallLedger {
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

    void sent(String operation) {
        calls.computeIfAbsent(operation, k -> new LongAdder()).increment();
    }

    void failed(String operation) {
        failures.computeIfAbsent(operation, k -> new LongAdder()).increment();
    }

    /** Calls sent so far. */
    public long total() {
        return calls.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Calls sent so far by {@code service:Operation}, sorted. */
    public Map<String, Long> byOperation() {
        return sums(calls);
    }

    /** Tries that failed so far by {@code service:Operation}, sorted. */
    public Map<String, Long> failuresByOperation() {
        return sums(failures);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> out = new TreeMap<>();
        counts.forEach((k, v) -> out.put(k, v.sum()));
        return out;
    }
}
