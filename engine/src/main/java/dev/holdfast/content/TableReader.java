package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.holdfast.content.TableDefinition.Detail;
import dev.holdfast.content.TableDefinition.Extent;
import dev.holdfast.content.TableDefinition.Parents;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Region;
import dev.holdfast.model.TableSchema.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code tables/<service>/<table>.yaml}. */
public final class TableReader {
    private static final Set<String> CALL =
            Set.of("call", "action", "with", "items", "expects", "absent-on", "csv", "prepare");
    private static final Set<String> PREPARE = Set.of("call", "action", "with", "expects", "until");

    private TableReader() {}

    /**
     * All tables, sorted by name.
     *
     * @param errors where problems are added; a file with problems gives no table
     */
    public static List<TableDefinition> read(ContentFolder folder, List<ContentError> errors) {
        List<TableDefinition> out = new ArrayList<>();
        Map<String, String> files = new HashMap<>();
        for (ContentFolder.Unit unit : folder.units("tables", errors)) {
            int before = errors.size();
            TableDefinition table = table(unit.id(), unit.doc());
            String other = files.putIfAbsent(table.name(), table.file());
            if (other != null) {
                unit.doc().error("table `" + table.name() + "` is also in " + other, "Rename one");
            }
            if (errors.size() == before) {
                out.add(table);
            }
        }
        out.sort(java.util.Comparator.comparing(TableDefinition::name));
        return out;
    }

    private static TableDefinition table(String unit, Doc doc) {
        doc.only(Set.of(
                "title", "scope", "asked-in", "id", "within", "list", "repeat", "details", "columns", "volatile"));
        String name = unit.substring(unit.lastIndexOf('/') + 1);
        if (!name.matches("[a-z][a-z0-9_]{2,60}")) {
            doc.error("`" + name + "` cannot be the name of a table", "Use lower case letters, digits and `_`");
        }
        Optional<Doc> listDoc = doc.need("list");
        Map<String, Doc> columnDocs = doc.need("columns").map(Doc::entries).orElse(Map.of());
        List<TableColumn> columns = new ArrayList<>();
        columnDocs.forEach((column, value) -> columns.add(column(column, value)));
        String id = doc.needText("id");
        if (!columnDocs.containsKey(id) && !id.equals(TableDefinition.ACCOUNT) && !id.equals(TableDefinition.REGION)) {
            doc.error("`id: " + id + "` is not a column of this table", "");
        }
        List<Detail> details = new ArrayList<>();
        doc.get("details").ifPresent(d -> d.entries().forEach((key, value) -> details.add(detail(key, value))));
        doc.need("scope");
        List<String> volatiles = doc.texts("volatile");
        for (String column : volatiles) {
            if (!columnDocs.containsKey(column)) {
                doc.error("`volatile: " + column + "` is not a column of this table", "");
            }
        }
        return new TableDefinition(
                name,
                doc.file(),
                doc.needText("title"),
                doc.choice("scope", Extent.class, Extent.ACCOUNT),
                doc.get("asked-in").map(r -> new Region(r.text())).orElse(null),
                id,
                doc.get("within").map(TableReader::parents).orElse(null),
                call(listDoc.orElse(doc), CALL),
                doc.truth("repeat", false),
                List.copyOf(details),
                List.copyOf(columns),
                List.copyOf(volatiles));
    }

    private static Parents parents(Doc doc) {
        Optional<Doc> values = doc.get("values");
        if (values.isPresent()) {
            doc.only(Set.of("values"));
            List<JsonNode> out = new ArrayList<>();
            values.get()
                    .items()
                    .forEach(v -> out.add(JsonNodeFactory.instance.objectNode().put("value", v.text())));
            return new Parents(null, null, null, List.copyOf(out));
        }
        Set<String> allowed = new java.util.HashSet<>(CALL);
        allowed.add("own");
        allowed.add("within");
        return new Parents(
                doc.get("within").map(TableReader::parents).orElse(null),
                call(doc, allowed),
                doc.get("own").map(TableReader::path).orElse(null),
                List.of());
    }

    private static Detail detail(String name, Doc doc) {
        Set<String> allowed = new java.util.HashSet<>(CALL);
        allowed.add("region");
        allowed.add("when");
        if (name.equals(TableColumn.ITEM) || name.equals(TableColumn.PARENT)) {
            doc.error("a detail cannot be called `" + name + "`", "Choose another name");
        }
        Map<String, String> when = new LinkedHashMap<>();
        doc.get("when").ifPresent(w -> w.entries().forEach((column, value) -> when.put(column, value.text())));
        String region = doc.text("region", "");
        return new Detail(
                name, call(doc, allowed), region.isEmpty() ? null : region.replaceFirst("^\\$", ""), when, true);
    }

    private static TableCall call(Doc doc, Set<String> allowed) {
        doc.only(allowed);
        String call = doc.needText("call");
        int colon = call.indexOf(':');
        if (colon <= 0) {
            doc.error("`" + call + "` is not a call", "Write `service:Operation`, such as `s3:ListBuckets`");
        }
        Map<String, JsonNode> with = new LinkedHashMap<>();
        doc.get("with").ifPresent(w -> w.entries().forEach((member, value) -> with.put(member, value.json())));
        List<TablePath> expects = new ArrayList<>();
        doc.get("expects").ifPresent(e -> e.items().forEach(p -> expects.add(path(p))));
        return new TableCall(
                colon <= 0 ? "" : call.substring(0, colon),
                call.substring(colon + 1),
                doc.text("action", call),
                with,
                doc.get("items").map(TableReader::path).orElse(null),
                expects,
                Set.copyOf(doc.texts("absent-on")),
                doc.texts("csv"),
                doc.get("prepare").map(TableReader::prepare).orElse(null),
                doc.line());
    }

    private static TableCall.Prepare prepare(Doc doc) {
        return new TableCall.Prepare(
                call(doc, PREPARE), doc.need("until").map(TableReader::path).orElse(TablePath.SELF));
    }

    private static TableColumn column(String name, Doc doc) {
        if (!name.matches("[a-z][a-z0-9_]{0,60}") || name.equals(TableDefinition.ACCOUNT)) {
            doc.error("`" + name + "` cannot be the name of a column", "Use lower case letters, digits and `_`");
        }
        if (doc.isText()) {
            return new TableColumn(
                    name, Type.TEXT, TableColumn.ITEM, path(doc), "", NullNode.getInstance(), false, doc.line());
        }
        doc.only(Set.of("path", "type", "from", "template", "otherwise", "sensitive"));
        @Nullable Doc path = doc.get("path").orElse(null);
        String template = doc.text("template", "");
        if ((path == null) == template.isEmpty()) {
            doc.error("a column has either `path` or `template`", "");
        }
        return new TableColumn(
                name,
                doc.choice("type", Type.class, Type.TEXT),
                doc.text("from", TableColumn.ITEM),
                path == null ? TablePath.SELF : path(path),
                template,
                doc.get("otherwise").map(Doc::json).orElse(NullNode.getInstance()),
                doc.truth("sensitive", false),
                doc.line());
    }

    private static TablePath path(Doc doc) {
        try {
            return TablePath.of(doc.text());
        } catch (IllegalArgumentException e) {
            doc.error("`" + doc.text() + "` is not a JMESPath: " + e.getMessage(), "See jmespath.org");
            return TablePath.SELF;
        }
    }
}
