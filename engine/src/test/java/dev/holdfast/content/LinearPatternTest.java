package dev.holdfast.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a-\uFFFD]",
                "[^/]+[0-9a-\uFFFD]",
                "\u1C80",
                "[\\x{41}-\\x{10FFFF}]",
                "\\x{1c88}",
                "[a-\uD83D\uDE00]",
                "x{1,3}\u1C85"
            })
    void whatWouldNeverEndIsRefused(String text) {
        assertThatThrownBy(() -> LinearPattern.of(text, Pattern.CASE_INSENSITIVE))
                .isInstanceOf(PatternSyntaxException.class)
                .hasMessageContaining("U+1C80");
        assertThatThrownBy(() -> LinearPattern.of("(?i)" + text, 0)).isInstanceOf(PatternSyntaxException.class);
    }

    @Test
    void everythingElseIsMade() {
        assertThat(LinearPattern.of("[a-\uFFFD]\u1C80", 0).matches("q\u1C80")).isTrue();
        assertThat(LinearPattern.of("straße [^/]+\\pL\\x{e9}\u212A", Pattern.CASE_INSENSITIVE)
                        .matches("STRAßE xyÉk"))
                .isTrue();
        assertThat(LinearPattern.of("a-z[A-Z]", Pattern.CASE_INSENSITIVE).matches("A-Zq"))
                .isTrue();
    }
}
