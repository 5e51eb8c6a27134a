package dev.holdfast.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.content.Runbook.Each;
import dev.holdfast.content.Runbook.Request;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import dev.holdfast.runbook.Lookup;
import dev.holdfast.runbook.Lookup.ReadyCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A thing that AWS lists by its id alone is found by its name, also from what a journal keeps of the question. */
class EachReadingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Scope SCOPE = new Scope(new AccountId("111122223333"), new Region("eu-west-1"));

    private final List<String> asked = new ArrayList<>();

    private final AwsReader reader = new PagesOnly() {
        @Override
        public void pages(Scope scope, String service, String operation, JsonNode input, Consumer<JsonNode> each) {
            asked.add(operation + " " + input);
            if (operation.equals("ListPermissionSets")) {
                each.accept(json("{\"PermissionSets\": [\"a\"]}"));
                each.accept(json("{\"PermissionSets\": [\"b\"]}"));
            } else {
                String arn = input.path("PermissionSetArn").asText();
                each.accept(json("{\"PermissionSet\": {\"Name\": \"set-" + arn + "\", \"Arn\": \"" + arn + "\"}}"));
            }
        }
    };

    @Test
    void whatIsListedByIdAloneIsFoundByItsName() {
        Request about = new Request("sso-admin", "DescribePermissionSet", object("Instance", "{{ Instance }}"));
        about.members().put("PermissionSetArn", "{{ each }}");
        Request list = new Request(
                "sso-admin",
                "ListPermissionSets",
                object("Instance", "{{ Instance }}"),
                new Each("PermissionSets", about));
        ReadyCall call = ReadyCall.of(SCOPE, list, name -> TextNode.valueOf("i-1"));
        Lookup lookup = new Lookup(call, "Each[?PermissionSet.Name == 'set-b'].PermissionSet.Arn | [0]", List.of());
        assertThat(new Reads(reader).state(Lookup.of(lookup.json()))).isEqualTo(TextNode.valueOf("b"));
        assertThat(asked)
                .containsExactly(
                        "ListPermissionSets {\"Instance\":\"i-1\"}",
                        "DescribePermissionSet {\"Instance\":\"i-1\",\"PermissionSetArn\":\"a\"}",
                        "DescribePermissionSet {\"Instance\":\"i-1\",\"PermissionSetArn\":\"b\"}");
    }

    private static ObjectNode object(String name, String value) {
        return JsonNodeFactory.instance.objectNode().put(name, value);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
