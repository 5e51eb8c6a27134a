package dev.holdfast.detect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes rules apart into numbered questions, each kept once however many rules ask it. Questions about texts and numbers
 * of a field go into that field's index; the others are asked one by one when a rule comes to need them.
 */
final class Questions {
    /** The name under which every single value of a record is looked up; no path can have it. */
    static final Field EVERYTHING = new Field("\u0000", List.of());

    /**
     * A question.
     *
     * @param test how it is asked by itself
     * @param field the number of the field it is about, -1 for several or none
     * @param indexed true when the field's index finds every record that may answer with yes
     */
    record Question(EventTest test, int field, boolean indexed) {}

    /** More than the texts of a field can weigh. */
    private static final long ANYWHERE = 1L << 40;

    private final List<Question> questions = new ArrayList<>();
    private final Map<EventTest, Integer> known = new HashMap<>();
    private final Map<Field, Integer> fields = new LinkedHashMap<>();
    private final List<FieldIndex.Builder> builders = new ArrayList<>();
    private final Map<String, Integer> uses = new HashMap<>();

    List<Question> all() {
        return questions;
    }

    List<Field> fields() {
        return List.copyOf(fields.keySet());
    }

    List<FieldIndex> indexes() {
        return builders.stream().map(FieldIndex.Builder::build).toList();
    }

    /** Tells of all fields that a test looks up, again for each time. */
    static void fields(EventTest test, Consumer<Field> sink) {
        switch (test) {
            case EventTest.Not not -> fields(not.part(), sink);
            case EventTest.All all -> all.parts().forEach(part -> fields(part, sink));
            case EventTest.Any any -> any.parts().forEach(part -> fields(part, sink));
            case EventTest.Holds holds -> sink.accept(holds.field());
            case EventTest.Anywhere anywhere -> sink.accept(EVERYTHING);
            case EventTest.Exists exists -> sink.accept(exists.field());
            case EventTest.HasValue has -> sink.accept(has.field());
            case EventTest.Refers refers -> {
                sink.accept(refers.field());
                sink.accept(refers.other());
            }
            // Elements of arrays are looked at in a tree.
            case EventTest.Each each -> {}
            case EventTest.Never never -> {}
        }
    }

    Formula formula(EventTest test) {
        return switch (test) {
            case EventTest.Never never -> new Formula.False();
            case EventTest.Not not -> new Formula.Not(formula(not.part()));
            case EventTest.All all ->
                new Formula.And(all.parts().stream().map(this::formula).toList());
            case EventTest.Any any -> any(any);
            default -> new Formula.Ask(number(test));
        };
    }

    /** Texts of the same field that are joined by `or` are one question. */
    private Formula any(EventTest.Any any) {
        Map<Field, Set<WildcardText>> texts = new LinkedHashMap<>();
        Set<WildcardText> words = new LinkedHashSet<>();
        List<Formula> parts = new ArrayList<>();
        for (EventTest part : any.parts()) {
            if (part instanceof EventTest.Holds holds && holds.value() instanceof ValueTest.Text text) {
                texts.computeIfAbsent(holds.field(), f -> new LinkedHashSet<>()).addAll(text.texts());
            } else if (part instanceof EventTest.Anywhere anywhere && anywhere.value() instanceof ValueTest.Text text) {
                words.addAll(text.texts());
            } else {
                parts.add(formula(part));
            }
        }
        texts.forEach((field, set) ->
                parts.add(new Formula.Ask(number(new EventTest.Holds(field, new ValueTest.Text(List.copyOf(set)))))));
        if (!words.isEmpty()) {
            parts.add(new Formula.Ask(number(new EventTest.Anywhere(new ValueTest.Text(List.copyOf(words))))));
        }
        return parts.size() == 1 ? parts.get(0) : new Formula.Or(List.copyOf(parts));
    }

    private int number(EventTest test) {
        Integer number = known.get(test);
        if (number == null) {
            number = questions.size();
            known.put(test, number);
            questions.add(question(test, number));
        }
        // Every time it is asked: of the thousands of rules for one log each asks for that log, and none is told by it.
        literals(questions.get(number)).forEach(literal -> uses.merge(literal, 1, Integer::sum));
        return number;
    }

