package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.config.IncidentPlan;
import dev.holdfast.content.Check;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableReader;
import dev.holdfast.insight.Insight;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Progress;
import dev.holdfast.model.TableSchema;
import dev.holdfast.posture.Attested;
import dev.holdfast.posture.ConfigRows;
import dev.holdfast.posture.Deployments;
import dev.holdfast.posture.Exemptions;
import dev.holdfast.posture.FactTables;
import dev.holdfast.posture.Judge;
import dev.holdfast.posture.Mitigation;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Judges a snapshot together with what Holdfast knows of its own work. */
final class Verdicts {
    private static final int LANES = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);

    private Verdicts() {}

    /** What the ledger tells to checks, by table. */
    static Map<String, List<Map<String, @Nullable Object>>> facts(Home home) {
        try (Ledger ledger = home.ledger()) {
            Map<String, List<Map<String, @Nullable Object>>> out = new TreeMap<>();
            for (TableSchema schema : List.of(FactTables.CASE, FactTables.RUN, FactTables.DRILL)) {
                out.put(schema.name(), ledger.rows(schema.name()));
            }
            HouseFacts.read(ledger).into(out);
            return out;
        }
    }

    /** A snapshot with its derived tables, ready for SQL of people. */
    static Snapshot prepared(Path file, QueryLimits limits) {
        Workspace workspace = Workspace.over(file);
        Insight.prepare(workspace);
        return workspace.lock(limits);
    }

    /**
     * A snapshot with its derived tables and what Holdfast knows itself, for questions of this program.
     *
     * @param at the time up to which ages are counted, null for that of the snapshot
     */
    static Open opened(
            Path file, Home home, Config config, ContentFolder content, Surroundings here, @Nullable Instant at) {
        Workspace workspace = Workspace.over(file);
        Instant until = at == null ? begun(workspace, here) : at;
        prepare(workspace, facts(home), config, content, until, true);
        return new Open(workspace.lock(QueryLimits.USUAL), until);
    }

    /**
     * @param snapshot to be closed after use
     * @param at the time up to which ages are counted
     */
    record Open(Snapshot snapshot, Instant at) {}

    /** The findings of all checks. */
    static List<Finding> of(
            ContentFolder content,
            Path file,
            Map<String, List<Map<String, @Nullable Object>>> facts,
            Config config,
            Surroundings here,
            Trust trust) {
        return of(Library.checks(content), c -> true, content, file, facts, config, here, trust);
    }

    /** The findings of some checks. */
    static List<Finding> of(
            List<Check> checks,
            Predicate<Check> wanted,
            ContentFolder content,
            Path file,
            Map<String, List<Map<String, @Nullable Object>>> facts,
            Config config,
            Surroundings here,
            Trust trust) {
        return judge(checks, wanted, content, file, facts, config, here, trust, null, Progress.SILENT)
                .findings();
    }

    /**
     * What some checks say.
     *
     * @param findings the verdicts
     * @param at the time as of which they hold
     * @param uses what became of each exception
     */
    record Judged(List<Finding> findings, Instant at, List<Exemptions.Use> uses) {}

    /**
     * Judges by some checks. Ages are counted up to the time when the snapshot was begun, so that the same snapshot gives
     * the same verdicts whenever it is judged.
     *
     * @param trust exceptions and attestations; a guardrail comes before an exception, so that what is harmless anyway
     *     needs none
     * @param asOf another time to count ages up to, null for the snapshot's own
     * @param progress hears how far it is
     */
    static Judged judge(
            List<Check> checks,
            Predicate<Check> wanted,
            ContentFolder content,
            Path file,
            Map<String, List<Map<String, @Nullable Object>>> facts,
            Config config,
            Surroundings here,
            Trust trust,
            @Nullable Instant asOf,
            Progress progress) {
        List<TableDefinition> tables = Library.whole(content, TableReader::read);
        Workspace workspace = Workspace.over(file);
        Instant at = asOf == null ? begun(workspace, here) : asOf;
        // Reading all detections takes longer than most checks.
        boolean rules = checks.stream().filter(wanted).anyMatch(c -> c.query().contains(FactTables.RULE.name()));
        prepare(workspace, facts, config, content, at, rules);
        // A query over few rows uses one core: two checks at once use two.
        try (Snapshot snapshot = workspace.lock(QueryLimits.USUAL.onThreads(1), LANES)) {
            List<Finding> findings = new Judge(snapshot, tables)
                    .judge(checks.stream().filter(wanted).toList(), progress);
            findings = new Mitigation(snapshot, checks).apply(findings);
            Exemptions exemptions = new Exemptions(trust.exemptions(), snapshot, tables, checks, trust.today());
            findings = Attested.apply(exemptions.apply(findings), trust.attestations(), trust.today());
            return new Judged(findings, at, exemptions.uses());
        }
    }

    /** Adds derived tables and Holdfast's own facts. */
    private static void prepare(
            Workspace workspace,
            Map<String, List<Map<String, @Nullable Object>>> facts,
            Config config,
            ContentFolder content,
            Instant at,
            boolean rules) {
        workspace.table(FactTables.CONFIG, ConfigRows.of(config.document()));
        workspace.table(FactTables.SETTING, settings(config, at));
        workspace.table(
                FactTables.OBJECTIVE,
                Objectives.rows(config, content, at.atZone(ZoneOffset.UTC).toLocalDate()));
        for (TableSchema schema : List.of(FactTables.CASE, FactTables.RUN, FactTables.DRILL)) {
            workspace.table(schema, rows(schema, facts.getOrDefault(schema.name(), List.of())));
        }
        Map<String, List<ObjectNode>> house = HouseFacts.from(facts).rows(content, config, at, rules);
        for (TableSchema schema : FactTables.ALL) {
            List<ObjectNode> rows = house.get(schema.name());
            if (rows != null) {
                workspace.table(schema, rows);
            }
        }
        Insight.prepare(workspace);
    }

    /** Where the documents of the baseline are to be carried out. */
    static Deployments.Found deployments(
            List<Runbook> documents, Path file, Home home, Config config, ContentFolder content, Surroundings here) {
        Workspace workspace = Workspace.over(file);
        prepare(workspace, facts(home), config, content, begun(workspace, here), false);
        try (Snapshot snapshot = workspace.lock(QueryLimits.USUAL)) {
            return new Deployments(snapshot).of(documents);
        }
    }

    private static Instant begun(Workspace workspace, Surroundings here) {
        if (!workspace.has("holdfast_snapshot")) {
            return here.clock().instant();
        }
        List<ObjectNode> rows = workspace.rows("SELECT value FROM holdfast_snapshot WHERE name = 'started'");
        try {
            return rows.isEmpty()
                    ? here.clock().instant()
                    : Instant.parse(rows.getFirst().path("value").asText());
        } catch (DateTimeParseException e) {
            return here.clock().instant();
        }
    }

    private static List<ObjectNode> settings(Config config, Instant at) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("now", at.toString());
        settings.put(
                IncidentPlan.KEY + "-digest", IncidentPlan.of(config.document()).digest());
        settings.put("recovery-role", config.role("deploy"));
        DrillSchedule.of(config).days().forEach((kind, days) -> settings.put("drill-days-" + kind, days.toString()));
        config.accounts().forEach((purpose, account) -> settings.put(purpose + "-account", account));
        List<ObjectNode> out = new ArrayList<>();
        config.wanted()
                .each((name, value) ->
                        out.add(Verb.JSON.createObjectNode().put("name", name).put("value", value)));
        settings.forEach((name, value) ->
                out.add(Verb.JSON.createObjectNode().put("name", name).put("value", value)));
        return out;
    }

    /** Words of the ledger in the lower case that checks use. */
    private static List<ObjectNode> rows(TableSchema schema, List<Map<String, @Nullable Object>> rows) {
        List<ObjectNode> out = new ArrayList<>();
        for (Map<String, @Nullable Object> row : rows) {
            ObjectNode json = Verb.JSON.createObjectNode();
            row.forEach((name, value) -> {
                if (schema.column(name).isEmpty()) {
                    return;
                }
                if (value instanceof Number number) {
                    json.put(name, number.longValue());
                } else if (value != null) {
                    String text = value.toString();
                    boolean word = name.equals("outcome") || name.equals("state") || name.equals("kind");
                    json.put(name, word ? text.toLowerCase(Locale.ROOT) : text);
                }
            });
            out.add(json);
        }
        return out;
    }
}
