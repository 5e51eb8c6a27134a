package dev.holdfast.change;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run is started.
 *
 * @param caller who starts it
 * @param caseId the case it belongs to, null when none
 * @param environment {@code aws}, {@code emulator} or {@code simulated}
 * @param evidence what is kept as evidence before anything else, such as the case's log extract
 * @param evidenceWaived why containment may come before evidence, null when it may not
 */
public record Start(
        String caller,
        @Nullable String caseId,
        String environment,
        List<Extract> evidence,
        @Nullable String evidenceWaived) {
    /**
     * Something kept as evidence.
     *
     * @param kind such as {@code log-extract}
     * @param name what it shows
     * @param source the log file or query that it came from
     * @param text what is kept, in UTF-8
     */
    public record Extract(String kind, String name, String source, String text) {}

    /** A plain start. */
    public static Start by(String caller, String environment) {
        return new Start(caller, null, environment, List.of(), null);
    }
}
