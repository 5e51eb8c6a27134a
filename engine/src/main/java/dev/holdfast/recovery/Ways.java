package dev.holdfast.recovery;

import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.BackupStanding;
import dev.holdfast.model.WayBack;
import dev.holdfast.model.WayBack.Action;
import dev.holdfast.model.WayBack.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Works out the ordered way back to operations. */
public final class Ways {
    private static final List<String> LAYERS =
            List.of("keys", "network", "identity", "data", "compute", "load-balancing", "dns");
    private static final Set<String> TRAFFIC = Set.of("load-balancing", "dns");
    private static final int MOST_ADDED = 100;

    private final Incident incident;
    private final Graph graph;
    private final Map<String, BackupStanding> standings = new HashMap<>();
    private final Map<String, Change> changes = new HashMap<>();
    private final Set<String> affected = new TreeSet<>();
    private final Set<String> dependants = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();
    private final @Nullable String from;

    private Ways(Incident incident, Graph graph, @Nullable String from) {
        this.incident = incident;
        this.graph = graph;
        this.from = from;
    }

    /**
     * What a snapshot tells for this.
     *
     * @param name its name
     * @param snapshot with derived tables
     * @param estate how everything in it stands
     */
    public record Seen(String name, Snapshot snapshot, Estate estate) {}

    /**
     * Works out the way.
     *
     * @param now the newest snapshot
     * @param before the newest from before the first bad event, null when there is none
     * @param changes what changed between the two
     */
    public static WayBack of(Incident incident, Seen now, @Nullable Seen before, List<Change> changes) {
        Graph graph = Graph.of(now.snapshot());
        if (before != null) {
            graph = graph.with(Graph.of(before.snapshot()));
        }
        Ways ways = new Ways(incident, graph, before == null ? null : before.name());
        Estate estate = before == null ? now.estate() : Gone.with(now.snapshot(), now.estate(), before.estate());
        estate.standings().forEach(s -> ways.standings.put(s.arn(), s));
        changes.forEach(c -> ways.changes.putIfAbsent(c.resource(), c));
        return ways.work(changes);
    }

