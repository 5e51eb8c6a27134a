package dev.holdfast.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.burt.jmespath.jackson.JacksonRuntime;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemplateTest {
    @Test
    void aTextThatIsOnlyAReferenceKeepsTheType() {
        assertThat(Template.fill(TextNode.valueOf("{{ n }}"), name -> IntNode.valueOf(7)))
                .isEqualTo(IntNode.valueOf(7));
        assertThat(Template.fill(TextNode.valueOf("n is {{n}}."), name -> IntNode.valueOf(7)))
                .isEqualTo(TextNode.valueOf("n is 7."));
    }

    @Test
    void aReferenceWithoutValueIsNeverLeftOut() {
        assertThatThrownBy(() -> Template.fill(TextNode.valueOf("a {{ x.Y }}"), name -> MissingNode.getInstance()))
                .isInstanceOf(Template.Missing.class)
                .hasMessageContaining("{{ x.Y }}");
    }

    /** Whatever a value holds, it is compared as a value and never becomes part of the expression. */
    @Test
    void noValueBecomesPartOfASelector() {
        Random random = new Random(1);
        String alphabet = "a`\\'\"[]|&*{}() ,;:é\n";
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            TextNode value = TextNode.valueOf(text.toString());
            String selector = Template.fillSelector("items[?key == {{ v }}].key | [0]", name -> value);
            JsonNode data = JsonNodeFactory.instance
                    .objectNode()
                    .set(
                            "items",
                            JsonNodeFactory.instance
                                    .arrayNode()
                                    .add(JsonNodeFactory.instance.objectNode().put("key", "other"))
                                    .add(JsonNodeFactory.instance.objectNode().set("key", value)));
            assertThat(new JacksonRuntime().compile(selector).search(data))
                    .as(selector)
                    .isEqualTo(value);
        }
    }
}
