package dev.holdfast.posture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Check;
import dev.holdfast.content.Check.Example;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.model.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** An example with all other examples of its check in another account, and in another region, around it. */
final class Neighbours {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Neighbours() {}

    static List<Map<String, List<ObjectNode>>> worlds(Check check, Example example) throws IOException {
        List<Map<String, List<ObjectNode>>> out = new ArrayList<>();
        for (String[] swap : List.of(
                new String[] {CheckExamples.ACCOUNT, "333333333333"},
                new String[] {CheckExamples.REGION, "sa-east-1"})) {
            boolean byAccount = swap[0].equals(CheckExamples.ACCOUNT);
            if (check.judges() == Check.Judges.ORGANIZATION || (!byAccount && check.judges() == Check.Judges.ACCOUNT)) {
                continue;
            }
            Map<String, List<ObjectNode>> world = new LinkedHashMap<>();
            example.rows().forEach((table, rows) -> world.put(table, new ArrayList<>(rows)));
            for (Example other : check.examples()) {
                if (!other.equals(example)) {
                    add(world, other, swap, byAccount);
                }
            }
            out.add(world);
        }
        return out;
    }

    private static void add(Map<String, List<ObjectNode>> world, Example other, String[] swap, boolean byAccount)
            throws IOException {
        for (Map.Entry<String, List<ObjectNode>> entry : other.rows().entrySet()) {
            TableDefinition table = ShippedContent.TABLES.stream()
                    .filter(t -> t.name().equals(entry.getKey()))
                    .findFirst()
                    .orElse(null);
            boolean movable = table != null
                    && (byAccount
                            ? !table.extent().organizationWide()
                            : table.extent().regional());
            for (ObjectNode row : movable ? entry.getValue() : List.<ObjectNode>of()) {
                ObjectNode moved = (ObjectNode) JSON.readTree(row.toString().replace(swap[0], swap[1]));
                if (byAccount && !row.has("account_id")) {
                    moved.put("account_id", swap[1]);
                } else if (!byAccount && !row.has("region")) {
                    moved.put("region", swap[1]);
                }
                // Ids of resources (ARNs) differ everywhere; the short examples do not always show it.
                if (moved.path(table.id()).isTextual()
                        && !table.id().equals("account_id")
                        && !table.id().equals("region")) {
                    moved.put(table.id(), moved.path(table.id()).asText() + "-elsewhere");
                }
                if (!moved.equals(row)) {
                    world.computeIfAbsent(entry.getKey(), k -> new ArrayList<>())
                            .add(moved);
                }
            }
        }
    }

    /** What is said of the example's own account and region. */
    static Set<String> own(List<Finding> findings) {
        return findings.stream()
                .filter(f ->
                        f.account().equals(CheckExamples.ACCOUNT) || f.account().isEmpty())
                .filter(f -> f.region().equals("global") || f.region().equals(CheckExamples.REGION))
                .map(f -> f.key() + " " + f.outcome())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