    /** The texts and numbers, with their field, that lead to an indexed question. */
    private static List<String> literals(Question question) {
        if (!question.indexed()) {
            return List.of();
        }
        ValueTest value = value(question);
        List<String> texts = switch (value) {
            case ValueTest.Text text ->
                text.texts().stream().map(WildcardText::literal).toList();
            case ValueTest.Expression expression ->
                expression.expressions().stream().map(RegexLiterals::required).toList();
            case ValueTest.Numeric number ->
                List.of(Long.toString(number.limit().longValue()));
            default -> List.of();
        };
        return texts.stream().map(text -> use(question.field(), text)).toList();
    }

    /** What an indexed question asks of a value. */
    static ValueTest value(Question question) {
        return switch (question.test()) {
            case EventTest.Holds holds -> holds.value();
            case EventTest.Anywhere anywhere -> anywhere.value();
            default -> throw new IllegalStateException("only questions about values are indexed");
        };
    }

    private Question question(EventTest test, int number) {
        return switch (test) {
            case EventTest.Holds holds -> about(test, holds.field(), holds.value(), number);
            case EventTest.Anywhere anywhere -> about(test, EVERYTHING, anywhere.value(), number);
            case EventTest.Exists exists -> new Question(test, field(exists.field()), false);
            case EventTest.HasValue has -> new Question(test, field(has.field()), false);
            case EventTest.Refers refers -> {
                field(refers.field());
                field(refers.other());
                yield new Question(test, -1, false);
            }
            default -> new Question(test, -1, false);
        };
    }

    private Question about(EventTest test, Field field, ValueTest value, int number) {
        int at = field(field);
        FieldIndex.Builder builder = builders.get(at);
        boolean indexed = switch (value) {
            case ValueTest.Text text -> {
                boolean all = text.texts().stream().noneMatch(t -> unfindable(t));
                if (all) {
                    text.texts().forEach(t -> builder.add(t, number));
                }
                yield all;
            }
            case ValueTest.Numeric n
            when n.order() == ValueTest.Order.EQUAL && FieldIndex.isLong(n.limit()) -> {
                builder.add(n.limit().longValue(), number);
                yield true;
            }
            case ValueTest.Expression expression -> {
                List<String> required = expression.expressions().stream()
                        .map(RegexLiterals::required)
                        .toList();
                boolean all = required.stream().noneMatch(String::isEmpty);
                if (all) {
                    required.forEach(literal -> builder.addRequired(literal, number));
                }
                yield all;
            }
            default -> false;
        };
        return new Question(test, at, indexed);
    }

    private static boolean unfindable(WildcardText text) {
        return text.shape() != WildcardText.Shape.WHOLE && text.literal().isEmpty();
    }

    private static String use(int field, String literal) {
        return field + "\u0000" + literal;
    }

    private int field(Field field) {
        return fields.computeIfAbsent(field, f -> {
            builders.add(new FieldIndex.Builder());
            return builders.size() - 1;
        });
    }

    /**
     * How often a question may be answered with yes, as a guess that only has to tell good from bad: a text that many
     * rules look for is common, and so is a short one.
     */
    long weight(int predicate) {
        Question question = questions.get(predicate);
        long sum = 0;
        switch (value(question)) {
            case ValueTest.Text text -> {
                for (WildcardText one : text.texts()) {
                    sum += weight(question.field(), one.literal(), one.shape() == WildcardText.Shape.WHOLE);
                }
            }
            case ValueTest.Expression expression -> {
                for (ValueTest.Regex regex : expression.expressions()) {
                    sum += 3 * weight(question.field(), RegexLiterals.required(regex), false);
                }
            }
            case ValueTest.Numeric number ->
                sum += 2 * weight(question.field(), Long.toString(number.limit().longValue()), true);
            default -> sum = Long.MAX_VALUE / 4;
        }
        // To look for a text in all of a record is dear, whatever the text.
        return questions.get(predicate).test() instanceof EventTest.Anywhere ? sum + ANYWHERE : sum;
    }

    private long weight(int field, String literal, boolean whole) {
        long shared = uses.getOrDefault(use(field, literal), 1);
        int length = literal.length();
        int shortness = whole ? 1 : length < 3 ? 64 : length < 5 ? 16 : length < 8 ? 4 : 2;
        return shared * shared * shortness;
    }
}
