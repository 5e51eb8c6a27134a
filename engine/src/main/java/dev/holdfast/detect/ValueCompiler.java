package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.holdfast.content.SigmaModifier;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Compiles one value of a rule, with the modifiers of its field, into a test of a field's value. */
final class ValueCompiler {
    private static final Set<SigmaModifier> TIME = EnumSet.of(
            SigmaModifier.MINUTE,
            SigmaModifier.HOUR,
            SigmaModifier.DAY,
            SigmaModifier.WEEK,
            SigmaModifier.MONTH,
            SigmaModifier.YEAR);
    private static final Set<SigmaModifier> ORDER =
            EnumSet.of(SigmaModifier.LT, SigmaModifier.LTE, SigmaModifier.GT, SigmaModifier.GTE);

    private final List<SigmaModifier> modifiers;
    private final Placeholders placeholders;
    private final boolean anywhere;

    /** @param anywhere true for keywords, which match when they stand anywhere in a value */
    ValueCompiler(List<SigmaModifier> modifiers, Placeholders placeholders, boolean anywhere) {
        this.modifiers = modifiers;
        this.placeholders = placeholders;
        this.anywhere = anywhere;
    }

    ValueTest compile(JsonNode value) throws RuleError {
        if (has(SigmaModifier.RE)) {
            return expression(value.asText());
        }
        if (has(SigmaModifier.CIDR)) {
            return ranges(value);
        }
        Optional<SigmaModifier> order =
                modifiers.stream().filter(ORDER::contains).findFirst();
        Optional<SigmaModifier> time = modifiers.stream().filter(TIME::contains).findFirst();
        if (time.isPresent()) {
            return new ValueTest.Time(
                    ValueTest.Part.valueOf(time.get().name()), comparison(order.orElse(null)), number(value));
        }
        if (order.isPresent()) {
            return new ValueTest.Numeric(comparison(order.get()), number(value));
        }
        if (value.isNull()) {
            throw new RuleError(
                    "`null` cannot stand in a list or take modifiers", "Give it a search identifier of its own");
        }
        if (value.isNumber() && !anywhere && modifiers.stream().allMatch(ValueCompiler::joins)) {
            return new ValueTest.Numeric(ValueTest.Order.EQUAL, number(value));
        }
        return texts(value.asText());
    }

    private static boolean joins(SigmaModifier modifier) {
        return modifier == SigmaModifier.ALL || modifier == SigmaModifier.NEQ || modifier == SigmaModifier.CASED;
    }

    private boolean has(SigmaModifier modifier) {
        return modifiers.contains(modifier);
    }

    private ValueTest texts(String text) throws RuleError {
        List<WildcardText> alternatives = new ArrayList<>();
        for (String expanded : expanded(text)) {
            alternatives.add(WildcardText.parse(expanded));
        }
        for (SigmaModifier modifier : modifiers) {
            alternatives = transform(modifier, alternatives);
        }
        UnaryOperator<WildcardText> last = anywhere ? WildcardText::contains : UnaryOperator.identity();
        List<WildcardText> done = alternatives.stream()
                .map(last)
                .map(t -> has(SigmaModifier.CASED) ? t.caseSensitive() : t)
                .toList();
        return new ValueTest.Text(done);
    }

    private List<String> expanded(String text) throws RuleError {
        return has(SigmaModifier.EXPAND) ? placeholders.expand(text) : List.of(text);
    }

    private static List<WildcardText> transform(SigmaModifier modifier, List<WildcardText> texts) throws RuleError {
        return switch (modifier) {
            case STARTSWITH -> each(texts, WildcardText::startsWith);
            case ENDSWITH -> each(texts, WildcardText::endsWith);
            case CONTAINS -> each(texts, WildcardText::contains);
            case WINDASH -> each(texts, WildcardText::anyDash);
            case WIDE, UTF16LE -> each(plain(texts, modifier), t -> t.encoded(StandardCharsets.UTF_16LE));
            case UTF16BE -> each(plain(texts, modifier), t -> t.encoded(StandardCharsets.UTF_16BE));
            case UTF16 ->
                each(plain(texts, modifier), t -> t.encoded(StandardCharsets.UTF_16LE, (byte) 0xff, (byte) 0xfe));
            case BASE64 -> each(plain(texts, modifier), t -> WildcardText.literal(base64(t.toBytes())));
            case BASE64OFFSET ->
                plain(texts, modifier).stream()
                        .flatMap(t -> offsets(t.toBytes()).stream())
                        .map(WildcardText::literal)
                        .toList();
            default -> texts;
        };
    }

    private static List<WildcardText> each(List<WildcardText> texts, UnaryOperator<WildcardText> change) {
        return texts.stream().map(change).toList();
    }

    private static List<WildcardText> plain(List<WildcardText> texts, SigmaModifier modifier) throws RuleError {
        if (texts.stream().anyMatch(WildcardText::hasWildcards)) {
            throw new RuleError(
                    "`" + modifier.word() + "` cannot encode a text with wildcards", "Put `contains` after it instead");
        }
        return texts;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The parts of the encoded text that stay the same whatever stands around it, for the three possible shifts. */
    private static List<String> offsets(byte[] bytes) {
        List<String> out = new ArrayList<>();
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + bytes.length];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            String encoded = base64(shifted);
            int from = shift == 0 ? 0 : shift + 1;
            int spoiled = shifted.length % 3 == 0 ? 0 : 4 - shifted.length % 3;
            if (from < encoded.length() - spoiled) {
                out.add(encoded.substring(from, encoded.length() - spoiled));
            }
        }
        return out;
    }

    private ValueTest expression(String text) throws RuleError {
        int flags = (has(SigmaModifier.I) ? Pattern.CASE_INSENSITIVE : 0)
                | (has(SigmaModifier.M) ? Pattern.MULTILINE : 0)
                | (has(SigmaModifier.S) ? Pattern.DOTALL : 0);
        List<ValueTest.Regex> patterns = new ArrayList<>();
        for (String expanded : expanded(text)) {
            try {
                patterns.add(ValueTest.Regex.of(expanded, flags));
            } catch (PatternSyntaxException e) {
                throw new RuleError(
                        "the regular expression cannot be used: " + e.getDescription(),
                        "Lookaround and backreferences do not exist here; mend the expression");
            }
        }
        return new ValueTest.Expression(List.copyOf(patterns));
    }

    private ValueTest ranges(JsonNode value) throws RuleError {
        List<AddressRange> ranges = new ArrayList<>();
        for (String text : expanded(value.asText())) {
            ranges.add(AddressRange.parse(text)
                    .orElseThrow(() -> new RuleError(
                            "`" + text + "` is not a range of IP addresses", "Write it like `10.0.0.0/8`")));
        }
        return new ValueTest.Ranges(List.copyOf(ranges));
    }

    private static BigDecimal number(JsonNode value) throws RuleError {
        return Values.number(value)
                .orElseThrow(() -> new RuleError("`" + value.asText() + "` is not a number", "Write a number"));
    }

    private static ValueTest.Order comparison(@Nullable SigmaModifier order) {
        return switch (order) {
            case LT -> ValueTest.Order.LESS;
            case LTE -> ValueTest.Order.AT_MOST;
            case GT -> ValueTest.Order.MORE;
            case GTE -> ValueTest.Order.AT_LEAST;
            case null, default -> ValueTest.Order.EQUAL;
        };
    }
}
