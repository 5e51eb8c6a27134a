package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.change.Plan;
import dev.holdfast.change.PlanFile;
import dev.holdfast.change.Wish;
import dev.holdfast.content.Runbook;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.PlanView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plans to make runbooks documents of Systems Manager. */
@Command(
        name = "publish",
        description = {
            "Plan to publish a runbook, with the blocks that it calls, as Automation documents of Systems Manager.",
            "",
            "Published, it runs without Holdfast: without its evidence, its undo and its checks of order. Approvals are"
                    + " steps of the document and stay."
        },
        footer = {
            "",
            "Example:",
            "  holdfast respond publish s3-public-access --account 111122223333 --out publish.json",
            "  holdfast protect approve publish.json && holdfast protect apply publish.json"
        })
final class RespondPublishVerb extends ChangeVerbs.OnRun {
    private static final String NEW = "fixes/ssm/publish-new-document";
    private static final String CHANGED = "fixes/ssm/publish-changed-document";

    @Parameters(paramLabel = "RUNBOOK", description = "A runbook, or all.")
    String id = "";

    @Option(names = "--account", required = true, paramLabel = "ID", description = "The account to publish in.")
    String account = "";

    @Option(names = "--region", paramLabel = "REGION", description = "The region to publish in (default: home).")
    @Nullable
    String region;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the plan goes (default: ${DEFAULT-VALUE}).")
    Path out = Path.of("publish.json");

    @Override
    public Integer call() {
        Region place = region == null ? config().homeRegion() : new Region(region);
        Scope scope = new Scope(new AccountId(account), place);
        try (ChangeDesk desk = desk()) {
            Map<String, Runbook> chosen = new LinkedHashMap<>();
            List<Runbook> wanted = id.equals("all")
                    ? Documents.all(content(), RespondVerb.FOLDER)
                    : List.of(Documents.find(content(), RespondVerb.FOLDER, id));
            // A document can call another only once that is there.
            wanted.forEach(runbook -> blocks(runbook, desk, chosen));
            wanted.forEach(runbook -> chosen.put(runbook.id(), runbook));
            List<Wish> wishes = new ArrayList<>();
            chosen.values().forEach(runbook -> wishes.add(wish(runbook, scope, desk)));
            Plan plan = desk.planner()
                    .given("Publish " + chosen.size() + " documents to Systems Manager", wishes, desk.terms(1, false));
            PlanFile.write(here().folder().resolve(out), plan);
            ObjectNode json = PlanFile.json(plan);
            if (json()) {
                screen().line(Json.pretty(json));
            } else {
                screen().lines(new PlanView(screen().style(), AccountNames.NONE).lines(json, out.toString()));
            }
            return plan.problems().isEmpty() ? Exit.FINE : Exit.PARTIAL;
        }
    }

    private static void blocks(Runbook runbook, ChangeDesk desk, Map<String, Runbook> chosen) {
        runbook.authored().findValuesAsText("DocumentName").forEach(block -> {
            Runbook found = desk.documents().get(block);
            if (found != null && !chosen.containsKey(block)) {
                blocks(found, desk, chosen);
                chosen.put(block, found);
            }
        });
    }

    private static Wish wish(Runbook runbook, Scope scope, ChangeDesk desk) {
        String name = Runbook.publishedName(runbook.id());
        ObjectNode given = JSON.createObjectNode().put("Name", name);
        given.put("Content", runbook.publishable().toString());
        boolean there = there(name, scope, desk);
        return new Wish(there ? CHANGED : NEW, given, scope, name);
    }

    private static boolean there(String name, Scope scope, ChangeDesk desk) {
        try {
            desk.reading()
                    .reader()
                    .read(
                            scope,
                            "ssm",
                            "DescribeDocument",
                            JSON.createObjectNode().put("Name", name));
            return true;
        } catch (AwsFailure failure) {
            if (failure.code().equals("InvalidDocument")) {
                return false;
            }
            throw failure;
        }
    }
}
