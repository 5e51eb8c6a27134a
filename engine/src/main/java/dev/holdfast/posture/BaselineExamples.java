package dev.holdfast.posture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Baseline;
import dev.holdfast.content.Baseline.Example;
import dev.holdfast.content.Runbook;
import dev.holdfast.lake.QueryFailure;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.posture.Deployments.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs the examples that documents of the baseline carry, and holds their queries against their parameters. */
public final class BaselineExamples {
    private final CheckExamples worlds;

    /** @param worlds makes small worlds of rows */
    public BaselineExamples(CheckExamples worlds) {
        this.worlds = worlds;
    }

    /**
     * What is wrong with a document's query and examples; nothing when all hold.
     *
     * @param document a document of the baseline
     * @param file its file, for messages
     */
    public List<ContentError> run(Runbook document, String file) {
        List<ContentError> out = new ArrayList<>();
        Baseline baseline = document.settings().baseline();
        if (baseline == null) {
            return out;
        }
        try {
            String columns =
                    worlds.ask(Map.of(), baseline.targets(), snapshot -> columns(document, baseline, snapshot));
            if (!columns.isEmpty()) {
                return List.of(new ContentError(file, baseline.line(), 0, columns, ""));
            }
        } catch (QueryFailure e) {
            int line = baseline.line() + Math.max(0, e.line() - 1);
            return List.of(new ContentError(file, line, 0, "the query does not work: " + e.getMessage(), ""));
        }
        for (Example example : baseline.examples()) {
            String problem = problem(document.id(), baseline, example);
            if (!problem.isEmpty()) {
                out.add(new ContentError(file, example.line(), 0, "example `" + example.name() + "`: " + problem, ""));
            }
        }
        return out;
    }

    private static String columns(Runbook document, Baseline baseline, Snapshot snapshot) {
        Set<String> names = snapshot.answer(baseline.targets()).columns().stream()
                .map(Column::name)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> missing = new TreeSet<>(Deployments.PLACE);
        missing.removeAll(names);
        if (!missing.isEmpty()) {
            return "the query lacks the columns " + String.join(", ", missing);
        }
        names.removeAll(Deployments.PLACE);
        Set<String> odd = new TreeSet<>(names);
        odd.removeAll(document.parameters().keySet());
        if (!odd.isEmpty()) {
            return "the query gives columns that are no parameters: " + String.join(", ", odd);
        }
        Set<String> needed = document.parameters().values().stream()
                .filter(p -> p.fallback() == null)
                .map(Runbook.Parameter::name)
                .collect(Collectors.toCollection(TreeSet::new));
        needed.removeAll(names);
        needed.removeAll(document.settings().fill().keySet());
        needed.removeAll(document.settings().find().keySet());
        return needed.isEmpty() ? "" : "nothing gives the parameters " + String.join(", ", needed);
    }

    private String problem(String id, Baseline baseline, Example example) {
        Map<String, List<ObjectNode>> rows = new TreeMap<>(example.rows());
        rows.put(FactTables.CONFIG.name(), ConfigRows.of(example.config()));
        try {
            List<Deployment> found =
                    worlds.ask(rows, baseline.targets(), snapshot -> new Deployments(snapshot).of(id, baseline));
            return wrong(example.gives(), found);
        } catch (QueryFailure | IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String wrong(List<ObjectNode> expected, List<Deployment> found) {
        List<Deployment> left = new ArrayList<>(found);
        for (ObjectNode one : expected) {
            if (left.stream()
                    .filter(d -> fits(one, d))
                    .findFirst()
                    .map(left::remove)
                    .isEmpty()) {
                return "expected " + one + ", found " + found;
            }
        }
        return left.isEmpty() ? "" : "gives more than expected: " + left;
    }

    private static boolean fits(ObjectNode expected, Deployment found) {
        return expected.properties().stream().allMatch(e -> {
            String actual = switch (e.getKey()) {
                case "account" -> found.account();
                case "region" -> found.region();
                case "resource" -> found.resource();
                default -> shown(found.parameters().path(e.getKey()));
            };
            return shown(e.getValue()).equals(actual);
        });
    }

    private static String shown(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
