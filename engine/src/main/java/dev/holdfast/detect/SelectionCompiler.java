package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.SigmaModifier;
import dev.holdfast.content.SigmaPlace;
import dev.holdfast.content.SigmaSelection;
import dev.holdfast.model.ContentError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Compiles the search identifiers of a rule. */
final class SelectionCompiler {
    private static final EventTest NEVER = event -> false;

    private final Placeholders placeholders;
    private final String rule;
    private final List<ContentError> errors;

    SelectionCompiler(String rule, Placeholders placeholders, List<ContentError> errors) {
        this.rule = rule;
        this.placeholders = placeholders;
        this.errors = errors;
    }

    EventTest compile(SigmaSelection selection) {
        return switch (selection) {
            case SigmaSelection.All all -> all(compileEach(all.parts()));
            case SigmaSelection.Any any -> any(compileEach(any.parts()));
            case SigmaSelection.Keywords words -> keywords(words);
            case SigmaSelection.Each each -> each(each);
            case SigmaSelection.Field field -> field(field);
        };
    }

    private List<EventTest> compileEach(List<SigmaSelection> parts) {
        return parts.stream().map(this::compile).toList();
    }

    static EventTest all(List<EventTest> parts) {
        EventTest[] tests = parts.toArray(new EventTest[0]);
        return event -> {
            for (EventTest test : tests) {
                if (!test.test(event)) {
                    return false;
                }
            }
            return true;
        };
    }

    static EventTest any(List<EventTest> parts) {
        EventTest[] tests = parts.toArray(new EventTest[0]);
        return event -> {
            for (EventTest test : tests) {
                if (test.test(event)) {
                    return true;
                }
            }
            return false;
        };
    }

    private EventTest field(SigmaSelection.Field field) {
        FieldPath path = new FieldPath(field.path());
        List<SigmaModifier> modifiers = field.modifiers();
        EventTest test;
        if (modifiers.contains(SigmaModifier.EXISTS)) {
            test = exists(field, path);
        } else if (modifiers.contains(SigmaModifier.FIELDREF)) {
            List<EventTest> tests = new ArrayList<>();
            field.values().forEach(value -> tests.add(reference(path, value.asText(), modifiers)));
            test = join(tests, modifiers);
        } else if (field.values().size() == 1 && field.values().get(0).isNull() && onlyNegates(modifiers)) {
            // A field that is absent and one that is null are the same to Sigma.
            test = event -> !path.any(event, value -> !value.isNull());
        } else {
            ValueCompiler compiler = new ValueCompiler(modifiers, placeholders, false);
            List<EventTest> tests = new ArrayList<>();
            for (JsonNode value : field.values()) {
                Predicate<JsonNode> wanted = value(compiler, value, field.path(), field.place());
                tests.add(event -> path.any(event, wanted));
            }
            test = join(tests, modifiers);
        }
        boolean negated = modifiers.contains(SigmaModifier.NEQ);
        return negated ? event -> !test.test(event) : test;
    }

    private static boolean onlyNegates(List<SigmaModifier> modifiers) {
        return modifiers.stream().allMatch(m -> m == SigmaModifier.NEQ);
    }

    private static EventTest join(List<EventTest> tests, List<SigmaModifier> modifiers) {
        return tests.size() == 1 ? tests.get(0) : modifiers.contains(SigmaModifier.ALL) ? all(tests) : any(tests);
    }

    private EventTest exists(SigmaSelection.Field field, FieldPath path) {
        if (field.values().size() != 1 || !field.values().get(0).isBoolean()) {
            report(field.path(), field.place(), "`exists` takes `true` or `false`", "Write one of the two");
            return NEVER;
        }
        boolean wanted = field.values().get(0).asBoolean();
        return event -> path.exists(event) == wanted;
    }

    private static EventTest reference(FieldPath path, String other, List<SigmaModifier> modifiers) {
        FieldPath otherPath = new FieldPath(other);
        boolean cased = modifiers.contains(SigmaModifier.CASED);
        return event -> path.any(
                event,
                value -> !value.isNull()
                        && otherPath.any(event, found -> {
                            WildcardText wanted = WildcardText.literal(Values.text(found));
                            WildcardText placed = modifiers.contains(SigmaModifier.CONTAINS)
                                    ? wanted.contains()
                                    : modifiers.contains(SigmaModifier.STARTSWITH)
                                            ? wanted.startsWith()
                                            : modifiers.contains(SigmaModifier.ENDSWITH) ? wanted.endsWith() : wanted;
                            return !found.isNull()
                                    && (cased ? placed.caseSensitive() : placed).matches(Values.text(value));
                        }));
    }

    private EventTest keywords(SigmaSelection.Keywords words) {
        ValueCompiler compiler = new ValueCompiler(words.modifiers(), placeholders, true);
        List<EventTest> tests = new ArrayList<>();
        for (JsonNode value : words.values()) {
            Predicate<JsonNode> wanted = value(compiler, value, "keywords", words.place());
            tests.add(event -> anywhere(event, wanted));
        }
        return join(tests, words.modifiers());
    }

    private static boolean anywhere(JsonNode node, Predicate<JsonNode> wanted) {
        if (!node.isContainerNode()) {
            return wanted.test(node);
        }
        for (JsonNode child : node) {
            if (anywhere(child, wanted)) {
                return true;
            }
        }
        return false;
    }

    private EventTest each(SigmaSelection.Each each) {
        FieldPath path = new FieldPath(each.path());
        EventTest body = compile(each.body());
        return switch (each.quantifier()) {
            case ANY -> event -> path.any(event, body::test);
            case NONE -> event -> !path.any(event, body::test);
            case ALL -> event -> path.any(event, e -> true) && !path.any(event, e -> !body.test(e));
        };
    }

    private Predicate<JsonNode> value(ValueCompiler compiler, JsonNode value, String path, SigmaPlace place) {
        try {
            return compiler.compile(value);
        } catch (RuleError e) {
            report(path, place, Optional.ofNullable(e.getMessage()).orElse(""), e.mend());
            return found -> false;
        }
    }

    private void report(String path, SigmaPlace place, String problem, String mend) {
        errors.add(place.error("rule `" + rule + "`, field `" + path + "`: " + problem, mend));
    }
}
