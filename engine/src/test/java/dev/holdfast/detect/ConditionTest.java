package dev.holdfast.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random conditions against an evaluator that works on the random tree itself, never on its text. */
class ConditionTest {
    private static final List<String> NAMES = List.of("sel_a", "sel_b", "filter_a", "filter_b", "_hidden");

    private record Condition(String text, boolean value) {}

    @Test
    void agrees_with_a_naive_evaluator() {
        Random random = new Random(11);
        int hits = 0;
        for (int i = 0; i < 1_500; i++) {
            Map<String, Boolean> truth = new TreeMap<>();
            StringBuilder detection = new StringBuilder();
            for (String name : NAMES) {
                truth.put(name, random.nextBoolean());
                detection.append(name).append(": {").append(name).append(": 1}\n");
            }
            Condition condition = or(random, truth, 3);
            detection.append("condition: ").append(condition.text()).append('\n');
            StringBuilder event = new StringBuilder("{\"x\":0");
            truth.forEach((name, on) -> event.append(on ? ",\"" + name + "\":1" : ""));
            assertThat(Rules.hits(detection.toString(), event + "}"))
                    .as("%s with %s", condition.text(), truth)
                    .isEqualTo(condition.value());
            hits += condition.value() ? 1 : 0;
        }
        assertThat(hits).isBetween(300, 1_200);
    }

    private static Condition or(Random random, Map<String, Boolean> truth, int depth) {
        Condition one = and(random, truth, depth);
        if (random.nextInt(3) > 0) {
            return one;
        }
        Condition two = or(random, truth, depth);
        return new Condition(one.text() + " OR " + two.text(), one.value() || two.value());
    }

    private static Condition and(Random random, Map<String, Boolean> truth, int depth) {
        Condition one = not(random, truth, depth);
        if (random.nextInt(3) > 0) {
            return one;
        }
        Condition two = and(random, truth, depth);
        return new Condition(one.text() + " and " + two.text(), one.value() && two.value());
    }

    private static Condition not(Random random, Map<String, Boolean> truth, int depth) {
        if (random.nextInt(4) == 0) {
            Condition inner = not(random, truth, depth);
            return new Condition("not " + inner.text(), !inner.value());
        }
        if (depth > 0 && random.nextInt(3) == 0) {
            Condition inner = or(random, truth, depth - 1);
            return new Condition("(" + inner.text() + ")", inner.value());
        }
        return leaf(random, truth);
    }

    private static Condition leaf(Random random, Map<String, Boolean> truth) {
        String pattern = List.of("sel*", "*_a", "filter_b", "them").get(random.nextInt(4));
        List<Boolean> meant = truth.entrySet().stream()
                .filter(e -> switch (pattern) {
                    case "sel*" -> e.getKey().startsWith("sel");
                    case "*_a" -> e.getKey().endsWith("_a");
                    case "them" -> !e.getKey().startsWith("_");
                    default -> e.getKey().equals(pattern);
                })
                .map(Map.Entry::getValue)
                .toList();
        return switch (random.nextInt(3)) {
            case 0 -> new Condition("1 of " + pattern, meant.contains(true));
            case 1 -> new Condition("all of " + pattern, !meant.contains(false));
            default -> {
                String name = NAMES.get(random.nextInt(NAMES.size()));
                yield new Condition(name, truth.getOrDefault(name, false));
            }
        };
    }
}
