package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.SigmaModifier;
import dev.holdfast.content.SigmaPlace;
import dev.holdfast.content.SigmaSelection;
import dev.holdfast.model.ContentError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Compiles the search identifiers of a rule. */
final class SelectionCompiler {
    private final String rule;
    private final Placeholders placeholders;
    private final Function<String, Field> fields;
    private final List<ContentError> errors;

    /**
     * @param rule its id, for messages
     * @param fields where the fields of the rule stand in a record
     * @param errors where problems are added
     */
    SelectionCompiler(
            String rule, Placeholders placeholders, Function<String, Field> fields, List<ContentError> errors) {
        this.rule = rule;
        this.placeholders = placeholders;
        this.fields = fields;
        this.errors = errors;
    }

    EventTest compile(SigmaSelection selection) {
        return switch (selection) {
            case SigmaSelection.All all -> all(compileEach(all.parts()));
            case SigmaSelection.Any any -> any(compileEach(any.parts()));
            case SigmaSelection.Keywords words -> keywords(words);
            case SigmaSelection.Each each ->
                new EventTest.Each(fields.apply(each.path()), each.quantifier(), inElement(each.body()));
            case SigmaSelection.Field field -> field(field);
        };
    }

    /** Fields of an element are named from the element, whatever the source calls the rest. */
    private EventTest inElement(SigmaSelection body) {
        return new SelectionCompiler(rule, placeholders, Field::plain, errors).compile(body);
    }

    private List<EventTest> compileEach(List<SigmaSelection> parts) {
        return parts.stream().map(this::compile).toList();
    }

    static EventTest all(List<EventTest> parts) {
        return parts.size() == 1 ? parts.get(0) : new EventTest.All(parts);
    }

    static EventTest any(List<EventTest> parts) {
        return parts.size() == 1 ? parts.get(0) : new EventTest.Any(parts);
    }

    private EventTest field(SigmaSelection.Field written) {
        Field field = fields.apply(written.path());
        List<SigmaModifier> modifiers = written.modifiers();
        EventTest test;
        if (modifiers.contains(SigmaModifier.EXISTS)) {
            test = exists(written, field);
        } else if (modifiers.contains(SigmaModifier.FIELDREF)) {
            List<EventTest> tests = written.values().stream()
                    .map(value -> reference(field, fields.apply(value.asText()), modifiers))
                    .toList();
            test = join(tests, modifiers);
        } else if (written.values().size() == 1 && written.values().get(0).isNull() && onlyNegates(modifiers)) {
            // A field that is absent and one that is null are the same to Sigma.
            test = new EventTest.Not(new EventTest.HasValue(field));
        } else {
            ValueCompiler compiler = new ValueCompiler(modifiers, placeholders, false);
            List<EventTest> tests = new ArrayList<>();
            for (JsonNode value : written.values()) {
                tests.add(value(compiler, value, written.path(), written.place())
                        .<EventTest>map(wanted -> new EventTest.Holds(field, wanted))
                        .orElse(new EventTest.Never()));
            }
            test = join(tests, modifiers);
        }
        return modifiers.contains(SigmaModifier.NEQ) ? new EventTest.Not(test) : test;
    }

    private static boolean onlyNegates(List<SigmaModifier> modifiers) {
        return modifiers.stream().allMatch(m -> m == SigmaModifier.NEQ);
    }

    private static EventTest join(List<EventTest> tests, List<SigmaModifier> modifiers) {
        return modifiers.contains(SigmaModifier.ALL) ? all(tests) : any(tests);
    }

    private EventTest exists(SigmaSelection.Field written, Field field) {
        if (written.values().size() != 1 || !written.values().get(0).isBoolean()) {
            report(written.path(), written.place(), "`exists` takes `true` or `false`", "Write one of the two");
            return new EventTest.Never();
        }
        EventTest test = new EventTest.Exists(field);
        return written.values().get(0).asBoolean() ? test : new EventTest.Not(test);
    }

    private static EventTest reference(Field field, Field other, List<SigmaModifier> modifiers) {
        EventTest.Placement placement = modifiers.contains(SigmaModifier.CONTAINS)
                ? EventTest.Placement.WITHIN
                : modifiers.contains(SigmaModifier.STARTSWITH)
                        ? EventTest.Placement.BEGIN
                        : modifiers.contains(SigmaModifier.ENDSWITH)
                                ? EventTest.Placement.END
                                : EventTest.Placement.WHOLE;
        return new EventTest.Refers(field, other, placement, modifiers.contains(SigmaModifier.CASED));
    }

    private EventTest keywords(SigmaSelection.Keywords words) {
        ValueCompiler compiler = new ValueCompiler(words.modifiers(), placeholders, true);
        List<EventTest> tests = new ArrayList<>();
        for (JsonNode value : words.values()) {
            tests.add(value(compiler, value, "keywords", words.place())
                    .<EventTest>map(EventTest.Anywhere::new)
                    .orElse(new EventTest.Never()));
        }
        EventTest test = join(tests, words.modifiers());
        return words.modifiers().contains(SigmaModifier.NEQ) ? new EventTest.Not(test) : test;
    }

    private Optional<ValueTest> value(ValueCompiler compiler, JsonNode value, String path, SigmaPlace place) {
        try {
            return Optional.of(compiler.compile(value));
        } catch (RuleError e) {
            report(path, place, Optional.ofNullable(e.getMessage()).orElse(""), e.mend());
            return Optional.empty();
        }
    }

    private void report(String path, SigmaPlace place, String problem, String mend) {
        errors.add(place.error("rule `" + rule + "`, field `" + path + "`: " + problem, mend));
    }
}
