package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.SigmaCondition;
import dev.holdfast.content.SigmaRule;
import dev.holdfast.model.ContentError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One Sigma rule, ready to be asked. Without state; safe for many threads. */
final class CompiledRule {
    private final SigmaRule rule;
    private final EventTest test;

    private CompiledRule(SigmaRule rule, EventTest test) {
        this.rule = rule;
        this.test = test;
    }

    /** Compiles; empty, with errors added, when a part of the rule cannot be. */
    static Optional<CompiledRule> compile(SigmaRule rule, Placeholders placeholders, List<ContentError> errors) {
        int before = errors.size();
        SelectionCompiler compiler = new SelectionCompiler(rule.meta().id(), placeholders, errors);
        Map<String, EventTest> tests = new HashMap<>();
        rule.selections().forEach((name, selection) -> tests.put(name, compiler.compile(selection)));
        if (errors.size() > before) {
            return Optional.empty();
        }
        List<EventTest> conditions =
                rule.conditions().stream().map(c -> condition(c, tests)).toList();
        return Optional.of(new CompiledRule(rule, SelectionCompiler.any(conditions)));
    }

    SigmaRule rule() {
        return rule;
    }

    boolean matches(JsonNode event) {
        return test.test(event);
    }

    private static EventTest condition(SigmaCondition condition, Map<String, EventTest> tests) {
        return switch (condition) {
            case SigmaCondition.Name name -> tests.getOrDefault(name.name(), event -> false);
            case SigmaCondition.Not not -> {
                EventTest part = condition(not.part(), tests);
                yield event -> !part.test(event);
            }
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
