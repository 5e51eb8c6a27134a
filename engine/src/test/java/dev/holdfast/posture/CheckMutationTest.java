package dev.holdfast.posture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Check;
import dev.holdfast.insight.Insight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A check that is changed must break one of its own examples; otherwise the examples do not say what it does. */
class CheckMutationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CheckExamples EXAMPLES = new CheckExamples(ShippedContent.TABLES, Insight::prepare);

    private static final Map<String, String> OPPOSITE = Map.of(
            "COMPARE_EQUAL", "COMPARE_NOTEQUAL",
            "COMPARE_NOTEQUAL", "COMPARE_EQUAL",
            "COMPARE_LESSTHAN", "COMPARE_GREATERTHANOREQUALTO",
            "COMPARE_GREATERTHANOREQUALTO", "COMPARE_LESSTHAN",
            "COMPARE_GREATERTHAN", "COMPARE_LESSTHANOREQUALTO",
            "COMPARE_LESSTHANOREQUALTO", "COMPARE_GREATERTHAN");

    /** All checks; {@code -Dchecks=protect/ec2} only those whose id begins so. */
    static Stream<Check> checks() {
        String only = System.getProperty("checks", "");
        return ShippedContent.CHECKS.stream().filter(check -> check.id().startsWith(only));
    }

    private static boolean lives(Check check, String sql) {
        Check mutant = new Check(
                check.id(),
                check.file(),
                check.title(),
                check.function(),
                check.severity(),
                check.about(),
                check.judges(),
                check.why(),
                sql,
                check.queryLine(),
                check.remediation(),
                check.fix(),
                check.frameworks(),
                check.examples());
        return EXAMPLES.hold(mutant) && keepsToItself(check, mutant);
    }

    /** Whether a mutant says the same as the check when others stand around each example. */
    private static boolean keepsToItself(Check check, Check mutant) {
        try {
            for (Check.Example example : check.examples()) {
                for (Map<String, List<ObjectNode>> world : Neighbours.worlds(check, example)) {
                    if (!Neighbours.own(EXAMPLES.judge(mutant, world))
                            .equals(Neighbours.own(EXAMPLES.judge(check, world)))) {
                        return false;
                    }
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("checks")
    void swappedVerdictsBreakAnExample(Check check) {
        String swapped = check.query()
                .replace("'PASS'", "'@'")
                .replace("'FAIL'", "'PASS'")
                .replace("'@'", "'FAIL'");
        assertThat(swapped).isNotEqualTo(check.query());
        assertThat(lives(check, swapped)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("checks")
    @EnabledIfSystemProperty(named = "holdfast.full", matches = "true")
    void everyConditionNegatedOrDroppedBreaksAnExample(Check check) throws SQLException, JsonProcessingException {
        List<String> living = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            String tree = ask(connection, "SELECT json_serialize_sql(?::VARCHAR)", check.query());
            // Were the way there and back at fault, every mutant would seem to break.
            assertThat(lives(check, ask(connection, "SELECT json_deserialize_sql(?::JSON)", tree)))
                    .isTrue();
            List<String> names = new ArrayList<>();
            mutate(JSON.readTree(tree), "", (name, change) -> names.add(name));
            for (int i = 0; i < names.size(); i++) {
                JsonNode copy = JSON.readTree(tree);
                int[] at = {0};
                int wanted = i;
                List<Runnable> change = new ArrayList<>();
                mutate(copy, "", (name, apply) -> {
                    if (at[0]++ == wanted) {
                        change.add(apply);
                    }
                });
                change.get(0).run();
                String sql = ask(connection, "SELECT json_deserialize_sql(?::JSON)", copy.toString());
                String mutant = check.id() + " " + names.get(i);
                if (lives(check, sql)) {
                    living.add(mutant + "\n      " + sql);
                }
            }
        }
        assertThat(living).isEmpty();
    }

    private static String ask(Connection connection, String sql, String argument) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, argument);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        }
    }

    /** Gets every change that can be made to a tree. */
    private interface Changes {
        void offer(String name, Runnable change);
    }

    private static void mutate(JsonNode node, String path, Changes changes) {
        if (node.path("alias").asText().equals("reason")) {
            // What is said does not change the verdict.
            return;
        }
        if (node instanceof ObjectNode object) {
            String type = object.path("type").asText();
            if (OPPOSITE.containsKey(type)) {
                changes.offer("negate" + path, () -> object.put("type", OPPOSITE.get(type)));
            }
            if (type.startsWith("CONJUNCTION") && object.path("children") instanceof ArrayNode children) {
                for (int i = 0; i < children.size(); i++) {
                    int child = i;
                    changes.offer("drop" + path + "/" + i, () -> children.remove(child));
                }
            }
            if (object.path("where_clause").isObject()) {
                changes.offer("drop" + path + "/where", () -> object.putNull("where_clause"));
            }
            if (type.equals("CASE_EXPR") && object.path("case_checks") instanceof ArrayNode cases && cases.size() > 1) {
                for (int i = 0; i < cases.size(); i++) {
                    int branch = i;
                    changes.offer("drop" + path + "/when" + i, () -> cases.remove(branch));
                }
            }
        }
        Consumer<Map.Entry<String, JsonNode>> down = e -> mutate(e.getValue(), path + "/" + e.getKey(), changes);
        if (node.isObject()) {
            node.properties().forEach(down);
        } else {
            for (int i = 0; i < node.size(); i++) {
                mutate(node.get(i), path + "/" + i, changes);
            }
        }
    }
}
