package dev.holdfast.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One thing of a template.
 *
 * @param id its logical id: letters and digits
 * @param cloudFormation its type there, empty where CloudFormation has none
 * @param terraform its type there
 * @param properties as CloudFormation names them; {@code {"Ref": id}} and {@code {"Fn::GetAtt": [id, name]}} refer to others
 * @param after ids of what must be there before it without being referred to
 */
record Part(String id, String cloudFormation, String terraform, ObjectNode properties, List<String> after) {
    Part {
        after = List.copyOf(after);
    }
}
