package dev.holdfast.report.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DisplayTextTest {
    @Test
    void measuresColumnsNotCharacters() {
        assertThat(DisplayText.width("abc")).isEqualTo(3);
        assertThat(DisplayText.width("\u5099\u4EFD")).isEqualTo(4);
        assertThat(DisplayText.width("e\u0301")).isEqualTo(1);
        assertThat(DisplayText.width("\uD83D\uDE00")).isEqualTo(2);
    }

    @Test
    void leavesNothingThatSteersTheTerminal() {
        assertThat(DisplayText.harmless("a\u001b]0;title\u0007b\r\nc\u202Ed\u009B1m"))
                .isEqualTo("a\uFFFD]0;title\uFFFDb  c\uFFFDd\uFFFD1m");
    }

    @Test
    void cutsAtTheEndOrInTheMiddle() {
        assertThat(DisplayText.cutEnd("meridian-shop", 8, "…")).isEqualTo("meridia…");
        assertThat(DisplayText.cutMiddle("meridian-shop", 8, "…")).isEqualTo("mer…shop");
        assertThat(DisplayText.cutEnd("\u5099\u4EFD\u5099", 4, "…")).isEqualTo("\u5099…");
        assertThat(DisplayText.cutEnd("fits", 4, "…")).isEqualTo("fits");
    }

    @Test
    void wrapsAtBlanksAndBreaksOnlyLongWords() {
        assertThat(DisplayText.wrap("one two  three", 8)).isEqualTo(List.of("one two", "three"));
        assertThat(DisplayText.wrap("abcdefghij kl", 4)).isEqualTo(List.of("abcd", "efgh", "ij", "kl"));
    }

    @Test
    void neverGivesMoreColumnsThanAllowed() {
        Random random = new Random(20261123);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int index = random.nextInt(40); index > 0; index--) {
                text.appendCodePoint(random.nextInt(4) == 0 ? 0x4E00 + random.nextInt(500) : 32 + random.nextInt(90));
            }
            int columns = 2 + random.nextInt(30);
            assertThat(DisplayText.width(DisplayText.cutEnd(text.toString(), columns, "…")))
                    .isLessThanOrEqualTo(columns);
            assertThat(DisplayText.width(DisplayText.cutMiddle(text.toString(), columns, "…")))
                    .isLessThanOrEqualTo(columns);
            assertThat(DisplayText.wrap(text.toString(), columns)).allMatch(line -> DisplayText.width(line) <= columns);
        }
    }
}
