package dev.holdfast.inventory;

import dev.holdfast.content.TableDefinition;
import dev.holdfast.lake.SnapshotNotWritten;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Organization;
import dev.holdfast.model.Progress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Goes through the cells account by account, several at once, so that what an account answered need be kept only while it
 * is read. Makes durable what is finished every {@value #COMMIT_MILLIS} ms.
 */
final class Rounds {
    private static final long COMMIT_MILLIS = 200;

    private final Reading reading;
    private final FinishedCells finished;
    private final int concurrency;
    private final AtomicReference<SnapshotNotWritten> broken = new AtomicReference<>();
    private final AtomicLong done = new AtomicLong();

    Rounds(Reading reading, FinishedCells finished, int concurrency) {
        this.reading = reading;
        this.finished = finished;
        this.concurrency = concurrency;
    }

    /** @throws SnapshotNotWritten when the file could not be written */
    void run(Organization organization, List<TableDefinition> tables, Progress progress) {
        List<TableDefinition> order = Cell.spread(tables);
        List<AccountId> accounts = Cell.accounts(organization);
        long total = accounts.stream()
                .mapToLong(a -> Cell.of(a, organization, order).size())
                .sum();
        int next = finished.next();
        Semaphore slots = new Semaphore(concurrency);
        Thread committing = Thread.startVirtualThread(this::commitNowAndThen);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (AccountId account : accounts) {
                List<Cell> cells = Cell.of(account, organization, order);
                List<Cell> left = cells.stream()
                        .filter(c -> !finished.keys().contains(c.key()))
                        .toList();
                done.addAndGet(cells.size() - left.size());
                AtomicInteger open = new AtomicInteger(left.size());
                for (Cell cell : left) {
                    int number = next++;
                    slots.acquireUninterruptibly();
                    threads.execute(() -> {
                        try {
                            read(cell, number, threads);
                        } finally {
                            if (open.decrementAndGet() == 0) {
                                reading.release(account);
                            }
                            slots.release();
                            progress.at(
                                    done.incrementAndGet(), total, cell.table().title());
                        }
                    });
                }
            }
            // Rows are read side by side on the same threads, so they may not be shut before the last cell is done.
            slots.acquireUninterruptibly(concurrency);
        } finally {
            committing.interrupt();
        }
        SnapshotNotWritten why = broken.get();
        if (why != null) {
            throw why;
        }
    }

    private void read(Cell cell, int number, ExecutorService threads) {
        if (broken.get() != null) {
            return;
        }
        try {
            reading.read(cell, number, threads);
        } catch (SnapshotNotWritten e) {
            broken.compareAndSet(null, e);
        }
    }

    private void commitNowAndThen() {
        try {
            while (broken.get() == null) {
                Thread.sleep(COMMIT_MILLIS);
                reading.commit();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SnapshotNotWritten e) {
            broken.compareAndSet(null, e);
        }
    }
}
