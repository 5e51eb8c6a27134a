package dev.holdfast.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run of steps that changed something or proved something, told for people.
 *
 * @param id the run's id, as {@code undo} and {@code resume} take it
 * @param kind why it ran
 * @param document id of the fix, runbook or drill
 * @param title what it does, one line
 * @param subject the case of a response, the resource of a drill, empty when there is none
 * @param state how it stands
 * @param environment where it ran
 * @param startedAt when it began
 * @param endedAt when it ended, null while it has not
 * @param steps in order
 * @param approvals who agreed to what, one sentence each
 * @param metrics seconds by name, such as {@code mttcSeconds}, {@code rtoSeconds}
 * @param residue what a drill left behind, one line each; empty is what one wants
 */
public record RunStory(
        String id,
        Kind kind,
        String document,
        String title,
        String subject,
        State state,
        Environment environment,
        Instant startedAt,
        @Nullable Instant endedAt,
        List<Step> steps,
        List<String> approvals,
        Map<String, Long> metrics,
        List<String> residue) {
    private static final List<String> KNOWN_METRICS =
            List.of("mttdSeconds", "mttcSeconds", "mttrSeconds", "rtoSeconds", "rpoSeconds");

    /** Copies its collections and sorts the metrics in the order in which they come about. */
    public RunStory {
        steps = List.copyOf(steps);
        approvals = List.copyOf(approvals);
        Map<String, Long> sorted = new TreeMap<>(Comparator.<String>comparingInt(name -> KNOWN_METRICS.indexOf(name))
                .thenComparing(name -> name));
        sorted.putAll(metrics);
        metrics = Collections.unmodifiableMap(sorted);
        residue = List.copyOf(residue);
    }

    /** How long it took; null while it has not ended. */
    public @Nullable Duration took() {
        return endedAt == null ? null : Duration.between(startedAt, endedAt);
    }

    /** Why a run runs. */
    public enum Kind {
        FIX,
        BASELINE,
        RESPONSE,
        DRILL;

        /** The lower-case word. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a run, or one step of it, stands. */
    public enum State {
        PLANNED,
        RUNNING,
        /** Waits for a person. */
        WAITING,
        /** Stopped on purpose and kept as it is, to be resumed. */
        HELD,
        DONE,
        SKIPPED,
        FAILED,
        UNDONE;

        /** The lower-case word. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One step.
     *
     * @param id the step's name within the run
     * @param phase evidence, containment, eradication, recovery, verify, cleanup; empty when it has none
     * @param say what it does, one sentence
     * @param operation {@code service:Operation}
     * @param account twelve digits, empty when it has none
     * @param region region code or {@code global}
     * @param state how it stands
     * @param startedAt when it began, null when it has not
     * @param endedAt when it ended, null when it has not
     * @param found the state before, in words, empty when nothing is changed
     * @param wanted the state after, in words, empty when nothing is changed
     * @param undo how it is taken back, or {@code irreversible: why}, empty for a reading step
     * @param evidence SHA-256 of what was kept, empty when nothing was
     */
    public record Step(
            String id,
            String phase,
            String say,
            String operation,
            String account,
            String region,
            State state,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            String found,
            String wanted,
            String undo,
            String evidence) {}
}
