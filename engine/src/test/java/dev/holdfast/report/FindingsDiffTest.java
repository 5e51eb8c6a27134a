package dev.holdfast.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.report.data.KeptVerdicts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What counts as opened, closed, and what cannot be told. */
final class FindingsDiffTest {
    private static final FindingsDiff.Looked EVERYWHERE =
            new FindingsDiff.Looked(Set.of("1", "2"), Set.of("eu-west-1"));

    private static Finding says(Outcome outcome, String resource, String account) {
        return new SampleReport.Rule("p/s/r", "T", NistFunction.PROTECT, Severity.HIGH, "", null, Map.of())
                .says(outcome, resource, account, "eu-west-1", "as it is");
    }

    private static List<String> resources(List<FindingsDiff.Entry> entries) {
        return entries.stream().map(e -> e.either().resource()).toList();
    }

    @Test
    void aFailureThatIsNoLongerKnownIsNotClosed() {
        List<Finding> before = List.of(
                says(Outcome.FAIL, "blind", "1"), says(Outcome.FAIL, "mended", "1"), says(Outcome.PASS, "broke", "1"));
        List<Finding> after = List.of(
                says(Outcome.UNKNOWN, "blind", "1"),
                says(Outcome.PASS, "mended", "1"),
                says(Outcome.FAIL, "broke", "1"));
        FindingsDiff diff = FindingsDiff.of(before, after, EVERYWHERE);
        assertThat(resources(diff.opened())).containsExactly("broke");
        assertThat(resources(diff.closed())).containsExactly("mended");
        assertThat(resources(diff.unsure())).containsExactly("blind");
    }

    @Test
    void whatIsGoneIsClosedOnlyWhereTheRunLookedAndSaw() {
        List<Finding> before = List.of(
                says(Outcome.FAIL, "gone", "1"),
                says(Outcome.FAIL, "hidden", "2"),
                says(Outcome.FAIL, "left-out", "3"));
        List<Finding> after = List.of(says(Outcome.UNKNOWN, "2/eu-west-1", "2"));
        FindingsDiff diff = FindingsDiff.of(before, after, EVERYWHERE);
        assertThat(resources(diff.closed())).containsExactly("gone");
        assertThat(resources(diff.unsure())).containsExactlyInAnyOrder("hidden", "left-out");
    }

    @Test
    void whatIsSilencedIsNotClosed() {
        List<Finding> before = List.of(says(Outcome.FAIL, "muted", "1"), says(Outcome.FAIL, "shielded", "1"));
        List<Finding> after = List.of(says(Outcome.MUTED, "muted", "1"), says(Outcome.MITIGATED, "shielded", "1"));
        FindingsDiff diff = FindingsDiff.of(before, after, EVERYWHERE);
        assertThat(diff.closed()).isEmpty();
        assertThat(resources(diff.changed())).containsExactly("muted", "shielded");
    }

    @Test
    void keptVerdictsComeBack() {
        List<Finding> kept = new ArrayList<>(List.of(says(Outcome.FAIL, "a\n\u001b\"", "1")));
        KeptVerdicts read = KeptVerdicts.read(KeptVerdicts.write(Set.of("p/s/r"), kept));
        assertThat(read.rules()).containsExactly("p/s/r");
        assertThat(read.findings()).isEqualTo(kept);
    }

    @Test
    void causesOfUnknownsLeaveThePlaceOut() {
        String reason = "s3:GetBucketPolicy failed in account 11111111111%d, eu-west-1 for b%d: AccessDenied";
        List<Finding> findings = new ArrayList<>();
        for (int i = 1; i < 4; i++) {
            findings.add(new SampleReport.Rule("p/s/r", "T", NistFunction.PROTECT, Severity.LOW, "", null, Map.of())
                    .says(Outcome.UNKNOWN, "b" + i, "11111111111" + i, "eu-west-1", String.format(reason, i, i)));
        }
        assertThat(UnknownCause.of(findings))
                .containsExactly(new UnknownCause("s3:GetBucketPolicy failed: AccessDenied", 3, 3, ""));
    }
}
