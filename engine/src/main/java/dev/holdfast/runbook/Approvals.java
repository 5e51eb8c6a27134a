package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.content.RunbookStep.Approve;
import dev.holdfast.content.Template;
import java.util.Set;
import java.util.TreeSet;

/** What people are asked, and who may answer. */
final class Approvals {
    private Approvals() {}

    static Next of(Cursor cursor, String key, Approve approve) {
        Set<String> allowed = new TreeSet<>();
        for (JsonNode names :
                Template.fill(JsonNodeFactory.instance.arrayNode().add(approve.approvers()), cursor::value)) {
            if (names.isArray()) {
                names.forEach(name -> {
                    if (name.isArray()) {
                        name.forEach(n -> allowed.add(n.asText()));
                    } else {
                        allowed.add(name.asText());
                    }
                });
            } else {
                allowed.add(names.asText());
            }
        }
        String message = Template.fill(approve.message(), cursor::value).asText();
        return new Next.Approval(key, message, approve.needed(), allowed);
    }
}
