package dev.holdfast.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.content.Check;
import dev.holdfast.content.Framework;
import dev.holdfast.content.Framework.Control;
import dev.holdfast.content.FrameworkMap;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameworkResultTest {
    private static final Check MACHINE = TrustWorld.shipped("protect/s3/versioning");

    private static Outcome outcome(String manual, String notYet, List<Outcome> machine, List<Outcome> person) {
        Framework framework =
                new Framework("f", "f.yaml", "F", List.of(new Control("1", "subject", manual, notYet, 1)));
        Check serving = new Check(
                MACHINE.id(),
                MACHINE.file(),
                MACHINE.title(),
                MACHINE.function(),
                MACHINE.severity(),
                MACHINE.about(),
                MACHINE.judges(),
                MACHINE.why(),
                MACHINE.query(),
                1,
                "",
                null,
                Map.of("f", List.of("1")),
                List.of());
        List<Check> checks = new ArrayList<>(FrameworkMap.manual(List.of(framework)));
        List<Finding> findings = new ArrayList<>();
        person.forEach(o -> findings.add(TrustWorld.finding(checks.get(0), o, "", "global", "organization")));
        machine.forEach(o -> findings.add(TrustWorld.finding(serving, o, "2", "eu", "b" + o)));
        checks.add(serving);
        return FrameworkResult.of(framework, checks, findings).controls().get(0).outcome();
    }

    @Test
    void whatIsLeftToAPersonIsManualNotUnknown() {
        List<Outcome> pass = List.of(Outcome.PASS);
        assertThat(outcome("look", "", pass, List.of(Outcome.MANUAL))).isEqualTo(Outcome.MANUAL);
        assertThat(outcome("look", "", pass, List.of())).as("nobody was asked").isEqualTo(Outcome.MANUAL);
        assertThat(outcome("look", "", pass, pass)).as("attested").isEqualTo(Outcome.PASS);
        assertThat(outcome("look", "", List.of(Outcome.FAIL), pass)).isEqualTo(Outcome.FAIL);
        assertThat(outcome("look", "", List.of(Outcome.UNKNOWN), List.of(Outcome.MANUAL)))
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(outcome("look", "the rest", pass, pass)).isEqualTo(Outcome.UNKNOWN);
        assertThat(outcome("", "the rest", pass, List.of())).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void whatShapesAVerdictShowsInTheControl() {
        List<Outcome> all = List.of(Outcome.PASS, Outcome.MUTED, Outcome.MITIGATED);
        assertThat(outcome("", "", all, List.of())).isEqualTo(Outcome.MITIGATED);
        assertThat(outcome("", "", List.of(Outcome.PASS, Outcome.MUTED), List.of()))
                .isEqualTo(Outcome.MUTED);
        assertThat(outcome("", "", List.of(Outcome.NOT_APPLICABLE), List.of())).isEqualTo(Outcome.NOT_APPLICABLE);
    }

    /** Every control of every version has a verdict, and each asks something of a check or of a person. */
    @ParameterizedTest
    @CsvSource({"cis-aws-7.0, 70", "cis-aws-6.0, 63", "cis-aws-5.0, 63", "cis-aws-3.0, 62"})
    void everyControlHasAVerdict(String id, int controls) {
        Framework framework = ShippedContent.FRAMEWORKS.stream()
                .filter(f -> f.id().equals(id))
                .findFirst()
                .orElseThrow();
        List<Check> all = Stream.concat(
                        ShippedContent.CHECKS.stream(), FrameworkMap.manual(ShippedContent.FRAMEWORKS).stream())
                .toList();
        FrameworkResult result = FrameworkResult.of(framework, all, List.of());
        assertThat(result.controls()).hasSize(controls);
        assertThat(result.controls()).allSatisfy(c -> {
            assertThat(c.coverage()).as(c.control()).isNotEqualTo(FrameworkResult.Coverage.NOT_YET);
            assertThat(c.checks().isEmpty()).as(c.control()).isEqualTo(c.coverage() == FrameworkResult.Coverage.MANUAL);
        });
    }
}
