package dev.holdfast.triage;

import dev.holdfast.model.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exception that keeps certain findings out of the queue, for a while, on somebody's word. Every part of the scope
 * that is given must be equal.
 *
 * @param id what people call it by
 * @param rule id of the rule silenced
 * @param account only in this account, null for any
 * @param actor only for this actor, null for any
 * @param resource only for this resource, null for any
 * @param owner who answers for it
 * @param reason why it is right
 * @param expires when it ends
 */
public record Suppression(
        String id,
        String rule,
        @Nullable String account,
        @Nullable String actor,
        @Nullable String resource,
        String owner,
        String reason,
        Instant expires) {
    /** Longest time a suppression may be granted for. */
    public static final Duration LONGEST = Duration.ofDays(366);

    /** @throws IllegalArgumentException when scope, owner or reason is missing */
    public Suppression {
        if (rule.isBlank() || (account == null && actor == null && resource == null)) {
            throw new IllegalArgumentException(
                    "suppression " + id + " is too wide: name a rule, and an account, actor or resource");
        }
        if (owner.isBlank()) {
            throw new IllegalArgumentException("suppression " + id + " has no owner: say who answers for it");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("suppression " + id + " has no reason: say why it is right");
        }
    }

    /**
     * Checks one that is about to be granted.
     *
     * @throws IllegalArgumentException when it has expired or lasts too long
     */
    public Suppression granted(Instant now) {
        if (expired(now)) {
            throw new IllegalArgumentException(
                    "suppression " + id + " expired at " + expires + ": choose a later time");
        }
        if (expires.isAfter(now.plus(LONGEST))) {
            throw new IllegalArgumentException("suppression " + id + " would last longer than " + LONGEST.toDays()
                    + " days: choose an earlier end");
        }
        return this;
    }

    boolean expired(Instant now) {
        return !expires.isAfter(now);
    }

    /** What it would keep out of a list. */
    public List<Finding> covered(Collection<Finding> findings) {
        return findings.stream().filter(this::covers).toList();
    }

    boolean covers(Finding finding) {
        String by = finding.sighting() == null ? "" : finding.sighting().actor();
        return rule.equals(finding.rule())
                && (account == null || account.equals(finding.account()))
                && (actor == null || actor.equals(by))
                && (resource == null || resource.equals(finding.resource()));
    }
}
