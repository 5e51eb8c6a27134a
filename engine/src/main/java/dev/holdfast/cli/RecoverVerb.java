package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.change.Plan;
import dev.holdfast.change.RunReport;
import dev.holdfast.change.Start;
import dev.holdfast.change.Wish;
import dev.holdfast.content.Runbook;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.ledger.DrillRecord;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import dev.holdfast.report.RunStory;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.data.RunJson;
import dev.holdfast.report.terminal.QueryView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Backups, and proof that they can be restored. */
@Command(
        name = "recover",
        description = "What is backed up, and drills that prove a restore by making one.",
        subcommands = {
            RecoverVerb.Status.class,
            RecoverVerb.Drills.class,
            RecoverVerb.Drill.class,
            ChangeVerbs.Resume.class,
            ChangeVerbs.Undo.class
        })
final class RecoverVerb extends GroupVerb {
    private static final String FOLDER = "drills/";

    @Command(name = "drills", description = "The drills there are.")
    static final class Drills extends Verb {
        @Override
        public Integer call() {
            Documents.list(this, content(), FOLDER);
            return Exit.FINE;
        }
    }

    @Command(
            name = "drill",
            description = {
                "Restore for real beside the original, validate, clean up, and measure how long it took.",
                "",
                "The time is that of where it ran: a time from an emulated AWS says nothing about Amazon's."
            },
            footer = {
                "",
                "Example:",
                "  holdfast recover drill rds-snapshot-restore --account 111111111111 --region eu-west-1 \\",
                "      --param DBInstanceIdentifier=shop-orders"
            })
    static final class Drill extends ChangeVerbs.OnRun {
        @Parameters(paramLabel = "DRILL")
        String id = "";

        @Option(names = "--account", required = true, paramLabel = "ID")
        String account = "";

        @Option(names = "--region", paramLabel = "REGION", description = "Default: home.")
        @Nullable
        String region;

        @Option(names = "--param", paramLabel = "NAME=VALUE", description = "A parameter of the drill. Repeatable.")
        Map<String, String> parameters = new LinkedHashMap<>();

        @Override
        public Integer call() {
            try (ChangeDesk desk = desk()) {
                Runbook runbook = Documents.find(content(), FOLDER, id);
                ObjectNode given = JSON.createObjectNode();
                parameters.forEach(given::put);
                Region where = region == null ? config().homeRegion() : new Region(region);
                String resource = parameters.isEmpty()
                        ? account
                        : parameters.values().iterator().next();
                Wish wish = new Wish(runbook.id(), given, new Scope(new AccountId(account), where), resource);
                Plan plan = desk.planner().documents("drill", List.of(wish), desk.terms(0, false));
                RunReport report = desk.engine()
                        .start(
                                plan,
                                desk.documents(),
                                Start.by(desk.reading().principal(), Connection.environment(here())));
                boolean passed = report.state() == RunReport.State.SUCCEEDED
                        && report.residue().isEmpty();
                desk.ledger()
                        .drill(new DrillRecord(
                                report.run(),
                                runbook.id(),
                                "restore",
                                resource,
                                passed ? "PASSED" : "FAILED",
                                Connection.environment(here()),
                                here().clock().instant(),
                                report.metrics().get("rtoSeconds")));
                RunStory story = RunStories.of(report, desk.ledger());
                if (json()) {
                    screen().line(Json.pretty(RunJson.drills(List.of(story), "recover")));
                } else {
                    ChangeVerbs.show(report, this, desk);
                }
                return passed ? Exit.FINE : Exit.FAILED;
            }
        }
    }

    @Command(
            name = "status",
            description =
                    "Each database and bucket: is it protected, how old is the newest restorable point, was it proven.")
    static final class Status extends Verb {
        @Option(
                names = "--snapshot",
                paramLabel = "NAME",
                description = "Snapshot by name or file (default: the newest).")
        @Nullable
        String snapshot;

        private static final String RESOURCES = """
                SELECT r.arn, r.type, r.account_id, r.region, r.name, count(p.point) > 0 AS protected,
                       max(p.created_at) AS newest
                FROM (SELECT arn, 'rds-instance' AS type, account_id, region, db_instance_identifier AS name
                      FROM aws_rds_db_instance
                      UNION ALL
                      SELECT arn, 's3-bucket', account_id, region, name FROM aws_s3_bucket) r
                LEFT JOIN holdfast_backup_point p ON p.resource = r.arn
                GROUP BY ALL ORDER BY r.type, r.account_id, r.arn""";

        @Override
        public Integer call() {
            Path file = Snapshots.of(home()).find(snapshot, here());
            List<ObjectNode> resources = new ArrayList<>();
            Map<String, List<Map<String, @Nullable Object>>> facts = Verdicts.facts(home());
            Instant now = here().clock().instant();
            try (Snapshot open = Verdicts.prepared(file, QueryLimits.USUAL)) {
                open.answer(RESOURCES).rows().forEach(row -> resources.add(resource(row, facts, now)));
            }
            long covered = resources.stream()
                    .filter(r -> r.path("protected").asBoolean())
                    .count();
            if (json()) {
                ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
                resources.forEach(top.putArray("resources")::add);
                top.putObject("coverage").put("protected", covered).put("resources", resources.size());
                screen().line(Json.pretty(top));
            } else {
                List<Map<String, String>> rows = resources.stream()
                        .map(r -> Map.of(
                                "resource", r.path("arn").asText(),
                                "protected", r.path("protected").asBoolean() ? "yes" : "no",
                                "newest point", r.path("newestUsablePoint").asText("–"),
                                "proven", r.path("lastDrill").path("outcome").asText("never")))
                        .toList();
                screen().lines(new QueryView(screen().style())
                        .lines(List.of("resource", "protected", "newest point", "proven"), rows));
                screen().line(covered + " of " + resources.size() + " protected");
            }
            return Exit.FINE;
        }

        private static ObjectNode resource(
                ObjectNode row, Map<String, List<Map<String, @Nullable Object>>> facts, Instant now) {
            ObjectNode out = JSON.createObjectNode()
                    .put("arn", row.path("arn").asText())
                    .put("type", row.path("type").asText())
                    .put("protected", row.path("protected").asBoolean());
            String newest = row.path("newest").asText("");
            boolean known = !newest.isEmpty() && !newest.equals("null");
            out.put("newestUsablePoint", known ? newest : null);
            out.put("rpoSeconds", known ? seconds(newest, now) : null);
            // What is not collected yet is said to be unknown, never false.
            out.putNull("locked").putNull("otherAccount").putNull("otherRegion");
            Map<String, @Nullable Object> drill = facts.getOrDefault("holdfast_drill", List.of()).stream()
                    .filter(d -> row.path("name").asText().equals(d.get("resource")))
                    .reduce((first, second) -> second)
                    .orElse(null);
            if (drill == null) {
                out.putNull("lastDrill");
            } else {
                ObjectNode last = out.putObject("lastDrill");
                last.put("at", String.valueOf(drill.get("ended_at")));
                last.put("outcome", String.valueOf(drill.get("outcome")));
                last.put("rtoSeconds", drill.get("rto_seconds") instanceof Number n ? n.longValue() : null);
                last.put("environment", String.valueOf(drill.get("environment")));
            }
            return out;
        }

        private static @Nullable Long seconds(String newest, Instant now) {
            try {
                return Duration.between(Instant.parse(newest), now).toSeconds();
            } catch (java.time.DateTimeException e) {
                return null;
            }
        }
    }
}
