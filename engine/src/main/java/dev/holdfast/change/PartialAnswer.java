package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Some operations answer with success although they did only part of what was asked, and list the rest. */
final class PartialAnswer {
    private static final List<String> BEGINNINGS = List.of("Unprocessed", "Unsuccessful", "Failed", "UnknownIp");
    private static final List<String> NAMES = List.of("Errors", "Failures", "FailureReasons");

    private PartialAnswer() {}

    /** Names of the members that list or count what was not done; empty when all was. */
    static String of(JsonNode answer) {
        TreeSet<String> out = new TreeSet<>();
        for (Map.Entry<String, JsonNode> member : answer.properties()) {
            boolean tells =
                    NAMES.contains(member.getKey()) || BEGINNINGS.stream().anyMatch(member.getKey()::startsWith);
            boolean listed = member.getValue().isArray() && !member.getValue().isEmpty();
            boolean counted =
                    member.getKey().endsWith("Count") && member.getValue().asLong(0) > 0;
            if (tells && (listed || counted)) {
                out.add(member.getKey());
            }
        }
        return String.join(", ", out);
    }
}
