package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.SnapshotNotWritten;
import dev.holdfast.lake.SnapshotWriter;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads single cells into a growing snapshot. */
final class Reading {
    private final SharedReader reader;
    private final SecretHash hash;
    private final InstantSource clock;
    private final SnapshotWriter writer;
    private final String partition;
    private final ClosedRegions regions;

    Reading(SharedReader reader, SecretHash hash, InstantSource clock, SnapshotWriter writer, String partition) {
        this.reader = reader;
        this.hash = hash;
        this.clock = clock;
        this.writer = writer;
        this.partition = partition;
        this.regions = new ClosedRegions(reader);
    }

    /**
     * Reads a cell and writes down how it went.
     *
     * @param number its number in the growing snapshot
     * @throws SnapshotNotWritten when the file could not be written
     */
    void read(Cell cell, int number, ExecutorService threads) {
        String closed = regions.known(cell.scope());
        if (closed != null) {
            skip(cell, number, closed);
            return;
        }
        String began = clock.instant().toString();
        Asker asker = new Asker(reader);
        ScopeCollector collector = new ScopeCollector(cell.table(), cell.scope(), partition, asker, hash, threads);
        AtomicLong rows = new AtomicLong();
        CellError failure = null;
        try {
            collector.collect(page -> {
                writer.append(cell.table().name(), number, page);
                rows.addAndGet(page.size());
            });
        } catch (AwsFailure e) {
            closed = rows.get() == 0 ? regions.behind(e, cell.scope()) : null;
            if (closed != null) {
                skip(cell, number, closed);
                return;
            }
            failure = CellError.of(e).declaredBy(cell.table());
        } catch (IllegalArgumentException e) {
            failure = failed(cell, AwsFailure.Kind.REFUSED, String.valueOf(e.getMessage()));
        } catch (SnapshotNotWritten e) {
            throw e;
        } catch (RuntimeException e) {
            // Whatever it is, this cell is not known and the others still are.
            failure = failed(cell, AwsFailure.Kind.UNAVAILABLE, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        writer.finish(
                SnapshotTables.COLLECTION.name(), number, record(cell, rows.get(), asker.calls(), began, failure));
    }

    private static CellError failed(Cell cell, AwsFailure.Kind kind, String message) {
        return new CellError(cell.table().list().name(), kind, message);
    }

    private static ObjectNode record(Cell cell, long rows, long calls, String began, @Nullable CellError failure) {
        ObjectNode out = named(cell).put("rows", rows).put("calls", calls).put("collected_at", began);
        if (failure != null) {
            out.put("operation", failure.operation())
                    .put("error", failure.error())
                    .put("kind", failure.kind().name())
                    .put("action", failure.action())
                    .put("principal", failure.principal());
        }
        return out;
    }

    private static ObjectNode named(Cell cell) {
        return Collector.object()
                .put("account", cell.scope().account().value())
                .put("region", cell.scope().region().value())
                .put("table_name", cell.table().name());
    }

    private void skip(Cell cell, int number, String status) {
        ObjectNode row =
                named(cell).put("status", status).put("reason", "the region is not switched on in this account");
        writer.finish(SnapshotTables.SKIPPED.name(), number, row);
    }

    /** Forgets what was kept of an account. */
    void release(AccountId account) {
        reader.release(account);
    }

    /** Makes durable what is finished. */
    void commit() {
        writer.commit();
    }
}
