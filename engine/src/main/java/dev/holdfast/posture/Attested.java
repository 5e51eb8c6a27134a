package dev.holdfast.posture;

import dev.holdfast.model.Attestation;
import dev.holdfast.model.Decision;
import dev.holdfast.model.Decision.Kind;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Turns what only a person can judge into a pass while somebody vouches for it, signed and dated. */
public final class Attested {
    private Attested() {}

    /**
     * The findings with attestations taken into account.
     *
     * @param attestations oldest first: the newest about a subject counts
     * @param today the day that ends are held against
     */
    public static List<Finding> apply(List<Finding> findings, List<Attestation> attestations, LocalDate today) {
        if (attestations.isEmpty()) {
            return findings;
        }
        return findings.stream().map(f -> apply(f, attestations, today)).toList();
    }

    private static Finding apply(Finding finding, List<Attestation> attestations, LocalDate today) {
        if (finding.outcome() != Outcome.MANUAL) {
            return finding;
        }
        for (int i = attestations.size() - 1; i >= 0; i--) {
            Attestation one = attestations.get(i);
            if (concerns(one.subject(), finding)) {
                return decided(finding, one, today);
            }
        }
        return finding;
    }

    private static boolean concerns(String subject, Finding finding) {
        int slash = subject.indexOf('/');
        return subject.equals(finding.rule())
                || (slash > 0
                        && finding.frameworks()
                                .getOrDefault(subject.substring(0, slash), List.of())
                                .contains(subject.substring(slash + 1)));
    }

    private static Finding decided(Finding finding, Attestation one, LocalDate today) {
        LocalDate signed = one.at().atZone(ZoneOffset.UTC).toLocalDate();
        String who = one.by() + " on " + signed;
        if (!one.problem().isEmpty()) {
            return finding.decided(
                    Outcome.MANUAL,
                    finding.reason() + " The attestation of " + one.by() + " cannot be trusted: " + one.problem(),
                    decision(Kind.BROKEN_ATTESTATION, one));
        } else if (today.isAfter(one.until())) {
            return finding.decided(
                    Outcome.MANUAL,
                    finding.reason() + " The attestation by " + who + " expired on " + one.until(),
                    decision(Kind.EXPIRED_ATTESTATION, one));
        }
        return finding.decided(
                Outcome.PASS,
                "Attested by " + who + ", until " + one.until() + ": " + one.statement(),
                decision(Kind.ATTESTATION, one));
    }

    private static Decision decision(Kind kind, Attestation one) {
        LocalDate signed = one.at().atZone(ZoneOffset.UTC).toLocalDate();
        return new Decision(
                kind,
                one.subject(),
                one.by(),
                "signed " + signed + ": " + one.statement(),
                one.until().toString());
    }
}
