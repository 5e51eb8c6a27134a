package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.change.Plan;
import dev.holdfast.change.RunReport;
import dev.holdfast.change.Start;
import dev.holdfast.change.Wish;
import dev.holdfast.content.Runbook;
import dev.holdfast.ledger.DrillRecord;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import dev.holdfast.report.RunStory;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.data.RunJson;
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
            RecoverStatusVerb.class,
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
}
