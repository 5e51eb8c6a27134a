package dev.holdfast.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What may stand in a record is never passed over, and what does not hardly ever comes up. */
class WholeTextTest {
    private static final List<String> LITERALS =
            List.of("event::clear", "lsadump::", "\\mimilib.dll", "kiwi legit printer", "six6six");

    @Test
    void each_text_is_seen_wherever_it_begins_and_in_capitals() {
        WholeText texts = Objects.requireNonNull(WholeText.of(LITERALS));
        Random random = new Random(5);
        for (int i = 0; i < 4_000; i++) {
            String literal = LITERALS.get(random.nextInt(LITERALS.size()));
            String written = random.nextBoolean() ? literal.toUpperCase(Locale.ROOT) : literal;
            int before = random.nextInt(20);
            byte[] bytes =
                    ("-".repeat(before) + written + "-".repeat(random.nextInt(9))).getBytes(StandardCharsets.US_ASCII);
            int from = random.nextInt(before + 1);
            assertThat(texts.mayHold(bytes, from, bytes.length)).as(written).isTrue();
        }
    }

    @Test
    void other_text_is_passed_over() {
        WholeText texts = Objects.requireNonNull(WholeText.of(LITERALS));
        byte[] other = "An event was cleared from C:\\Windows\\System32\\drivers by the security audit of this machine."
                .repeat(50)
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(texts.mayHold(other, 0, other.length)).isFalse();
    }

    @Test
    void nothing_is_told_where_a_text_is_short_or_written_otherwise_in_json() {
        assertThat(WholeText.of(List.of("event::clear", "clear"))).isNull();
        assertThat(WholeText.of(List.of("\\a\\b\\cd\\efg/h"))).isNull();
        assertThat(WholeText.of(List.of("m\u00fc\u00dfig"))).isNull();
        assertThat(WholeText.of(List.of())).isNull();
    }
}
