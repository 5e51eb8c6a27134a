package dev.holdfast.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StateFormTest {
    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    private static boolean same(String left, String right) throws Exception {
        return StateForm.same(json(left), json(right), Set.of("Id"));
    }

    @Test
    void orderAbsenceAndVolatileMembersDoNotMatter() throws Exception {
        assertThat(same("{\"a\":[1,2],\"b\":null,\"c\":[]}", "{\"a\":[2,1]}")).isTrue();
        assertThat(same("{\"a\":1,\"Id\":\"x\"}", "{\"Id\":\"y\",\"a\":1}")).isTrue();
        assertThat(same("null", "[]")).isTrue();
    }

    @Test
    void everythingElseMatters() throws Exception {
        assertThat(same("{\"a\":[1,1]}", "{\"a\":[1]}")).isFalse();
        assertThat(same("{\"a\":false}", "{}")).isFalse();
        assertThat(same("{\"a\":\"\"}", "{}")).isFalse();
        assertThat(same("{\"a\":\"1\"}", "{\"a\":1}")).isFalse();
        assertThat(same("{\"a\":{\"b\":1}}", "{\"b\":1}")).isFalse();
    }

    @Test
    void aPolicyIsTheSameHoweverItIsEncoded() {
        String policy = "{\"Version\": \"2012-10-17\", \"Statement\": []}";
        String encoded = URLEncoder.encode(policy, StandardCharsets.UTF_8).replace("+", "%20");
        assertThat(StateForm.same(TextNode.valueOf(policy), TextNode.valueOf(encoded), Set.of()))
                .isTrue();
        assertThat(StateForm.same(
                        TextNode.valueOf(policy.replace("2012", "2008")), TextNode.valueOf(encoded), Set.of()))
                .isFalse();
    }
}
