package dev.holdfast.detect;

import com.google.re2j.Pattern;
import dev.holdfast.content.LinearPattern;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.List;

/** A question about one value of a field. Equal questions of several rules are equal as values, and asked once. */
sealed interface ValueTest {
    /** True when the value fulfils it. */
    boolean test(FieldValue value);

    /** One of the texts with wildcards matches the whole value. */
    record Text(List<WildcardText> texts) implements ValueTest {
        @Override
        public boolean test(FieldValue value) {
            return !value.isNull() && texts.stream().anyMatch(text -> text.matches(value.text()));
        }
    }

    /** The value is a number, or says one, that compares so. */
    record Numeric(Order order, BigDecimal limit) implements ValueTest {
        @Override
        public boolean test(FieldValue value) {
            return value.number().map(n -> order.holds(n.compareTo(limit))).orElse(false);
        }
    }

    /** A part of the time the value says compares so. */
    record Time(Part part, Order order, BigDecimal limit) implements ValueTest {
        @Override
        public boolean test(FieldValue value) {
            return EventTime.read(value.text())
                    .map(time -> order.holds(BigDecimal.valueOf(part.of(time.atZone(ZoneOffset.UTC)))
                            .compareTo(limit)))
                    .orElse(false);
        }
    }

    /** One of the expressions is found in the value. */
    record Expression(List<Regex> expressions) implements ValueTest {
        @Override
        public boolean test(FieldValue value) {
            return !value.isNull()
                    && expressions.stream()
                            .anyMatch(e -> e.pattern().matcher(value.text()).find());
        }
    }

    /**
     * A regular expression, told apart by its text and flags.
     *
     * @param pattern runs in time linear in the value
     * @param text as written
     * @param flags RE2/J's
     */
    record Regex(Pattern pattern, String text, int flags) {
        static Regex of(String text, int flags) {
            return new Regex(LinearPattern.of(text, flags), text, flags);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Regex regex && regex.text.equals(text) && regex.flags == flags;
        }

        @Override
        public int hashCode() {
            return text.hashCode() * 31 + flags;
        }
    }

    /** The value is an address in one of the ranges. */
    record Ranges(List<AddressRange> ranges) implements ValueTest {
        @Override
        public boolean test(FieldValue value) {
            return ranges.stream().anyMatch(range -> range.contains(value.text()));
        }
    }

    /** How two numbers compare. */
    enum Order {
        LESS,
        AT_MOST,
        EQUAL,
        AT_LEAST,
        MORE;

        boolean holds(int sign) {
            return switch (this) {
                case LESS -> sign < 0;
                case AT_MOST -> sign <= 0;
                case EQUAL -> sign == 0;
                case AT_LEAST -> sign >= 0;
                case MORE -> sign > 0;
            };
        }
    }

    /** A part of a time. */
    enum Part {
        MINUTE,
        HOUR,
        DAY,
        WEEK,
        MONTH,
        YEAR;

        int of(ZonedDateTime time) {
            return switch (this) {
                case MINUTE -> time.getMinute();
                case HOUR -> time.getHour();
                case DAY -> time.getDayOfMonth();
                case WEEK -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
                case MONTH -> time.getMonthValue();
                case YEAR -> time.get(ChronoField.YEAR);
            };
        }
    }
}
