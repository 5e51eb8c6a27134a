package dev.holdfast.model;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The ordered way back to operations after an incident.
 *
 * @param caseId the case, or what it was called
 * @param title what happened, one line
 * @param firstBad when the first bad event happened; nothing from then on is trusted
 * @param from the snapshot from before that, by which configuration is put back; null when there is none
 * @param assumed whether nobody named a resource, so that everything that holds data in the account was taken
 * @param steps in an order in which each comes after all that it needs
 * @param circles what needs each other; these come together
 * @param addedSince what appeared since the first bad event in the accounts concerned: each is to be looked at
 * @param problems what the way cannot do
 */
public record WayBack(
        String caseId,
        String title,
        Instant firstBad,
        @Nullable String from,
        boolean assumed,
        List<Step> steps,
        List<List<String>> circles,
        List<String> addedSince,
        List<String> problems) {
    public WayBack {
        steps = List.copyOf(steps);
        circles = List.copyOf(circles);
        addedSince = List.copyOf(addedSince);
        problems = List.copyOf(problems);
    }

    /** What is to be done with a thing. */
    public enum Action {
        /** See that it is there and untouched. */
        CHECK,
        /** Put its settings back to what they were. */
        CONFIGURE,
        /** Bring it back from a clean point, beside the original. */
        RESTORE,
        /** Lead it to what was restored, and let it work again. */
        RETURN;

        /** The word for people and JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One step.
     *
     * @param n from 1
     * @param layer keys, network, identity, data, compute, load-balancing or dns
     * @param type such as {@code rds-instance}
     * @param resource ARN or id
     * @param name what people call it
     * @param account where it lies
     * @param region where it lies
     * @param action what is to be done
     * @param say the step in a sentence
     * @param needs the numbers of the steps that it comes after
     * @param point the clean point to restore, null unless it is one
     * @param backTo the moment that is restored, always before the first bad event
     * @param document the document that carries it out, empty when a person does it
     * @param changes settings that differ from what they were: {@code column: now, was}
     * @param approval whether somebody has to agree first
     * @param undo how the step is taken back, empty when there is nothing to take back
     */
    public record Step(
            int n,
            String layer,
            String type,
            String resource,
            String name,
            String account,
            String region,
            Action action,
            String say,
            List<Integer> needs,
            @Nullable RestorePoint point,
            @Nullable Instant backTo,
            String document,
            List<String> changes,
            boolean approval,
            String undo) {
        public Step {
            needs = List.copyOf(needs);
            changes = List.copyOf(changes);
        }
    }
}
