package dev.holdfast.emulator.overlay;

import dev.holdfast.emulator.wire.Call;
import dev.holdfast.model.OperationCatalog;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How often each operation was called since the last mark. What reads is what the engine's committed list says reads;
 * an unknown operation counts as a write, so that a count of no writes means none.
 */
public final class Counts {
    private static final Set<String> SIGN_INS = Set.of(
            "sts:AssumeRole",
            "sts:AssumeRoleWithSAML",
            "sts:AssumeRoleWithWebIdentity",
            "sts:GetSessionToken",
            "sts:GetFederationToken");

    private final OperationCatalog catalog;
    private Map<String, Long> reads = new TreeMap<>();
    private Map<String, Long> writes = new TreeMap<>();
    private Map<String, Long> signIns = new TreeMap<>();
    private Set<String> distinct = new HashSet<>();

    /**
     * Calls by {@code service:Operation}, sorted.
     *
     * @param reads calls that only read
     * @param writes calls that change something, and unknown ones
     * @param signIns calls that give credentials
     */
    public record Tally(Map<String, Long> reads, Map<String, Long> writes, Map<String, Long> signIns) {
        /** All calls. */
        public long total() {
            return sum(reads) + sum(writes) + sum(signIns);
        }

        /** Calls that change something. */
        public long written() {
            return sum(writes);
        }

        private static long sum(Map<String, Long> counts) {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** @param catalog tells what reads */
    public Counts(OperationCatalog catalog) {
        this.catalog = catalog;
    }

    /** True for an operation that only reads. */
    public boolean reads(Call call) {
        return catalog.find(call.service(), call.operation())
                .map(OperationCatalog.Operation::reads)
                .orElse(false);
    }

    /** True for an operation that gives credentials. */
    static boolean signsIn(Call call) {
        return SIGN_INS.contains(call.name());
    }

    void add(Call call, String account) {
        boolean reads = reads(call);
        String request = call.request().target() + "\n" + call.request().text();
        String what = account + " " + call.region() + " " + call.name() + "\n" + request;
        synchronized (this) {
            distinct.add(what);
            Map<String, Long> counts = signsIn(call) ? signIns : reads ? this.reads : writes;
            counts.merge(call.name(), 1L, Long::sum);
        }
    }

    /** Begins to count anew. */
    public synchronized void mark() {
        reads = new TreeMap<>();
        writes = new TreeMap<>();
        signIns = new TreeMap<>();
        distinct = new HashSet<>();
    }

    /** How many calls there would have been if nothing were asked twice: account, region, operation and request. */
    public synchronized int distinct() {
        return distinct.size();
    }

    /** The counts since the last mark. */
    public synchronized Tally tally() {
        return new Tally(new TreeMap<>(reads), new TreeMap<>(writes), new TreeMap<>(signIns));
    }
}
