import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.content.Check;
import dev.holdfast.content.CheckReader;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableDefinition.Extent;
import dev.holdfast.content.TablePath;
import dev.holdfast.content.TableReader;
import dev.holdfast.inventory.SnapshotTables;
import dev.holdfast.lake.SnapshotWriter;
import dev.holdfast.model.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Generates a snapshot of any size without AWS: the small worlds of all checks' examples, each copied again and again
 * under names of its own, spread evenly over accounts and regions. The same arguments give the same rows.
 *
 * <p>usage: java -cp 'build/lib/*' bench/judge/GenerateSnapshot.java CONTENT OUT RESOURCES ACCOUNTS
 */
final class GenerateSnapshot {
    private static final List<String> REGIONS = List.of("eu-west-1", "us-east-1");
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final Map<String, TableDefinition> tables = new TreeMap<>();
    private final List<String> accounts = new ArrayList<>();
    private final SnapshotWriter writer;
    /** What an example leaves out because its check does not look at it: a value that another example has. */
    private final Map<String, ObjectNode> usual = new HashMap<>();

    private final Map<String, Integer> singles = new HashMap<>();
    private long made;

    GenerateSnapshot(List<TableDefinition> definitions, int count, SnapshotWriter writer) {
        definitions.forEach(t -> tables.put(t.name(), t));
        for (int i = 0; i < count; i++) {
            accounts.add(String.format("%012d", 100_000_000_000L + i));
        }
        this.writer = writer;
    }

    public static void main(String[] args) {
        ContentFolder content = new ContentFolder(List.of(Path.of(args[0])));
        List<TableDefinition> definitions = TableReader.read(content, new ArrayList<>());
        List<Check> checks = CheckReader.read(content, new ArrayList<>());
        try (SnapshotWriter writer = SnapshotWriter.create(Path.of(args[1]).toAbsolutePath())) {
            new GenerateSnapshot(definitions, Integer.parseInt(args[3]), writer).run(checks, Long.parseLong(args[2]));
        }
    }

    private void run(List<Check> checks, long resources) {
        writer.define(SnapshotTables.COLLECTION);
        writer.define(SnapshotTables.ACCOUNT);
        writer.define(SnapshotTables.SNAPSHOT);
        tables.values().forEach(t -> writer.define(t.schema()));
        List<Map<String, List<ObjectNode>>> worlds = new ArrayList<>();
        checks.forEach(c -> c.examples().forEach(e -> worlds.add(e.rows())));
        worlds.forEach(w -> w.forEach((table, rows) -> rows.forEach(row -> row.properties().forEach(e -> {
            if (!e.getValue().isNull()) {
                usual.computeIfAbsent(table, k -> MAKE.objectNode()).putIfAbsent(e.getKey(), e.getValue());
            }
        }))));
        organization(worlds);
        for (long copy = 0; made < resources; copy++) {
            String account = accounts.get((int) (copy % accounts.size()));
            String region = REGIONS.get((int) (copy / accounts.size() % REGIONS.size()));
            long before = made;
            for (int w = 0; w < worlds.size() && made < resources; w++) {
                copy(worlds.get(w), account, region, "-" + Long.toString(copy, 36) + "x" + Integer.toString(w, 36));
            }
            if (made == before) {
                throw new IllegalStateException("the examples hold no rows of accounts");
            }
        }
        collection();
        writer.complete();
        System.out.println(made + " resources in " + tables.size() + " tables and " + accounts.size() + " accounts");
    }

    /** One organization: every account active, and the first example row of every other table of it. */
    private void organization(List<Map<String, List<ObjectNode>>> worlds) {
        for (TableDefinition table : tables.values()) {
            if (table.extent() != Extent.ORGANIZATION) {
                continue;
            }
            ObjectNode first = worlds.stream()
                    .flatMap(w -> w.getOrDefault(table.name(), List.of()).stream())
                    .findFirst()
                    .orElse(MAKE.objectNode());
            boolean list = table.name().equals("aws_organizations_account");
            for (String account : list ? accounts : accounts.subList(0, 1)) {
                ObjectNode row = first.deepCopy();
                row.put("account_id", accounts.get(0)).put("region", "global");
                if (list) {
                    row.put("id", account).put("status", "ACTIVE");
                }
                writer.append(table.name(), List.of(row));
            }
        }
        for (String account : accounts) {
            writer.append(
                    "holdfast_account",
                    List.of(MAKE.objectNode()
                            .put("id", account)
                            .put("name", "account " + account)
                            .put("status", "ACTIVE")
                            .put("management", account.equals(accounts.get(0)))));
        }
        writer.append("holdfast_snapshot", List.of(MAKE.objectNode().put("name", "management").put("value", accounts.get(0))));
    }

