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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The journal of the run at hand: what it held when the run was taken up, and what was added since. */
final class RunLog {
    private final Ledger ledger;
    private final InstantSource clock;
    private final String run;
    private final List<JournalEntry> entries;

    RunLog(Ledger ledger, InstantSource clock, String run) {
        this.ledger = ledger;
        this.clock = clock;
        this.run = run;
        this.entries = new ArrayList<>(ledger.journal(run));
    }

    String run() {
        return run;
    }

    Instant now() {
        return clock.instant();
    }

    List<JournalEntry> entries() {
        return Collections.unmodifiableList(entries);
    }

    /** Writes a line; it is on disk when this returns. */
    JournalEntry add(String step, Line line) {
        JournalEntry entry = ledger.append(run, clock.instant(), line.kind(), step, line.body());
        entries.add(entry);
        return entry;
    }

    /** Writes a line that says why something failed. */
    void failed(String step, String why, boolean last) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("why", why).put("final", last);
        add(step, new Line(JournalEntry.Kind.FAILED, body));
    }

    /** Uses up approvals; false while there are too few. */
    boolean approved(String step, String digest, int needed, Set<String> allowed) {
        Optional<JournalEntry> entry = ledger.useApprovals(run, clock.instant(), step, digest, needed, allowed);
        entry.ifPresent(entries::add);
        return entry.isPresent();
    }

    /** The last line of a kind about a step. */
    Optional<JournalEntry> last(JournalEntry.Kind kind, String step) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            JournalEntry entry = entries.get(i);
            if (entry.kind() == kind && entry.step().equals(step)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }
}
