package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.SigmaCondition;
import dev.holdfast.content.SigmaFilter;
import dev.holdfast.content.SigmaRouting;
import dev.holdfast.content.SigmaRule;
import dev.holdfast.content.SigmaSelection;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One Sigma rule, ready to be asked. Without state; safe for many threads.
 *
 * @param rule as read
 * @param ways what it asks of an event of the source it was compiled for; one must hold
 */
record CompiledRule(SigmaRule rule, List<Way> ways) {
    /**
     * How a rule reaches events.
     *
     * @param when the routes by which it came: one must take the event; null for every event
     * @param body what the rule itself asks, by the names that these routes give to fields
     */
    record Way(@Nullable EventTest when, EventTest body) {
        boolean test(JsonNode event) {
            return (when == null || when.test(event)) && body.test(event);
        }
    }

    /** Compiles for records that call their fields as rules do; empty, with errors added, when a part cannot be. */
    static Optional<CompiledRule> compile(SigmaRule rule, Placeholders placeholders, List<ContentError> errors) {
        int before = errors.size();
        EventTest test = test(rule, placeholders, Field::plain, errors);
        return errors.size() > before
                ? Optional.empty()
                : Optional.of(new CompiledRule(rule, List.of(new Way(null, test))));
    }

    /** The same rule for the records of one source; empty when they do not concern it. */
    static Optional<CompiledRule> route(
            SigmaRule rule, Placeholders placeholders, Event.LogSource source, SourceFields fields) {
        // Routes that name fields alike ask the same question, so that it is compiled once.
        Map<Map<String, String>, List<SigmaRouting.Route>> alike = new LinkedHashMap<>();
        for (SigmaRouting.Route route : fields.routing().routesOf(source)) {
            if (route.serves(rule.logsource())) {
                alike.computeIfAbsent(route.names(), n -> new ArrayList<>()).add(route);
            }
        }
        List<Way> ways = new ArrayList<>();
        alike.values().forEach(routes -> {
            SigmaRouting.Route first = routes.get(0);
            EventTest body = test(rule, placeholders, name -> fields.field(first, name), new ArrayList<>());
            if (routes.stream().anyMatch(route -> route.when().isEmpty())) {
                ways.add(new Way(null, body));
            } else {
                List<EventTest> gates =
                        routes.stream().map(r -> when(r, fields)).toList();
                ways.add(new Way(SelectionCompiler.any(gates), body));
            }
        });
        return ways.isEmpty() ? Optional.empty() : Optional.of(new CompiledRule(rule, List.copyOf(ways)));
    }

    boolean matches(JsonNode event) {
        return ways.stream().anyMatch(way -> way.test(event));
    }

    private static EventTest when(SigmaRouting.Route route, SourceFields fields) {
        List<EventTest> parts = new ArrayList<>();
        route.when().forEach((name, values) -> {
            // Looked up by the source's own names, not by those that the route gives to rules.
            Field field = fields.plainField(name);
            parts.add(SelectionCompiler.any(values.stream()
                    .<EventTest>map(value -> new EventTest.Holds(field, new ValueTest.Text(List.of(wanted(value)))))
                    .toList()));
        });
        return SelectionCompiler.all(parts);
    }

    private static WildcardText wanted(String value) {
        return value.endsWith("*")
                ? WildcardText.literal(value.substring(0, value.length() - 1)).startsWith()
                : WildcardText.literal(value);
    }

    private static EventTest test(
            SigmaRule rule, Placeholders placeholders, Function<String, Field> fields, List<ContentError> errors) {
        SelectionCompiler compiler = new SelectionCompiler(rule.meta().id(), placeholders, fields, errors);
        List<EventTest> parts = new ArrayList<>();
        parts.add(body(compiler, rule.selections(), rule.conditions()));
        for (SigmaFilter filter : rule.filters()) {
            parts.add(body(compiler, filter.selections(), filter.conditions()));
        }
        return SelectionCompiler.all(parts);
    }

    private static EventTest body(
            SelectionCompiler compiler, Map<String, SigmaSelection> selections, List<SigmaCondition> conditions) {
        Map<String, EventTest> tests = new LinkedHashMap<>();
        selections.forEach((name, selection) -> tests.put(name, compiler.compile(selection)));
        return SelectionCompiler.any(
                conditions.stream().map(c -> condition(c, tests)).toList());
    }

    private static EventTest condition(SigmaCondition condition, Map<String, EventTest> tests) {
        return switch (condition) {
            case SigmaCondition.Name name -> tests.getOrDefault(name.name(), new EventTest.Never());
            case SigmaCondition.Not not -> new EventTest.Not(condition(not.part(), tests));
            case SigmaCondition.And and ->
                SelectionCompiler.all(
                        and.parts().stream().map(p -> condition(p, tests)).toList());
            case SigmaCondition.Or or ->
                SelectionCompiler.any(
                        or.parts().stream().map(p -> condition(p, tests)).toList());
            case SigmaCondition.Of of -> {
                List<EventTest> meant = tests.entrySet().stream()
                        .filter(e -> of.means(e.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
                yield of.all() ? SelectionCompiler.all(meant) : SelectionCompiler.any(meant);
            }
        };
    }
}