    private WayBack work(List<Change> all) {
        for (String word : incident.resources()) {
            Set<String> found = graph.nodes().values().stream()
                    .filter(n -> n.resource().equals(word) || n.name().equals(word))
                    .map(Graph.Node::resource)
                    .collect(Collectors.toCollection(TreeSet::new));
            affected.addAll(found);
        }
        boolean assumed = affected.isEmpty();
        if (assumed) {
            graph.nodes().values().stream()
                    .filter(n -> n.layer().equals("data") && incident.accounts().contains(n.account()))
                    .map(Graph.Node::resource)
                    .forEach(affected::add);
        }
        if (affected.isEmpty()) {
            problems.add("nothing that the case names is in the snapshots; name it with --resources");
        }
        if (from == null) {
            problems.add("no snapshot is from before " + incident.firstBad()
                    + ", so that nothing tells what settings were then");
        }
        dependants.addAll(Order.closure(affected, graph.neededBy()));
        Set<String> things = new TreeSet<>(affected);
        things.addAll(dependants);
        things.addAll(Order.closure(things, graph.needs()));
        things.retainAll(graph.nodes().keySet());
        Comparator<String> preference = Comparator.comparingInt((String r) -> LAYERS.indexOf(node(r).layer()))
                .thenComparing(r -> r);
        List<List<String>> order = Order.of(things, graph.needs(), preference);
        Map<String, Integer> numbers = new HashMap<>();
        order.forEach(group -> group.forEach(r -> numbers.put(r, numbers.size() + 1)));
        Map<String, Integer> groups = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            for (String r : order.get(i)) {
                groups.put(r, i);
            }
        }
        List<Step> steps = order.stream()
                .flatMap(List::stream)
                .map(r -> step(r, numbers, groups))
                .toList();
        Set<String> accounts = steps.stream()
                .filter(s -> s.action() == Action.RESTORE)
                .map(Step::account)
                .collect(Collectors.toCollection(TreeSet::new));
        accounts.addAll(incident.accounts());
        return new WayBack(
                incident.id(),
                incident.title(),
                incident.firstBad(),
                from,
                assumed,
                steps,
                order.stream().filter(g -> g.size() > 1).toList(),
                all.stream()
                        .filter(c -> c.kind().equals("added") && accounts.contains(c.account()))
                        .map(c -> c.table() + " " + c.resource())
                        .limit(MOST_ADDED)
                        .toList(),
                problems);
    }

    private Graph.Node node(String resource) {
        Graph.Node node = graph.nodes().get(resource);
        return node == null ? new Graph.Node(resource, "data", "other", resource, "", "") : node;
    }

    private Step step(String resource, Map<String, Integer> numbers, Map<String, Integer> groups) {
        Graph.Node node = node(resource);
        int own = groups.getOrDefault(resource, -1);
        int number = numbers.getOrDefault(resource, 0);
        Change change = changes.get(resource);
        boolean differs = change != null && !change.kind().equals("added");
        BackupStanding standing = standings.get(resource);
        Action action = affected.contains(resource) && standing != null
                ? Action.RESTORE
                : differs || affected.contains(resource)
                        ? Action.CONFIGURE
                        : dependants.contains(resource) ? Action.RETURN : Action.CHECK;
        Optional<CleanPoint> clean = action == Action.RESTORE && standing != null
                ? CleanPoint.of(standing, incident.firstBad())
                : Optional.empty();
        if (action == Action.RESTORE && clean.isEmpty()) {
            problems.add(resource + " has no usable point from before the first bad event");
        }
        List<Integer> needs = graph.needs().getOrDefault(resource, Set.of()).stream()
                // What is in one circle comes together and waits for none of its own.
                .filter(n -> numbers.containsKey(n) && groups.getOrDefault(n, -1) != own)
                .map(n -> numbers.getOrDefault(n, 0))
                .sorted()
                .toList();
        return new Step(
                number,
                node.layer(),
                node.type(),
                resource,
                node.name(),
                node.account(),
                node.region(),
                action,
                say(node, action, clean.orElse(null), change),
                needs,
                clean.map(CleanPoint::point).orElse(null),
                clean.map(CleanPoint::backTo).orElse(null),
                clean.map(CleanPoint::document).orElse(""),
                change == null ? List.of() : change.settings(),
                action == Action.RESTORE
                        || action == Action.CONFIGURE
                        || (action == Action.RETURN && TRAFFIC.contains(node.layer())),
                undo(action, clean.orElse(null)));
    }

    private String say(Graph.Node node, Action action, @Nullable CleanPoint clean, @Nullable Change change) {
        String what = node.type().replace('-', ' ') + " " + node.name();
        return switch (action) {
            case CHECK -> "See that the " + what + " is there and works";
            case CONFIGURE ->
                change == null
                        ? "Compare the settings of the " + what + " with what they should be"
                        : change.kind().equals("removed")
                                ? "Make the " + what + " again, as the snapshot from before shows it"
                                : "Put the settings of the " + what + " back to what they were";
            case RESTORE ->
                clean == null
                        ? "Nothing clean brings the " + what + " back; decide whether it can be made anew"
                        : restore(what, clean);
            case RETURN ->
                TRAFFIC.contains(node.layer())
                        ? "Lead the " + what + " to what was restored, when all before it is validated"
                        : "Lead the " + what + " to what was restored, and see that it works";
        };
    }

    private static String restore(String what, CleanPoint clean) {
        String point = clean.point().kind() + " " + clean.point().point();
        Instant to = clean.backTo();
        return clean.document().isEmpty()
                ? "Restore the " + what + " as of " + to + " by hand from " + point + " in account "
                        + clean.point().account() + ", " + clean.point().region()
                : "Restore the " + what + " as of " + to + " from " + point;
    }

    private static String undo(Action action, @Nullable CleanPoint clean) {
        return switch (action) {
            case CHECK -> "";
            case CONFIGURE -> "Set the values found, which stand beside the step";
            case RESTORE ->
                clean == null
                        ? ""
                        : clean.document().endsWith("s3-undelete")
                                ? "Undo of the run sets the delete markers again"
                                : clean.document().isEmpty()
                                        ? "Delete what was restored; the original was not touched"
                                        : "Undo of the run deletes what was restored; the original was not touched";
            case RETURN -> "Lead it back to the original";
        };
    }
}
