package dev.holdfast.report.data;

import dev.holdfast.model.Finding;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/** Spells many verdicts on all cores, a few batches ahead of who writes them; they come out in their order. */
final class Spelling implements AutoCloseable {
    private static final int BATCH = 5_000;
    private static final int CORES = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);

    private final ExecutorService cores = Executors.newFixedThreadPool(CORES);
    private final Supplier<Function<Finding, CharSequence>> speller;
    private final String between;

    /**
     * @param speller gives what spells a verdict; each batch gets its own
     * @param between what stands between two verdicts
     */
    Spelling(Supplier<Function<Finding, CharSequence>> speller, String between) {
        this.speller = speller;
        this.between = between;
    }

    /** Batches of verdicts; nothing when there are none. */
    Iterator<CharSequence> of(List<Finding> findings) {
        Deque<Future<CharSequence>> ahead = new ArrayDeque<>();
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < findings.size() || !ahead.isEmpty();
            }

            @Override
            public CharSequence next() {
                while (next < findings.size() && ahead.size() <= CORES) {
                    List<Finding> batch = findings.subList(next, Math.min(findings.size(), next + BATCH));
                    next += batch.size();
                    ahead.add(cores.submit(() -> spelled(batch)));
                }
                if (ahead.isEmpty()) {
                    throw new NoSuchElementException();
                }
                return result(ahead.remove());
            }
        };
    }

    private CharSequence spelled(List<Finding> batch) {
        Function<Finding, CharSequence> spell = speller.get();
        StringBuilder out = new StringBuilder(batch.size() * 512);
        for (Finding finding : batch) {
            out.append(out.isEmpty() ? "" : between).append(spell.apply(finding));
        }
        return out;
    }

    private static CharSequence result(Future<CharSequence> batch) {
        try {
            return batch.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("writing was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a verdict could not be written: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        cores.shutdownNow();
    }
}
