package dev.holdfast.posture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableDefinition.Extent;
import dev.holdfast.lake.ReadSet;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.Unread;
import dev.holdfast.model.Unread.Cause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a snapshot does not know, looked up once and then by what a check reads. For several threads. */
final class Holes {
    private static final String ERRORS = TableDefinition.ERRORS;
    private static final Pattern ROLE = Pattern.compile("arn:[a-z-]+:iam::([0-9]{12}):role/[A-Za-z0-9+=,.@_/-]+");

    private final Snapshot snapshot;
    private final Map<String, TableDefinition> definitions;
    private final Map<String, List<Hole>> listings = new HashMap<>();
    private final Map<String, Set<String>> collected = new HashMap<>();
    private final Map<String, List<RowErrors>> rowErrors = new ConcurrentHashMap<>();
    private final Set<String> activeAccounts = new TreeSet<>();

    /** The columns of one row that are not known. */
    private record RowErrors(String account, String region, String resource, JsonNode byColumn) {}

    Holes(Snapshot snapshot, Map<String, TableDefinition> definitions) {
        this.snapshot = snapshot;
        this.definitions = definitions;
        // Snapshots of an earlier day name neither action nor principal.
        TableSchema collection = snapshot.schemas().get("holdfast_collection");
        boolean named = collection != null && collection.column("principal").isPresent();
        snapshot.query(
                "SELECT account, region, table_name, operation, error, kind" + (named ? ", action, principal" : "")
                        + " FROM holdfast_collection",
                columns -> {},
                this::collected);
        if (snapshot.schemas().containsKey("aws_organizations_account")) {
            snapshot.query(
                    "SELECT id FROM aws_organizations_account WHERE status = 'ACTIVE'",
                    columns -> {},
                    row -> activeAccounts.add(row.path("id").asText()));
        }
    }

    private void collected(ObjectNode row) {
        String table = row.path("table_name").asText();
        String account = row.path("account").asText();
        collected.computeIfAbsent(table, k -> new HashSet<>()).add(account);
        TableDefinition definition = definitions.get(table);
        if (definition != null && !row.path("kind").isNull()) {
            listings.computeIfAbsent(table, k -> new ArrayList<>())
                    .add(new Hole(
                            table,
                            definition.extent(),
                            account,
                            row.path("region").asText(),
                            "",
                            false,
                            row.path("operation").asText(),
                            row.path("error").asText(),
                            unread(row, account)));
        }
    }

    /** Who was refused what, from a row or a cell that says so. */
    private static Unread unread(JsonNode said, String account) {
        String operation = said.path("operation").asText();
        String error = said.path("error").asText();
        AwsFailure.Kind kind = kind(said.path("kind").asText());
        Cause cause = Cause.of(kind, operation, error);
        String role = cause == Cause.NO_ROLE ? role(error, account) : "";
        return Unread.of(
                operation,
                said.path("action").asText(""),
                said.path("principal").asText(""),
                cause,
                role);
    }

    private static AwsFailure.Kind kind(String word) {
        for (AwsFailure.Kind kind : AwsFailure.Kind.values()) {
            if (kind.name().equals(word)) {
                return kind;
            }
        }
        return AwsFailure.Kind.UNAVAILABLE;
    }

    /** The role that could not be assumed stands in the message of the sign-in. */
    private static String role(String error, String account) {
        Matcher found = ROLE.matcher(error);
        while (found.find()) {
            if (found.group(1).equals(account)) {
                return found.group();
            }
        }
        return "";
    }

    /** Tables with definitions that a check reads and this run did not collect at all. */
    Set<String> notCollected(ReadSet reads) {
        Set<String> out = new TreeSet<>();
        for (String table : reads.tables()) {
            if (definitions.containsKey(table) && !collected.containsKey(table)) {
                out.add(table);
            }
        }
        return out;
    }

    /** Everything that is not known among what is read. */
    List<Hole> among(ReadSet reads) {
        List<Hole> out = new ArrayList<>();
        reads.columns().forEach((table, columns) -> {
            out.addAll(listings.getOrDefault(table, List.of()));
            for (RowErrors row : rowErrors.computeIfAbsent(table, this::rowErrors)) {
                first(table, columns, row, out);
            }
        });
        return out;
    }

    private void first(String table, Set<String> columns, RowErrors row, List<Hole> out) {
        TableDefinition definition = definitions.get(table);
        for (Map.Entry<String, JsonNode> error : row.byColumn().properties()) {
            if (definition == null || columns.contains(error.getKey())) {
                out.add(new Hole(
                        table,
                        definition == null ? Extent.ACCOUNT : definition.extent(),
                        row.account(),
                        row.region(),
                        row.resource(),
                        definition == null,
                        error.getValue().path("operation").asText(),
                        error.getValue().path("error").asText(),
                        definition == null ? null : unread(error.getValue(), row.account())));
                return;
            }
        }
    }

    private List<RowErrors> rowErrors(String table) {
        TableSchema schema = snapshot.schemas().get(table);
        if (schema == null || schema.column(ERRORS).isEmpty()) {
            return List.of();
        }
        TableDefinition definition = definitions.get(table);
        String id = definition == null ? "resource" : definition.id();
        List<RowErrors> out = new ArrayList<>();
        snapshot.query(
                "SELECT account_id, region, CAST(\"" + id + "\" AS VARCHAR) AS id, _errors FROM " + table
                        + " WHERE _errors IS NOT NULL ORDER BY ALL",
                columns -> {},
                row -> out.add(new RowErrors(
                        row.path("account_id").asText(),
                        row.path("region").asText(),
                        row.path("id").asText(),
                        row.path(ERRORS))));
        return out;
    }

    /** Active accounts of the organization that this run left out for a table the check reads. */
    List<Hole> outOfScope(ReadSet reads) {
        List<Hole> out = new ArrayList<>();
        for (String table : reads.tables()) {
            TableDefinition definition = definitions.get(table);
            if (definition == null || definition.extent().organizationWide()) {
                continue;
            }
            for (String account : activeAccounts) {
                if (!collected.getOrDefault(table, Set.of()).contains(account)) {
                    out.add(new Hole(
                            table,
                            definition.extent(),
                            account,
                            "global",
                            "",
                            false,
                            definition.list().name(),
                            "the account is not in the scope of this run",
                            Unread.of(definition.list().name(), "", "", Cause.NOT_ASKED, "")));
                }
            }
        }
        return out;
    }
}