    private void copy(Map<String, List<ObjectNode>> world, String account, String region, String suffix) {
        Map<String, String> names = new HashMap<>();
        world.forEach((name, rows) -> rows.forEach(row -> names(tables.get(name), row, suffix, names)));
        world.forEach((name, rows) -> {
            TableDefinition table = tables.get(name);
            if (table == null || table.extent() == Extent.ORGANIZATION) {
                return;
            }
            List<ObjectNode> out = new ArrayList<>();
            for (ObjectNode row : rows) {
                if (single(table) && !once(table, account, region)) {
                    continue;
                }
                ObjectNode whole = usual.getOrDefault(name, MAKE.objectNode()).deepCopy();
                whole.setAll(row);
                whole.remove("_errors");
                ObjectNode copy = (ObjectNode) renamed(whole, names);
                copy.put("account_id", account);
                boolean own = table.extent() == Extent.REGION || !row.path("region").asText("global").equals("global");
                copy.put("region", own ? region : "global");
                if (table.id().equals("region")) {
                    copy.put("region", region);
                }
                out.add(copy);
            }
            writer.append(name, out);
            made += out.size();
        });
    }

    private static boolean single(TableDefinition table) {
        TablePath items = table.list().items();
        return items == null || !items.toString().contains("[") || table.id().equals("account_id") || table.id().equals("region");
    }

    /** What an account has once, such as its password policy, is not copied. */
    private boolean once(TableDefinition table, String account, String region) {
        String scope = table.name() + account + (table.extent() == Extent.REGION ? region : "");
        int most = table.within() == null ? 1 : Math.max(1, table.within().values().size());
        return singles.merge(scope, 1, Integer::sum) <= most;
    }

    /** What is a name in this world gets another, so that copies are different things. */
    private static void names(TableDefinition table, ObjectNode row, String suffix, Map<String, String> names) {
        if (table == null || table.extent() == Extent.ORGANIZATION) {
            return;
        }
        row.properties().forEach(e -> {
            String column = e.getKey();
            boolean text = table.schema().column(column).filter(c -> c.type() == TableSchema.Type.TEXT).isPresent();
            boolean names0 = column.equals(table.id()) || column.endsWith("_id") || column.endsWith("arn") || column.endsWith("name");
            if (text && names0 && e.getValue().isTextual() && !column.equals("account_id") && !column.equals("region")) {
                names.put(e.getValue().asText(), e.getValue().asText() + suffix);
            }
        });
    }

    private static JsonNode renamed(JsonNode node, Map<String, String> names) {
        if (node.isObject()) {
            ObjectNode out = MAKE.objectNode();
            node.properties().forEach(e -> out.set(e.getKey(), renamed(e.getValue(), names)));
            return out;
        } else if (node.isArray()) {
            ArrayNode out = MAKE.arrayNode();
            node.forEach(item -> out.add(renamed(item, names)));
            return out;
        } else if (node.isTextual()) {
            String other = names.get(node.asText());
            return other == null ? node : TextNode.valueOf(other);
        }
        return node;
    }

    private void collection() {
        for (TableDefinition table : tables.values()) {
            List<ObjectNode> out = new ArrayList<>();
            for (String account : table.extent() == Extent.ORGANIZATION ? accounts.subList(0, 1) : accounts) {
                for (String region : table.extent() == Extent.REGION ? REGIONS : List.of("global")) {
                    out.add(MAKE.objectNode().put("account", account).put("region", region).put("table_name", table.name()));
                }
            }
            writer.append("holdfast_collection", out);
        }
    }
}
