package dev.holdfast.posture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Check;
import dev.holdfast.content.Check.Example;
import dev.holdfast.content.FrameworkReader;
import dev.holdfast.insight.Insight;
import dev.holdfast.model.ContentError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped checks: their SQL, their examples, and that they keep to what they say they look at. */
class CheckContentTest {
    private static final CheckExamples EXAMPLES = new CheckExamples(ShippedContent.TABLES, Insight::prepare);

    static Stream<Check> checks() {
        return ShippedContent.CHECKS.stream();
    }

    @Test
    void everythingIsWellFormedAndEveryMappingResolves() {
        List<ContentError> errors = new ArrayList<>(ShippedContent.ERRORS);
        CheckLint.check(ShippedContent.CHECKS, ShippedContent.TABLES, Insight::prepare, errors);
        FrameworkReader.check(ShippedContent.FRAMEWORKS, ShippedContent.CHECKS, errors);
        assertThat(errors).isEmpty();
        assertThat(ShippedContent.CHECKS).hasSizeGreaterThanOrEqualTo(25);
    }

    @ParameterizedTest
    @MethodSource("checks")
    void examplesHold(Check check) {
        assertThat(EXAMPLES.run(check)).isEmpty();
    }

    /** What lies in another account, or in another region, must not bend a verdict about a resource. */
    @ParameterizedTest
    @MethodSource("checks")
    void otherAccountsDoNotBendVerdicts(Check check) throws IOException {
        if (check.judges() == Check.Judges.ORGANIZATION) {
            return;
        }
        for (Example example : check.examples()) {
            Set<String> alone = Neighbours.own(EXAMPLES.judge(check, example.rows()));
            for (Map<String, List<ObjectNode>> world : Neighbours.worlds(check, example)) {
                assertThat(Neighbours.own(EXAMPLES.judge(check, world)))
                        .as(check.id() + ": " + example.name() + " beside others")
                        .isEqualTo(alone);
            }
        }
    }
}
