package dev.holdfast.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTextTest {
    /** One to four backslashes before a wildcard, as the specification lists them; `B` stands for a backslash. */
    @ParameterizedTest
    @CsvSource({
        "aBb, aBb, true",
        "aBBb, aBb, true",
        "aBBb, aBBb, false",
        "aB*, a*, true",
        "aB*, ax, false",
        "aBB*, aBxyz, true",
        "aBB*, axyz, false",
        "aBBB*, aB*, true",
        "aBBB*, aBx, false",
        "aBBBB, aBB, true",
        "aBBB, aBB, true",
    })
    void backslashes_escape_as_the_specification_says(String rule, String value, boolean matches) {
        WildcardText text = WildcardText.parse(rule.replace('B', '\\'));
        assertThat(text.matches(value.replace('B', '\\'))).isEqualTo(matches);
    }

    @Test
    void agrees_with_a_naive_matcher_on_random_texts() {
        Random random = new Random(7);
        int hits = 0;
        for (int i = 0; i < 200_000; i++) {
            String rule = text(random, "aB*?*", 7);
            String value = text(random, "Abab", 9);
            boolean naive = naive(rule.toLowerCase(java.util.Locale.ROOT), value.toLowerCase(java.util.Locale.ROOT));
            assertThat(WildcardText.parse(rule).matches(value))
                    .as("%s on %s", rule, value)
                    .isEqualTo(naive);
            hits += naive ? 1 : 0;
        }
        assertThat(hits).isGreaterThan(20_000);
    }

    @Test
    void a_question_mark_is_one_character_even_outside_the_basic_plane() {
        assertThat(WildcardText.parse("a?b").matches("a\uD83D\uDE00b")).isTrue();
        assertThat(WildcardText.parse("a??b").matches("a\uD83D\uDE00b")).isFalse();
    }

    private static String text(Random random, String letters, int most) {
        StringBuilder out = new StringBuilder();
        for (int n = random.nextInt(most); n > 0; n--) {
            out.append(letters.charAt(random.nextInt(letters.length())));
        }
        return out.toString();
    }

    private static boolean naive(String rule, String value) {
        if (rule.isEmpty()) {
            return value.isEmpty();
        }
        if (rule.charAt(0) == '*') {
            return naive(rule.substring(1), value) || (!value.isEmpty() && naive(rule, value.substring(1)));
        }
        return !value.isEmpty()
                && (rule.charAt(0) == '?' || rule.charAt(0) == value.charAt(0))
                && naive(rule.substring(1), value.substring(1));
    }
}
