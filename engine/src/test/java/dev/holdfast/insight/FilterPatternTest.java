package dev.holdfast.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.insight.FilterExpression.Match;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metric filter patterns are understood, however they are spelled, and never break the reader. */
class FilterPatternTest {
    private static final JsonNode EVENT = json("""
            {"eventName": "StopLogging", "eventSource": "cloudtrail.amazonaws.com", "errorCode": "AccessDenied",
             "userIdentity": {"type": "Root", "invokedBy": null}, "count": 3, "readOnly": false,
             "resources": [{"type": "a"}, {"type": "b"}], "note": "say \\"hi\\""}
            """);

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{ $.eventName = StopLogging } # YES",
                "{$.eventName=\"StopLogging\"} # YES",
                "{ ($.eventName = StopLogging) } # YES",
                "{ $.eventName = stoplogging } # NO",
                "{ $.eventName = Stop } # NO",
                "{ $.eventName = Stop* } # YES",
                "{ $.eventName = \"*Logging\" } # YES",
                "{ $.eventName = S*L*g } # YES",
                "{ $.eventName = * } # YES",
                "{ $.eventName != StopLogging } # NO",
                "{ $.eventName != StartLogging } # YES",
                "{ $.eventName = %^Stop% } # YES",
                "{ $.eventName = %Log% } # YES",
                "{ $.eventName = %^Log% } # NO",
                "{ $.missing = a } # NO",
                "{ $.missing != a } # UNCLEAR",
                "{ $.missing != a && $.eventName = Nothing } # NO",
                "{ $.missing != a || $.eventName = Nothing } # UNCLEAR",
                "{ $.missing != a || $.eventName = StopLogging } # YES",
                "{ $.missing NOT EXISTS } # YES",
                "{ $.errorCode NOT EXISTS } # NO",
                "{ $.errorCode EXISTS } # YES",
                "{ $.userIdentity.invokedBy IS NULL } # YES",
                "{ $.userIdentity.type IS NULL } # NO",
                "{ $.readOnly IS FALSE } # YES",
                "{ $.readOnly is true } # NO",
                "{ $.count = 3 } # YES",
                "{ $.count = 3.0 } # YES",
                "{ $.count = 3e0 } # YES",
                "{ $.count != 3 } # NO",
                "{ $.count = 4 } # NO",
                "{ $.count > 2 } # YES",
                "{ $.count > 3 } # NO",
                "{ $.count >= 3 } # YES",
                "{ $.count < 3 } # NO",
                "{ $.count <= 3 } # YES",
                "{ $.count < 4 } # YES",
                "{ $.count > x } # NO",
                "{ $.eventName > 1 } # NO",
                "{ $.resources[1].type = b } # YES",
                "{ $.resources[0].type = b } # NO",
                "{ $.resources[*].type = b } # YES",
                "{ $.userIdentity.* = Root } # YES",
                "{ $.note = \"say \\\"hi\\\"\" } # YES",
                "{ $.eventName = A && $.eventName = B || $.count = 3 } # YES",
                "{ $.eventName = A && ($.eventName = B || $.count = 3) } # NO",
                "{ $.count = 3 || $.eventName = A && $.eventName = B } # YES",
                "{ ((($.eventName = StopLogging) || ($.eventName = A)) && ($.count = 3)) } # YES"
            })
    void matches(String pattern, Match expected) {
        assertThat(FilterPattern.read(pattern).of(EVENT)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ERROR",
                "[ip, user]",
                "{",
                "{ }",
                "{ $ = a }",
                "{ $.a }",
                "{ $.a = }",
                "{ $.a = b",
                "{ $.a = b } c",
                "{ $.a == b }",
                "{ $.a = \"b }",
                "{ $.a = %[% }",
                "{ ($.a = b }",
                "{ $.a = b) }",
                "{ $.a = b && }",
                "{ $.a[x] = b }",
                "{ $.a[0 = b }",
                "{ $.a EXIST }",
                "{ a = b }"
            })
    void refused(String pattern) {
        assertThatThrownBy(() -> FilterPattern.read(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void boundedInLengthAndDepth() {
        String deep = "{" + "(".repeat(70) + "$.a=b" + ")".repeat(70) + "}";
        assertThatThrownBy(() -> FilterPattern.read(deep)).hasMessageContaining("nested");
        String fine = "{" + "(".repeat(60) + "$.eventName=StopLogging" + ")".repeat(60) + "}";
        assertThat(FilterPattern.read(fine).of(EVENT)).isEqualTo(Match.YES);
        assertThatThrownBy(() -> FilterPattern.read("{ $.a = " + "b".repeat(1024) + " }"))
                .hasMessageContaining("longer");
    }

    @Test
    void noTextBreaksTheReader() {
        List<String> pieces = List.of(
                "{",
                "}",
                "(",
                ")",
                "$.",
                "eventName",
                "=",
                "!=",
                "&&",
                "||",
                "\"",
                "%",
                "*",
                "[",
                "]",
                "0",
                "NOT EXISTS",
                "IS NULL",
                " ",
                "\\",
                "StopLogging",
                "é",
                "\u0000",
                "<",
                ">",
                "$.count",
                "3");
        Random random = new Random(7);
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(random.nextInt(10) < 8 ? "{" : "");
            for (int n = random.nextInt(14); n > 0; n--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            text.append(random.nextInt(10) < 8 ? "}" : "");
            try {
                FilterPattern.read(text.toString()).of(EVENT);
                read++;
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThat(read).isGreaterThan(20);
    }

    /** A tree written out in any spelling says what the tree says. */
    @Test
    void spellingsOfOneTreeAgree() {
        Random random = new Random(11);
        for (int i = 0; i < 3_000; i++) {
            boolean[] truth = new boolean[1];
            String pattern = "{" + tree(random, 4, truth) + "}";
            if (pattern.length() <= 1024) {
                assertThat(FilterPattern.read(pattern).of(EVENT))
                        .as(pattern)
                        .isEqualTo(truth[0] ? Match.YES : Match.NO);
            }
        }
    }

    private static String tree(Random random, int depth, boolean[] truth) {
        String blank = " ".repeat(random.nextInt(2));
        if (depth == 0 || random.nextInt(3) == 0) {
            truth[0] = random.nextBoolean();
            String name = truth[0] ? "StopLogging" : "CreateTrail";
            return blank + "$.eventName" + blank + "=" + blank + (random.nextBoolean() ? name : '"' + name + '"')
                    + blank;
        }
        boolean all = random.nextBoolean();
        boolean[] part = new boolean[1];
        StringBuilder out = new StringBuilder();
        truth[0] = all;
        for (int n = 2 + random.nextInt(2); n > 0; n--) {
            String one = tree(random, depth - 1, part);
            truth[0] = all ? truth[0] && part[0] : truth[0] || part[0];
            out.append(out.isEmpty() ? "" : all ? "&&" : "||")
                    .append(blank)
                    .append('(')
                    .append(one)
                    .append(')');
        }
        return out + blank;
    }
}
