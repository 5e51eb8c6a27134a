package dev.holdfast.content;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A regulation, a threat or a degree of criticality, and how much security follows from it.
 *
 * @param kind what it is
 * @param id how {@code holdfast.yaml} names it
 * @param file its file, for messages
 * @param title for people
 * @param why what it asks, in plain words
 * @param frameworks framework id to why it follows
 * @param runbooks runbook id to why it follows
 * @param notYet those of both that are not part of the content yet
 * @param objectives what must be achieved when something is lost; null when it says nothing of that
 */
public record ProgramUnit(
        Kind kind,
        String id,
        String file,
        String title,
        String why,
        Map<String, String> frameworks,
        Map<String, String> runbooks,
        Set<String> notYet,
        @Nullable Objectives objectives) {
    /** What a unit is. */
    public enum Kind {
        REGULATION,
        THREAT,
        CRITICALITY;

        /** Folder, and word for people. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * How much may be lost.
     *
     * @param rpoHours hours of work that may be lost
     * @param rtoHours hours until it works again
     * @param why because of what
     */
    public record Objectives(long rpoHours, long rtoHours, String why) {}

    /** As messages name it: {@code regulation gdpr}. */
    public String name() {
        return kind.word() + " " + id;
    }
}
