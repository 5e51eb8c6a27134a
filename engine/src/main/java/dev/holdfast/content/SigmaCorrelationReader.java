package dev.holdfast.content;

import dev.holdfast.content.SigmaCorrelation.Bound;
import dev.holdfast.content.SigmaCorrelation.Operator;
import dev.holdfast.content.SigmaCorrelation.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a Sigma correlation document and resolves the rules it takes. */
final class SigmaCorrelationReader {
    private static final Pattern TIMESPAN = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,9})?");
    private static final Set<String> BOUNDS = Set.of("gt", "gte", "lt", "lte", "eq", "neq", "field", "percentile");

    private final Map<String, String> idsByReference;

    /** @param idsByReference ids of rules and correlations by every name and UUID they may be called by */
    SigmaCorrelationReader(Map<String, String> idsByReference) {
        this.idsByReference = Map.copyOf(idsByReference);
    }

    Optional<SigmaCorrelation> read(Doc doc, SigmaMeta meta) {
        return doc.need("correlation").flatMap(body -> body(meta, body, doc));
    }

    private Optional<SigmaCorrelation> body(SigmaMeta meta, Doc doc, Doc top) {
        doc.only(Set.of("type", "rules", "group-by", "timespan", "condition", "aliases", "generate"));
        Optional<Type> type = type(doc);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        List<String> rules = rules(doc);
        Doc condition = doc.get("condition").orElse(doc);
        boolean said = condition != doc;
        if (said && !condition.isMap()) {
            condition.error(
                    type.get().temporal()
                            ? "a condition over the names of rules is not part of Sigma 2.1"
                            : "a mapping such as `gte: 10` is expected here",
                    "Write a mapping such as `gte: 2`");
            return Optional.empty();
        }
        List<String> fields = said ? condition.texts("field") : List.of();
        checkFields(type.get(), fields, condition);
        if (!said && !type.get().temporal()) {
            doc.error("`condition` is missing", "Add a mapping such as `gte: 10`");
        }
        return Optional.of(new SigmaCorrelation(
                meta,
                type.get(),
                rules,
                doc.texts("group-by"),
                aliases(doc),
                timespan(doc),
                fields,
                said ? bounds(condition, type.get(), rules.size()) : all(rules.size()),
                percentile(condition, said, type.get()),
                doc.truth("generate", false) || top.truth("generate", false),
                true));
    }

    private static Optional<Type> type(Doc doc) {
        String word = doc.needText("type");
        Optional<Type> type = Arrays.stream(Type.values())
                .filter(t -> t.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
        if (type.isEmpty() && !word.isEmpty()) {
            String known = Arrays.stream(Type.values())
                    .map(t -> t.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            doc.error("`" + word + "` is not a correlation type", "Known: " + known);
        }
        return type;
    }

    private static void checkFields(Type type, List<String> fields, Doc condition) {
        boolean counts = type == Type.VALUE_COUNT || type.numeric();
        String word = type.name().toLowerCase(Locale.ROOT);
        if (counts && fields.isEmpty()) {
            condition.error("`" + word + "` takes the values of `field`, which is missing", "Add `field: …`");
        } else if (type.numeric() && fields.size() > 1) {
            condition.error("`" + word + "` takes one field", "Keep one");
        } else if (!counts && !fields.isEmpty()) {
            condition.error("`" + word + "` takes no `field`", "Leave it out");
        }
    }

    private List<String> rules(Doc doc) {
        List<String> rules = doc.need("rules")
                .map(list -> list.items().stream()
                        .flatMap(item -> resolve(item).stream())
                        .distinct()
                        .toList())
                .orElse(List.of());
        if (rules.isEmpty()
                && doc.get("rules").isPresent()
                && doc.get("rules").get().items().isEmpty()) {
            doc.error("`rules` is empty", "Name at least one rule");
        }
        return rules;
    }

    private Optional<String> resolve(Doc item) {
        String id = idsByReference.get(item.text());
        if (id == null) {
            String near = Nearest.among(item.text(), idsByReference.keySet());
            item.error(
                    "no rule has the name or id `" + item.text() + "`",
                    near.isEmpty() ? "Give the rule a `name:`, or mend the reference" : "Did you mean `" + near + "`?");
        }
        return Optional.ofNullable(id);
    }

    private Map<String, Map<String, String>> aliases(Doc doc) {
        Map<String, Map<String, String>> out = new HashMap<>();
        doc.get("aliases")
                .ifPresent(aliases -> aliases.entries().forEach((alias, fields) -> {
                    Map<String, String> byRule = new HashMap<>();
                    fields.entries().forEach((rule, field) -> {
                        String id = idsByReference.get(rule);
                        if (id == null) {
                            field.error("no rule has the name `" + rule + "`", "Mend the alias");
                        } else {
                            byRule.put(id, field.text());
                        }
                    });
                    out.put(alias, Map.copyOf(byRule));
                }));
        return Map.copyOf(out);
    }

    private static Duration timespan(Doc doc) {
        String text = doc.needText("timespan");
        Matcher match = TIMESPAN.matcher(text);
        if (!match.matches() || match.group(1).matches("0+")) {
            doc.get("timespan")
                    .ifPresent(d -> d.error(
                            "`" + text + "` is not a timespan", "Write a number and s, m, h or d, such as `10m`"));
            return Duration.ofSeconds(1);
        }
        long number = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static List<Bound> all(int rules) {
        return List.of(new Bound(Operator.GTE, BigDecimal.valueOf(rules)));
    }

    private static List<Bound> bounds(Doc condition, Type type, int rules) {
        condition.only(BOUNDS);
        List<Bound> out = new ArrayList<>();
        for (Operator operator : Operator.values()) {
            condition
                    .get(operator.name().toLowerCase(Locale.ROOT))
                    .flatMap(SigmaCorrelationReader::number)
                    .ifPresent(value -> out.add(new Bound(operator, value)));
        }
        if (out.isEmpty()) {
            if (type.temporal()) {
                return all(rules);
            }
            condition.error("the condition compares with nothing", "Add `gte: …`, for example");
        } else if (!type.numeric() && !reachable(out)) {
            condition.error("no count can fulfil this condition", "A window holds at least one event; mend the bounds");
        }
        return List.copyOf(out);
    }

    /** A window that is judged holds at least the event that made it be judged. */
    private static boolean reachable(List<Bound> bounds) {
        BigDecimal least = BigDecimal.ONE;
        for (Bound bound : bounds) {
            if (bound.operator() == Operator.GTE || bound.operator() == Operator.EQ) {
                least = least.max(bound.value());
            } else if (bound.operator() == Operator.GT) {
                least = least.max(bound.value().add(BigDecimal.ONE));
            }
        }
        BigDecimal from = least;
        return bounds.stream().filter(b -> b.operator() != Operator.NEQ).allMatch(bound -> bound.holds(from));
    }

    private static BigDecimal percentile(Doc condition, boolean said, Type type) {
        Optional<Doc> doc = said ? condition.get("percentile") : Optional.empty();
        if (doc.isPresent() && type != Type.VALUE_PERCENTILE) {
            doc.get().error("`percentile` belongs to `value_percentile`", "Leave it out");
        }
        BigDecimal value = doc.flatMap(SigmaCorrelationReader::number).orElse(BigDecimal.valueOf(50));
        if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(100)) > 0) {
            doc.ifPresent(d -> d.error("`percentile` is between 0 and 100", "Write `percentile: 95`"));
        }
        return value;
    }

    private static Optional<BigDecimal> number(Doc doc) {
        if (!NUMBER.matcher(doc.text()).matches()) {
            doc.error("`" + doc.text() + "` is not a number", "Write a number");
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(doc.text()));
    }
}
