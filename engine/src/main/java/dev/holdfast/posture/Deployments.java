package dev.holdfast.posture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Baseline;
import dev.holdfast.content.Runbook;
import dev.holdfast.lake.QueryFailure;
import dev.holdfast.lake.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the documents of the baseline are to be carried out, as far as a snapshot tells. */
public final class Deployments {
    static final Set<String> PLACE = Set.of("account", "region", "resource");
    private static final Pattern LACKING = Pattern.compile("Table with name (\\w+) does not exist");
    private static final int MOST_NAMED = 3;

    private final Snapshot snapshot;
    /** Equal values held once: what is asked of a thousand accounts is the same in most of them. */
    private final Map<String, String> texts = new HashMap<>();

    private final Map<ObjectNode, ObjectNode> parameters = new HashMap<>();

    /**
     * One place where one document is to be carried out.
     *
     * @param document its id
     * @param account account id
     * @param region region code or {@code global}
     * @param resource what it is about, for people
     * @param parameters the document's parameters, as far as the query gives them
     */
    public record Deployment(String document, String account, String region, String resource, ObjectNode parameters) {}

    /**
     * Something that must be known first.
     *
     * @param document the document that cannot be planned everywhere
     * @param why what is not known
     */
    public record Gap(String document, String why) {}

    /**
     * What a snapshot gives.
     *
     * @param deployments the places, by wave, document, account, region and resource
     * @param gaps what is not known
     */
    public record Found(List<Deployment> deployments, List<Gap> gaps) {}

    /** @param snapshot with derived tables and {@link FactTables} */
    public Deployments(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Asks all documents of the baseline where they are to be carried out. */
    public Found of(List<Runbook> documents) {
        List<Deployment> out = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        for (Runbook document : ordered(documents)) {
            Baseline baseline = document.settings().baseline();
            if (baseline != null) {
                try {
                    out.addAll(of(document.id(), baseline));
                    gaps.addAll(unread(document.id(), baseline));
                } catch (QueryFailure e) {
                    gaps.add(new Gap(document.id(), why(String.valueOf(e.getMessage()))));
                }
            }
        }
        return new Found(out, gaps);
    }

    /** A snapshot of chosen tables, or of an older version, does not have all that is asked. */
    static String why(String told) {
        Matcher lacking = LACKING.matcher(told);
        return lacking.find()
                ? "the snapshot has no table `" + lacking.group(1) + "`; collect it with `holdfast identify`"
                : told;
    }

    /** By wave, then by id. */
    private static List<Runbook> ordered(List<Runbook> documents) {
        return documents.stream()
                .filter(d -> d.settings().baseline() != null)
                .sorted(Comparator.comparing((Runbook d) -> {
                            Baseline baseline = d.settings().baseline();
                            return baseline == null ? Baseline.Wave.POLICIES : baseline.wave();
                        })
                        .thenComparing(Runbook::id))
                .toList();
    }

    List<Deployment> of(String document, Baseline baseline) {
        List<Deployment> out = new ArrayList<>();
        snapshot.query(
                baseline.targets(),
                columns -> {},
                row -> out.add(new Deployment(
                        document,
                        text(row, "account"),
                        text(row, "region"),
                        text(row, "resource"),
                        parameters.computeIfAbsent(parameters(row), given -> given))));
        out.sort(Comparator.comparing(Deployment::account)
                .thenComparing(Deployment::region)
                .thenComparing(Deployment::resource)
                .thenComparing(d -> d.parameters().toString()));
        return out;
    }

    private static ObjectNode parameters(ObjectNode row) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        row.properties().forEach(column -> {
            if (!PLACE.contains(column.getKey()) && !column.getValue().isNull()) {
                out.set(column.getKey(), column.getValue());
            }
        });
        return out;
    }

    private String text(JsonNode row, String column) {
        return texts.computeIfAbsent(
                row.path(column).isNull() ? "" : row.path(column).asText(), given -> given);
    }

    /** Where a table that the query reads could not be read, a place that needs the document may be missing. */
    private List<Gap> unread(String document, Baseline baseline) {
        Map<String, Set<String>> where = new TreeMap<>();
        Set<String> tables = new TreeSet<>(snapshot.reads(baseline.targets()).tables());
        if (!snapshot.schemas().containsKey("holdfast_collection")) {
            return List.of();
        }
        snapshot.query(
                "SELECT table_name, account, region, operation, error FROM holdfast_collection WHERE error IS NOT NULL",
                columns -> {},
                row -> {
                    if (tables.contains(row.path("table_name").asText())) {
                        where.computeIfAbsent(
                                        row.path("operation").asText() + ": "
                                                + row.path("error").asText(),
                                        k -> new TreeSet<>())
                                .add(row.path("account").asText() + " "
                                        + row.path("region").asText());
                    }
                });
        List<Gap> out = new ArrayList<>();
        where.forEach((what, places) -> out.add(new Gap(
                document,
                what + " in "
                        + String.join(", ", places.stream().limit(MOST_NAMED).toList())
                        + (places.size() > MOST_NAMED ? " and " + (places.size() - MOST_NAMED) + " more places" : "")
                        + "; nothing is planned there")));
        return out;
    }
}
