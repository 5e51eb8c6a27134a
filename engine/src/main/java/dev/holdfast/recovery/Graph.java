package dev.holdfast.recovery;

import dev.holdfast.lake.Snapshot;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a snapshot says depends on what.
 *
 * @param nodes by ARN or id
 * @param needs what each needs
 */
record Graph(Map<String, Node> nodes, Map<String, Set<String>> needs) {
    /**
     * Something that a way back passes.
     *
     * @param resource ARN or id
     * @param layer such as {@code network}
     * @param type such as {@code subnet}
     * @param name what people call it
     * @param account where it lies
     * @param region where it lies
     */
    record Node(String resource, String layer, String type, String name, String account, String region) {}

    static Graph of(Snapshot snapshot) {
        Map<String, Node> nodes = new TreeMap<>();
        Map<String, Set<String>> needs = new TreeMap<>();
        if (snapshot.schemas().containsKey("holdfast_dependency")) {
            snapshot.query(
                    "SELECT * FROM holdfast_recovery_node",
                    c -> {},
                    row -> nodes.put(
                            row.path("resource").asText(),
                            new Node(
                                    row.path("resource").asText(),
                                    row.path("layer").asText(),
                                    row.path("type").asText(),
                                    row.path("name").asText(),
                                    row.path("account_id").asText(),
                                    row.path("region").asText())));
            snapshot.query(
                    "SELECT resource, needs FROM holdfast_dependency",
                    c -> {},
                    row -> needs.computeIfAbsent(row.path("resource").asText(), k -> new TreeSet<>())
                            .add(row.path("needs").asText()));
        }
        return new Graph(nodes, needs);
    }

    /** This one, and from an older one what is no longer there. */
    Graph with(Graph older) {
        Map<String, Node> allNodes = new TreeMap<>(older.nodes);
        allNodes.putAll(nodes);
        Map<String, Set<String>> allNeeds = new TreeMap<>(needs);
        older.needs.forEach((thing, all) -> {
            if (!nodes.containsKey(thing)) {
                allNeeds.put(thing, all);
            }
        });
        return new Graph(allNodes, allNeeds);
    }

    /** What needs each. */
    Map<String, Set<String>> neededBy() {
        Map<String, Set<String>> out = new TreeMap<>();
        needs.forEach((thing, all) -> all.forEach(
                need -> out.computeIfAbsent(need, k -> new TreeSet<>()).add(thing)));
        return out;
    }
}
