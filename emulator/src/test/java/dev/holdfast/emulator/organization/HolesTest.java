package dev.holdfast.emulator.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HolesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void holesInHolesAreFilledFromWithin() throws JsonProcessingException {
        JsonNode each = MAPPER.readTree("{\"account\":\"network\"}");
        Map<String, JsonNode> values = Map.of("each", each, "network", TextNode.valueOf("111122223333"));
        JsonNode filled = Holes.filled(MAPPER.readTree("{\"Id\":[\"${${each.account}}\"],\"n\":3}"), values);
        assertThat(filled.toString()).isEqualTo("{\"Id\":[\"111122223333\"],\"n\":3}");
    }

    @Test
    void aHoleWithoutAValueIsNamed() {
        assertThatThrownBy(() -> Holes.text("${nothing}", Map.of())).hasMessageContaining("`nothing`");
    }

    @Test
    void pathsReachIntoLists() throws JsonProcessingException {
        JsonNode answer = MAPPER.readTree("{\"Roots\":[{\"Id\":\"r-1\"}]}");
        assertThat(Holes.at(answer, "Roots[0].Id")).isEqualTo(TextNode.valueOf("r-1"));
        assertThat(Holes.at(answer, "Roots[1].Id")).isNull();
    }
}
