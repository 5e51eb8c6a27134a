package dev.holdfast.cli;

import dev.holdfast.logs.ReadReport;
import dev.holdfast.model.Finding;
import dev.holdfast.report.data.FindingsJson;
import dev.holdfast.report.data.Json;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Findings of one run on their way out: told as they come and then let go, so that a long log needs no more memory. */
final class Findings implements AutoCloseable {
    /** The inventory is asked for so many at once. Where there is none nothing waits: what waits grows old in the heap. */
    private static final int AT_ONCE = 500;

    private final Enriching.Inventories inventories;
    private final @Nullable Path file;
    private final @Nullable Writer out;
    private final List<Finding> waiting = new ArrayList<>();
    private Consumer<Finding> consumer;
    private long total;

    /**
     * @param inventories adds what is known; closed with this
     * @param file gets findings and the summary as JSON lines; null for none
     * @param screen gets each finding, in the order they were found
     */
    Findings(Enriching.Inventories inventories, @Nullable Path file, Consumer<Finding> screen) {
        this.inventories = inventories;
        this.file = file;
        this.consumer = screen;
        try {
            out = file == null ? null : Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    /** From now on somebody else gets them too. */
    void also(Consumer<Finding> other) {
        consumer = consumer.andThen(other);
    }

    /** Takes what was found in an event. */
    void take(List<Finding> found) {
        if (found.isEmpty()) {
            return;
        }
        waiting.addAll(found);
        if (waiting.size() >= AT_ONCE || inventories.none()) {
            tell();
        }
    }

    /** Tells what still waits, and what was read. */
    void end(ReadReport report, double seconds) {
        tell();
        write(Json.line(
                FindingsJson.detectionSummary(report.events(), report.bytes(), total, report.parseErrors(), seconds)));
    }

    /** How many were told. */
    long total() {
        return total;
    }

    private void tell() {
        for (Finding finding : inventories.known(waiting)) {
            if (out != null) {
                write(Json.line(FindingsJson.detection(finding)));
            }
            consumer.accept(finding);
            total++;
        }
        waiting.clear();
    }

    private void write(String line) {
        try {
            if (out != null) {
                out.write(line);
            }
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    private Stop unwritten(IOException e) {
        return new Stop(Exit.FAILED, "`" + file + "` cannot be written: " + e.getMessage(), "Choose another --out");
    }

    @Override
    public void close() {
        inventories.close();
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            throw unwritten(e);
        }
    }
}
