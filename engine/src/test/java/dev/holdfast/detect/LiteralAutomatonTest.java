package dev.holdfast.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Both forms of the automaton against looking for each literal by itself. */
class LiteralAutomatonTest {
    private static String word(Random luck, String alphabet, int longest) {
        StringBuilder out = new StringBuilder();
        int length = 1 + luck.nextInt(longest);
        for (int i = 0; i < length; i++) {
            out.append(alphabet.charAt(luck.nextInt(alphabet.length())));
        }
        return out.toString();
    }

    private static Set<String> found(LiteralAutomaton automaton, String text) {
        Set<String> out = new TreeSet<>();
        char[] padded = ("??" + text + "??").toCharArray();
        automaton.scan(padded, 2, padded.length - 2, (entry, end) -> {
            if (!out.add(entry + "@" + end)) {
                throw new AssertionError("told twice: " + entry);
            }
        });
        return out;
    }

    @Test
    void bothFormsFindWhatIsThere() {
        Random luck = new Random(11);
        for (int round = 0; round < 300; round++) {
            String alphabet = round % 3 == 0 ? "ab" : round % 3 == 1 ? "abcdé–xyz09" : "abcdefghijklmnopqrstuvwxyz";
            Set<String> set = new LinkedHashSet<>();
            int count = 1 + luck.nextInt(40);
            for (int i = 0; i < count; i++) {
                set.add(word(luck, alphabet, 6));
            }
            List<String> literals = new ArrayList<>(set);
            LiteralAutomaton table = new LiteralAutomaton(literals, Integer.MAX_VALUE);
            LiteralAutomaton sparse = new LiteralAutomaton(literals, 0);
            String text = word(luck, alphabet + "_ü", 80);
            Set<String> expected = new TreeSet<>();
            for (int entry = 0; entry < literals.size(); entry++) {
                String literal = literals.get(entry);
                for (int at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1)) {
                    expected.add(entry + "@" + (at + literal.length()));
                }
            }
            assertThat(found(table, text)).as("%s in %s", literals, text).isEqualTo(expected);
            assertThat(found(sparse, text)).as("%s in %s", literals, text).isEqualTo(expected);
        }
    }

    @Test
    void aLargeSetStaysSmall() {
        Random luck = new Random(12);
        List<String> literals = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            literals.add(word(luck, "abcdefghijklmnopqrstuvwxyz-\\/. 0123456789", 20));
        }
        long characters = literals.stream().mapToLong(String::length).sum();
        assertThat(new LiteralAutomaton(literals).size()).isLessThan(20 * characters);
    }
}
