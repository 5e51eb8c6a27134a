package dev.holdfast.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.content.Check;
import dev.holdfast.content.FrameworkMap;
import dev.holdfast.model.Attestation;
import dev.holdfast.model.Decision;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttestedTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-26");
    private static final Check MANUAL = FrameworkMap.manual(ShippedContent.FRAMEWORKS).stream()
            .filter(c -> c.id().equals("cis-aws-7.0/3.1.3"))
            .findFirst()
            .orElseThrow();

    private static Attestation word(String subject, String statement, String until, String problem) {
        return new Attestation(
                subject, statement, "ana", Instant.parse("2026-11-01T23:00:00Z"), LocalDate.parse(until), "", problem);
    }

    private static Finding apply(Outcome outcome, Attestation... said) {
        Finding finding = TrustWorld.finding(MANUAL, outcome, "", "global", "organization");
        return Attested.apply(List.of(finding), List.of(said), TODAY).get(0);
    }

    @Test
    void whileItHoldsTheControlPassesWithDateAndSigner() {
        Finding passed = apply(Outcome.MANUAL, word("cis-aws-7.0/3.1.3", "seen", "2026-11-26", ""));
        assertThat(passed.outcome()).isEqualTo(Outcome.PASS);
        assertThat(passed.reason()).isEqualTo("Attested by ana on 2026-11-01, until 2026-11-26: seen");
        assertThat(passed.decision())
                .isEqualTo(new Decision(
                        Decision.Kind.ATTESTATION,
                        "cis-aws-7.0/3.1.3",
                        "ana",
                        "signed 2026-11-01: seen",
                        "2026-11-26"));
    }

    @Test
    void anyVersionOfTheControlMaybeNamed() {
        assertThat(apply(Outcome.MANUAL, word("cis-aws-3.0/2.1.3", "seen", "2027-01-01", ""))
                        .outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(apply(Outcome.MANUAL, word("cis-aws-3.0/2.1.4", "seen", "2027-01-01", ""))
                        .outcome())
                .isEqualTo(Outcome.MANUAL);
    }

    @Test
    void anExpiredOneIsManualAgainAndSaysSo() {
        Finding again = apply(Outcome.MANUAL, word("cis-aws-7.0/3.1.3", "seen", "2026-11-25", ""));
        assertThat(again.outcome()).isEqualTo(Outcome.MANUAL);
        assertThat(again.reason()).endsWith("The attestation by ana on 2026-11-01 expired on 2026-11-25");
    }

    @Test
    void theNewestCountsAndABrokenOneForNothing() {
        Finding newest = apply(
                Outcome.MANUAL,
                word("cis-aws-7.0/3.1.3", "old", "2027-01-01", ""),
                word("cis-aws-7.0/3.1.3", "new", "2027-01-01", ""));
        assertThat(newest.reason()).endsWith("new");
        Finding broken = apply(Outcome.MANUAL, word("cis-aws-7.0/3.1.3", "x", "2027-01-01", "its hash does not fit"));
        assertThat(broken.outcome()).isEqualTo(Outcome.MANUAL);
        assertThat(broken.reason()).contains("cannot be trusted: its hash does not fit");
    }

    @Test
    void nothingButManualIsTouched() {
        for (Outcome outcome : List.of(Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS)) {
            assertThat(apply(outcome, word("cis-aws-7.0/3.1.3", "x", "2027-01-01", ""))
                            .outcome())
                    .isEqualTo(outcome);
        }
    }
}
