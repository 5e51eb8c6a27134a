package dev.holdfast.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.ContentError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class YamlTest {
    private final List<ContentError> errors = new ArrayList<>();

    private List<Doc> read(String text) {
        return Yaml.read("checks/x.yaml", text.getBytes(StandardCharsets.UTF_8), errors);
    }

    @Test
    void brokenYamlNamesTheLine() {
        assertThat(read("title: ok\nquery: [1, 2\nother: x\n")).isEmpty();
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).line()).isEqualTo(3);
        assertThat(errors.get(0).file()).isEqualTo("checks/x.yaml");
    }

    @Test
    void anUnknownKeyNamesItsLineAndTheLikeliestMeant() {
        read("title: ok\nserverity: high\n").get(0).only(Set.of("title", "severity"));
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).toString())
                .isEqualTo("checks/x.yaml:2:1: unknown key `serverity`. Did you mean `severity`?");
    }

    @Test
    void aKeyGivenTwiceIsAnError() {
        assertThat(read("title: a\ntitle: b\n")).isEmpty();
        assertThat(errors.get(0).problem()).contains("duplicate key");
    }

    @Test
    void wordsThatYaml11ReadsAsBooleansStayWords() {
        Doc doc = read("a: on\nb: yes\nc: true\nd: 0x10\ne: 012\n").get(0);
        assertThat(doc.json().toString()).isEqualTo("{\"a\":\"on\",\"b\":\"yes\",\"c\":true,\"d\":\"0x10\",\"e\":12}");
    }

    @Test
    void bombsAndDeepNestingAreRefused() {
        assertThat(read("[".repeat(20_000))).isEmpty();
        assertThat(read("a: ".concat("{a: ".repeat(100)).concat("1").concat("}".repeat(100))))
                .isEmpty();
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ",").repeat(9))
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }
        assertThat(read(bomb.toString())).isEmpty();
        assertThat(errors).hasSize(3);
    }

    @Test
    void anyBytesGiveDocumentsOrErrorsAndNeverThrow() {
        Random random = new Random(11);
        String alphabet = "a: -[]{}&*!|>'\"%@`\n\t #0,?~\u0000é";
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(60);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            read(text.toString()).forEach(Doc::json);
        }
    }
}
