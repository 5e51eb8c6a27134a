package dev.holdfast.posture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Check;
import dev.holdfast.content.Check.Example;
import dev.holdfast.content.FrameworkReader;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.insight.Insight;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped checks: their SQL, their examples, and that they keep to what they say they look at. */
class CheckContentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
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
            Set<String> alone = own(EXAMPLES.judge(check, example.rows()));
            for (String[] swap : List.of(
                    new String[] {CheckExamples.ACCOUNT, "333333333333"},
                    new String[] {CheckExamples.REGION, "sa-east-1"})) {
                boolean byAccount = swap[0].equals(CheckExamples.ACCOUNT);
                if (!byAccount && check.judges() == Check.Judges.ACCOUNT) {
                    continue;
                }
                Map<String, List<ObjectNode>> world = new LinkedHashMap<>();
                example.rows().forEach((table, rows) -> world.put(table, new ArrayList<>(rows)));
                for (Example other : check.examples()) {
                    if (!other.equals(example)) {
                        add(world, other, swap, byAccount);
                    }
                }
                assertThat(own(EXAMPLES.judge(check, world)))
                        .as(check.id() + ": " + example.name() + " beside " + swap[1])
                        .isEqualTo(alone);
            }
        }
    }

    private static void add(Map<String, List<ObjectNode>> world, Example other, String[] swap, boolean byAccount)
            throws IOException {
        for (Map.Entry<String, List<ObjectNode>> entry : other.rows().entrySet()) {
            TableDefinition table = ShippedContent.TABLES.stream()
                    .filter(t -> t.name().equals(entry.getKey()))
                    .findFirst()
                    .orElse(null);
            boolean movable = table != null
                    && (byAccount
                            ? !table.extent().organizationWide()
                            : table.extent().regional());
            for (ObjectNode row : movable ? entry.getValue() : List.<ObjectNode>of()) {
                ObjectNode moved = (ObjectNode) JSON.readTree(row.toString().replace(swap[0], swap[1]));
                if (byAccount && !row.has("account_id")) {
                    moved.put("account_id", swap[1]);
                } else if (!byAccount && !row.has("region")) {
                    moved.put("region", swap[1]);
                }
                // Ids of resources (ARNs) differ everywhere; the short examples do not always show it.
                if (moved.path(table.id()).isTextual()
                        && !table.id().equals("account_id")
                        && !table.id().equals("region")) {
                    moved.put(table.id(), moved.path(table.id()).asText() + "-elsewhere");
                }
                if (!moved.equals(row)) {
                    world.computeIfAbsent(entry.getKey(), k -> new ArrayList<>())
                            .add(moved);
                }
            }
        }
    }

    private static Set<String> own(List<Finding> findings) {
        return findings.stream()
                .filter(f ->
                        f.account().equals(CheckExamples.ACCOUNT) || f.account().isEmpty())
                .filter(f -> f.region().equals("global") || f.region().equals(CheckExamples.REGION))
                .map(f -> f.key() + " " + f.outcome())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
