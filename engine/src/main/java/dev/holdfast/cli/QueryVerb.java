package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.insight.Insight;
import dev.holdfast.lake.Answer;
import dev.holdfast.lake.EventLake;
import dev.holdfast.lake.QueryFailure;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.QueryView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** SQL on a snapshot. */
@Command(
        name = "query",
        description = {
            "Ask a snapshot in SQL. Nothing can be written, and no file or network can be reached from a query.",
            "",
            "`SHOW` is not needed: the tables are those of content/tables, named as Steampipe names them, and the",
            "derived ones: holdfast_policy_statement, holdfast_open_port, holdfast_backup_point, holdfast_collection.",
            "Events kept by `detect keep` are holdfast_event, also where there is no snapshot."
        },
        footer = {
            "",
            "Example:",
            "  holdfast query \"SELECT account_id, count(*) AS buckets FROM aws_s3_bucket GROUP BY 1\""
        })
final class QueryVerb extends Verb {
    /** The forms of an answer. */
    enum Format {
        table,
        json,
        csv
    }

    @Parameters(paramLabel = "SQL", description = "One SELECT.")
    String sql = "";

    @Option(names = "--snapshot", paramLabel = "NAME", description = "Snapshot by name or file (default: the newest).")
    @Nullable
    String snapshot;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table, json or csv (default: table).")
    Format format = Format.table;

    @Option(names = "--rows", paramLabel = "N", description = "Most rows shown (default: 1000).")
    long rows = 1000;

    @Override
    public Integer call() {
        try (Snapshot open = open(QueryLimits.USUAL.atMost(rows))) {
            Answer answer = open.answer(sql);
            List<String> columns = answer.columns().stream().map(c -> c.name()).toList();
            switch (json() ? Format.json : format) {
                case json -> answer.rows().forEach(row -> screen().line(Json.line(row)));
                case csv -> csv(columns, answer.rows());
                case table -> screen().lines(new QueryView(screen().style()).lines(columns, maps(answer.rows())));
            }
            return Exit.FINE;
        } catch (QueryFailure e) {
            throw Stop.usage(
                    "the query " + (e.line() > 0 ? "(line " + e.line() + ") " : "") + "was refused: " + e.getMessage(),
                    "");
        }
    }

    /** The snapshot with the kept events beside it; the events alone where no snapshot is there or asked for. */
    private Snapshot open(QueryLimits limits) {
        EventLake lake = new EventLake(home().sub("lake"));
        Snapshots snapshots = Snapshots.of(home());
        boolean eventsAlone = snapshot == null && snapshots.names().isEmpty() && lake.holdsAny();
        Workspace workspace = eventsAlone ? Workspace.empty() : Workspace.over(snapshots.find(snapshot, here()));
        if (!eventsAlone) {
            Insight.prepare(workspace);
        }
        workspace.events(lake);
        return workspace.lock(limits);
    }

    private static List<Map<String, @Nullable Object>> maps(List<ObjectNode> rows) {
        List<Map<String, @Nullable Object>> out = new ArrayList<>();
        for (ObjectNode row : rows) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            row.properties().forEach(e -> map.put(e.getKey(), text(e.getValue())));
            out.add(map);
        }
        return out;
    }

    private static @Nullable String text(JsonNode value) {
        return value.isNull() ? null : value.isValueNode() ? value.asText() : value.toString();
    }

    private void csv(List<String> columns, List<ObjectNode> rows) {
        screen().line(String.join(",", columns.stream().map(QueryVerb::cell).toList()));
        for (ObjectNode row : rows) {
            screen().line(String.join(
                    ",",
                    columns.stream()
                            .map(c -> {
                                String value = text(row.path(c));
                                return cell(value == null ? "" : value);
                            })
                            .toList()));
        }
    }

    /** Quoted where needed; a leading sign that a spreadsheet would run as a formula is disarmed. */
    private static String cell(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.matches("[^,\"\\r\\n]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
