package dev.holdfast.change;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.runbook.Line;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal of the run at hand: what it held when the run was taken up, and what was added since. Lines of one target
 * are added and read by one thread at a time; those of several targets may come in any order among each other.
 */
final class RunLog {
    private final Ledger ledger;
    private final InstantSource clock;
    private final String run;
    private final List<JournalEntry> entries;
    private final Map<String, List<JournalEntry>> byTarget = new HashMap<>();
    private @Nullable Throwable broken;

    RunLog(Ledger ledger, InstantSource clock, String run) {
        this.ledger = ledger;
        this.clock = clock;
        this.run = run;
        this.entries = new ArrayList<>();
        ledger.journal(run).forEach(this::keep);
    }

    private void keep(JournalEntry entry) {
        entries.add(entry);
        lines(target(entry.step())).add(entry);
    }

    /** The lines of a target; each list begins with the line that began the run. */
    private List<JournalEntry> lines(String target) {
        return byTarget.computeIfAbsent(target, name -> {
            List<JournalEntry> list = new ArrayList<>();
            if (!name.isEmpty() && !entries.isEmpty()) {
                list.add(entries.getFirst());
            }
            return list;
        });
    }

    private static String target(String step) {
        int slash = step.indexOf('/');
        return slash < 0 ? step : step.substring(0, slash);
    }

    String run() {
        return run;
    }

    Instant now() {
        return clock.instant();
    }

    /** All lines so far, oldest first. */
    synchronized List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    /** The line that began the run, and after it those of one target, for the thread that carries the target on. */
    synchronized List<JournalEntry> of(String target) {
        return Collections.unmodifiableList(lines(target));
    }

    /** True when the journal holds anything that was done to a target. */
    synchronized boolean begun(String target) {
        return lines(target).stream().anyMatch(e -> e.step().length() > target.length());
    }

    /** Writes a line; it is on disk when this returns. */
    JournalEntry add(String step, Line line) {
        return written(() -> Optional.of(ledger.append(run, clock.instant(), line.kind(), step, line.body())))
                .orElseThrow();
    }

    /**
     * Writes what it is given to write. Once a line could not be written none is any more: whoever still carries on a
     * target stops at its next line, as if the process had ended.
     */
    private synchronized Optional<JournalEntry> written(Supplier<Optional<JournalEntry>> write) {
        if (broken instanceof RuntimeException exception) {
            throw exception;
        } else if (broken instanceof Error error) {
            throw error;
        }
        try {
            Optional<JournalEntry> entry = write.get();
            entry.ifPresent(this::keep);
            return entry;
        } catch (RuntimeException | Error e) {
            broken = e;
            throw e;
        }
    }

    /** Writes a line that says why something failed. */
    void failed(String step, String why, boolean last) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("why", why).put("final", last);
        add(step, new Line(JournalEntry.Kind.FAILED, body));
    }

    /** Uses up approvals; false while there are too few. */
    boolean approved(String step, String digest, int needed, Set<String> allowed) {
        return written(() -> ledger.useApprovals(run, clock.instant(), step, digest, needed, allowed))
                .isPresent();
    }

    /** The last line of a kind about a step. */
    synchronized Optional<JournalEntry> last(JournalEntry.Kind kind, String step) {
        List<JournalEntry> lines = lines(target(step));
        for (int i = lines.size() - 1; i >= 0; i--) {
            JournalEntry entry = lines.get(i);
            if (entry.kind() == kind && entry.step().equals(step)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }
}
