package dev.holdfast.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.content.Template;
import org.junit.jupiter.api.Test;

class PriorStateTest {
    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    private static JsonNode filled(String request) throws Exception {
        PriorState prior = new PriorState(json("{'Age':90,'Deep':{'Name':'x'},'Gone':null}"));
        return prior.fill(
                json(request), name -> name.equals("Bucket") ? TextNode.valueOf("b") : MissingNode.getInstance());
    }

    @Test
    void partsKeepTheirTypeAndTheWholeHasNoNulls() throws Exception {
        assertThat(filled("{'A':'{{ prior.Age }}','N':'{{ prior.Deep.Name }}','W':'{{ prior }}','B':'{{ Bucket }}'}"))
                .isEqualTo(json("{'A':90,'N':'x','W':{'Age':90,'Deep':{'Name':'x'}},'B':'b'}"));
    }

    @Test
    void aMemberThatWasNotThereIsLeftOutAtEveryDepth() throws Exception {
        assertThat(filled("{'A':'{{ prior.Gone }}','L':[{'X':'{{ prior.Never }}','Y':1}]}"))
                .isEqualTo(json("{'L':[{'Y':1}]}"));
    }

    @Test
    void insideALongerTextItMustBeThere() {
        assertThatThrownBy(() -> filled("{'A':'age {{ prior.Never }}'}")).isInstanceOf(Template.Missing.class);
        assertThatThrownBy(() -> filled("{'A':'{{ Other }}'}")).isInstanceOf(Template.Missing.class);
    }

    @Test
    void whatAWriteMadeIsKnownOnlyWhenItIsUndone() throws Exception {
        ObjectNode kept = new PriorState(NullNode.getInstance())
                .fill(
                        json("{'Id':'{{ made.Id }}','L':[{'N':'{{ made.Deep.Count }}'}],'B':'{{ Bucket }}'}"),
                        name -> TextNode.valueOf("odd {{ made.Id }} text"));
        assertThat(kept.path("Id").asText()).isEqualTo("{{ made.Id }}");
        assertThat(PriorState.fillMade(kept, json("{'Id':'ou-1','Deep':{'Count':3}}")))
                .isEqualTo(json("{'Id':'ou-1','L':[{'N':3}],'B':'odd {{ made.Id }} text'}"));
        assertThatThrownBy(() -> PriorState.fillMade(kept, json("{'Id':null}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`Id`");
    }
}
