package dev.holdfast.report;

import dev.holdfast.model.RestorePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A restore that was practised, or why it was not.
 *
 * @param kind such as {@code ebs}
 * @param outcome how it went
 * @param run the run, null when there was none
 * @param resource what was practised on
 * @param point what was restored, null when the document chose it
 * @param pointAge how old the restored data was, null when not known
 * @param residue what was left behind
 * @param proven whether the place was looked at before and after, all of it
 * @param why what failed, or why nothing was done
 * @param environment {@code aws}, {@code emulator} or {@code simulated}
 */
public record DrillStory(
        String kind,
        Outcome outcome,
        @Nullable RunStory run,
        String resource,
        @Nullable RestorePoint point,
        @Nullable Duration pointAge,
        List<String> residue,
        boolean proven,
        String why,
        String environment) {
    /** How a drill went. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** There is nothing of the kind, or nothing in it that a restore could be compared by. */
        SKIPPED
    }

    public DrillStory {
        residue = List.copyOf(residue);
    }

    /** A drill that could not be made. */
    public static DrillStory none(String kind, Outcome outcome, String resource, String why, String environment) {
        return new DrillStory(kind, outcome, null, resource, null, null, List.of(), false, why, environment);
    }

    /** A drill that was made. */
    public static DrillStory of(
            RunStory run,
            String kind,
            Outcome outcome,
            String resource,
            @Nullable RestorePoint point,
            List<String> residue,
            boolean proven,
            String why,
            Instant now) {
        Instant at = point == null ? null : point.at();
        return new DrillStory(
                kind,
                outcome,
                run,
                resource,
                point,
                at == null || at.isAfter(now) ? null : Duration.between(at, now),
                residue,
                proven,
                why,
                run.environment().word());
    }
}
