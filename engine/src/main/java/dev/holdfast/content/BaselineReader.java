package dev.holdfast.content;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Baseline.Cost;
import dev.holdfast.content.Baseline.Example;
import dev.holdfast.content.Baseline.Wave;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code baseline:} block of a document. */
final class BaselineReader {
    private BaselineReader() {}

    static Baseline read(Doc doc) {
        doc.only(Set.of("wave", "section", "targets", "costs", "examples"));
        doc.need("wave");
        Optional<Doc> targets = doc.need("targets");
        String sql = targets.map(Doc::text).orElse("");
        List<Cost> costs = new ArrayList<>();
        for (Doc cost : doc.get("costs").map(Doc::items).orElse(List.of())) {
            cost.only(Set.of("price", "count", "each"));
            costs.add(new Cost(
                    cost.needText("price"), Math.clamp(cost.number("count", 1), 1, 1_000), cost.text("each", "")));
        }
        List<Example> examples = new ArrayList<>();
        doc.need("examples").map(Doc::items).orElse(List.of()).forEach(e -> examples.add(example(e)));
        if (examples.stream().allMatch(e -> e.gives().isEmpty())) {
            doc.error("no example gives a target", "Add one where something is not as wanted");
        }
        if (examples.stream().noneMatch(e -> e.gives().isEmpty())) {
            doc.error("no example gives nothing", "Add one where everything is as wanted");
        }
        return new Baseline(
                doc.choice("wave", Wave.class, Wave.ACCOUNTS),
                doc.needText("section"),
                sql,
                targets.map(Doc::line).orElse(0) + (sql.indexOf('\n') >= 0 ? 1 : 0),
                costs,
                examples);
    }

    private static Example example(Doc doc) {
        doc.only(Set.of("name", "config", "rows", "gives"));
        Map<String, List<ObjectNode>> rows = new LinkedHashMap<>();
        doc.get("rows").ifPresent(r -> r.entries().forEach((table, list) -> rows.put(table, objects(list))));
        return new Example(
                doc.needText("name"),
                doc.line(),
                doc.get("config").map(Doc::json).orElse(JsonNodeFactory.instance.objectNode()),
                rows,
                doc.need("gives").map(BaselineReader::objects).orElse(List.of()));
    }

    private static List<ObjectNode> objects(Doc list) {
        List<ObjectNode> out = new ArrayList<>();
        for (Doc item : list.items()) {
            if (item.json() instanceof ObjectNode object) {
                out.add(object);
            } else {
                item.error("a row must be a mapping of columns to values", "");
            }
        }
        return out;
    }
}
