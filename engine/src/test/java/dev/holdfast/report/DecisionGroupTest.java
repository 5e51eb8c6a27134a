package dev.holdfast.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.Decision;
import dev.holdfast.model.Decision.Kind;
import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.report.terminal.DecisionsView;
import dev.holdfast.report.terminal.Style;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionGroupTest {
    private static Finding finding(String resource, Decision decision) {
        return new Finding(
                        Finding.Kind.CHECK,
                        "protect/x/y",
                        "t",
                        NistFunction.PROTECT,
                        Severity.LOW,
                        Outcome.FAIL,
                        resource,
                        "1",
                        "eu",
                        "r",
                        Map.of(),
                        "",
                        null,
                        null)
                .decided(Outcome.MUTED, "r", decision);
    }

    @Test
    void eachDecisionStandsOnceWithWhoWhyAndUntilWhen() {
        Decision exception = new Decision(Kind.EXCEPTION, "e", "ana", "so\u001b[2J", "2027-01-31");
        Decision guardrail =
                new Decision(Kind.GUARDRAIL, "p-1", "policy n (p-1), attached to Root (r-1)", "denies *", "");
        List<Finding> findings = List.of(finding("a", guardrail), finding("b", exception), finding("c", exception));
        assertThat(DecisionGroup.of(findings))
                .containsExactly(new DecisionGroup(exception, 2), new DecisionGroup(guardrail, 1));
        List<String> lines = new DecisionsView(Style.PLAIN).lines(findings);
        assertThat(String.join("\n", lines))
                .contains("Silenced by exceptions\n  2  e: so", "ana, until 2027-01-31")
                .contains("Made harmless by policies of the organization\n  1  p-1: denies *", "attached to Root (r-1)")
                .doesNotContain("\u001b");
        assertThat(new DecisionsView(Style.PLAIN).lines(List.of())).isEmpty();
    }
}
