package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Check.Example;
import dev.holdfast.content.Check.Judges;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code checks/<function>/<service>/<id>.yaml}. */
public final class CheckReader {
    private static final Map<String, Outcome> EXPECTED = Map.of(
            "pass", Outcome.PASS,
            "fail", Outcome.FAIL,
            "not-applicable", Outcome.NOT_APPLICABLE,
            "unknown", Outcome.UNKNOWN,
            "manual", Outcome.MANUAL);

    private CheckReader() {}

    /**
     * All checks, sorted by id, each with every control it serves, also by {@code same-as} of the frameworks.
     *
     * @param errors where problems are added; a file with problems gives no check
     */
    public static List<Check> read(ContentFolder folder, List<ContentError> errors) {
        List<Check> out = new ArrayList<>();
        for (ContentFolder.Unit unit : folder.units("checks", errors)) {
            int before = errors.size();
            Check check = check(unit.id(), unit.doc());
            if (errors.size() == before) {
                out.add(check);
            }
        }
        // What is wrong with frameworks is told by whoever reads them for their own sake.
        return FrameworkMap.mapped(out, FrameworkReader.read(folder, new ArrayList<>()));
    }

    private static Check check(String id, Doc doc) {
        doc.only(Set.of(
                "title",
                "severity",
                "about",
                "judges",
                "why",
                "query",
                "remediation",
                "fix",
                "frameworks",
                "prowler",
                "mitigated-by",
                "examples"));
        doc.need("severity");
        Map<String, List<String>> frameworks = new LinkedHashMap<>();
        doc.get("frameworks")
                .ifPresent(f -> f.entries()
                        .forEach((name, controls) -> frameworks.put(
                                name, controls.items().stream().map(Doc::text).toList())));
        Optional<Doc> query = doc.need("query");
        String sql = query.map(Doc::text).orElse("");
        // A block of text begins on the line after its key.
        int queryLine = query.map(Doc::line).orElse(0) + (sql.indexOf('\n') >= 0 ? 1 : 0);
        String fix = doc.text("fix", "");
        return new Check(
                id,
                doc.file(),
                doc.needText("title"),
                function(id, doc),
                doc.choice("severity", Severity.class, Severity.MEDIUM),
                doc.needText("about"),
                doc.choice("judges", Judges.class, Judges.RESOURCE),
                doc.needText("why").strip(),
                sql,
                queryLine,
                doc.needText("remediation").strip(),
                fix.isEmpty() ? null : fix,
                frameworks,
                doc.need("examples").map(CheckReader::examples).orElse(List.of()),
                doc.texts("prowler"),
                doc.get("mitigated-by").map(GuardReader::read).orElse(null));
    }

    private static NistFunction function(String id, Doc doc) {
        String word = id.split("/")[0].toUpperCase(Locale.ROOT);
        for (NistFunction function : NistFunction.values()) {
            if (function.name().equals(word)) {
                return function;
            }
        }
        doc.error("a check lies below the folder of its function", "Move it to checks/identify, checks/protect …");
        return NistFunction.PROTECT;
    }

    private static List<Example> examples(Doc doc) {
        List<Example> out = new ArrayList<>();
        doc.only(EXPECTED.keySet());
        for (String word : List.of("pass", "fail")) {
            if (doc.get(word).map(d -> d.items().isEmpty()).orElse(true)) {
                doc.error("there is no example that should " + word, "Add one under `" + word + ":`");
            }
        }
        doc.entries().forEach((word, list) -> {
            Outcome expected = EXPECTED.getOrDefault(word, Outcome.UNKNOWN);
            list.items().forEach(example -> out.add(example(expected, example)));
        });
        return out;
    }

    private static Example example(Outcome expected, Doc doc) {
        doc.only(Set.of("name", "rows"));
        Map<String, List<ObjectNode>> rows = new LinkedHashMap<>();
        doc.need("rows")
                .ifPresent(tables -> tables.entries().forEach((table, list) -> {
                    List<ObjectNode> out = new ArrayList<>();
                    for (Doc row : list.items()) {
                        JsonNode json = row.json();
                        if (json instanceof ObjectNode object) {
                            out.add(object);
                        } else {
                            row.error("a row must be a mapping of columns to values", "");
                        }
                    }
                    rows.put(table, out);
                }));
        return new Example(doc.needText("name"), expected, rows, doc.line());
    }
}
