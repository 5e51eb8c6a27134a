package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.change.Plan;
import dev.holdfast.change.PlanFile;
import dev.holdfast.change.Start;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.model.Case;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.PlanView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runbooks. */
@Command(
        name = "respond",
        description = {
            "Answer an incident by a runbook: evidence first, then containment once a person agreed.",
            "",
            "A runbook that fails holds what it did: nothing is un-contained by accident."
        },
        subcommands = {
            RespondVerb.ListAll.class,
            RespondVerb.Show.class,
            RespondVerb.PlanRun.class,
            RespondVerb.StartRun.class,
            ChangeVerbs.ApproveStep.class,
            ChangeVerbs.Resume.class,
            ChangeVerbs.Undo.class,
            ChangeVerbs.Status.class,
            RespondReportVerb.class,
            RespondPlanDocumentVerb.class,
            RespondPublishVerb.class,
            RespondImportVerb.class,
            RespondFlowsVerb.class,
            RespondAskVerb.class,
            RespondDrillsVerb.class
        })
final class RespondVerb extends GroupVerb {
    static final String FOLDER = "runbooks/";

    @Command(name = "list", description = "The runbooks there are.")
    static final class ListAll extends Verb {
        @Override
        public Integer call() {
            Documents.list(this, content(), FOLDER);
            return Exit.FINE;
        }
    }

    @Command(name = "show", description = "A runbook step by step: what it reads, changes and can undo.")
    static final class Show extends Verb {
        @Parameters(paramLabel = "RUNBOOK")
        String id = "";

        @Override
        public Integer call() {
            Documents.show(this, Documents.find(content(), FOLDER, id));
            return Exit.FINE;
        }
    }

    @Command(
            name = "start",
            description = {
                "Start a runbook. It takes evidence and then waits for approval before it contains.",
                "",
                "With --case, the user, key and account come from the case, and the case's findings are kept as evidence."
            },
            footer = {"", "Example:", "  holdfast respond start compromised-iam-credentials --case case-1a2b3c4d5e6f"})
    static final class StartRun extends OnRunbook {
        @Option(
                names = "--told",
                paramLabel = "TEXT",
                description = "Open a case for what somebody or another service told, in its words.")
        @Nullable
        String told;

        @Option(
                names = {"--skip-evidence", "--contain-without-evidence"},
                paramLabel = "REASON",
                description = "Allow containment before evidence; the reason is recorded.")
        @Nullable
        String waived;

        @Option(
                names = "--despite-missing-permissions",
                description =
                        "Start although actions that the runbook needs are not allowed; its steps will fail there.")
        boolean despite;

        @Override
        public Integer call() {
            try (ChangeDesk desk = desk()) {
                if (caseId == null && told != null) {
                    caseId = ToldCase.open(desk.ledger(), told, account == null ? "" : account, id, here());
                }
                CaseFile file = caseFile(desk);
                Plan plan = plan(desk, file);
                allowed(permissions(plan, desk));
                if (file != null && file.facts().state() == Case.State.NEW) {
                    TriageVerb.move(desk.ledger(), file, Case.State.ASSIGNED, person(), null, "", here());
                    desk.ledger()
                            .cases()
                            .assign(file.facts().id(), person(), here().clock().instant());
                }
                Start start = new Start(
                        desk.reading().principal(),
                        caseId,
                        Connection.environment(here()),
                        file == null ? List.of() : List.of(extract(file)),
                        waived);
                return ChangeVerbs.show(desk.engine().start(plan, desk.documents(), start), this, desk);
            }
        }

        /** Nothing begins that is known to stop half way, unless somebody wants that. */
        private void allowed(List<RunbookPermissions.Standing> standings) {
            List<String> missing = new ArrayList<>();
            for (RunbookPermissions.Standing one : standings) {
                one.missing().forEach((action, why) -> missing.add(action + " in " + one.account() + " (" + why + ")"));
                if (!one.unknown().isEmpty()) {
                    screen().note("Whether account " + one.account() + " allows what is needed is not known: "
                            + one.unknown());
                }
            }
            if (!missing.isEmpty() && !despite) {
                throw new Stop(
                        Exit.FAILED,
                        "the runbook was not started, for its role lacks " + String.join(", ", missing),
                        "`holdfast permissions respond --document " + id
                                + "` prints the policy; --despite-missing-permissions starts anyway");
            }
            missing.forEach(one -> screen().note("Missing: " + one));
        }

        private static Start.Extract extract(CaseFile file) {
            try {
                String text = JSON.writeValueAsString(file.facts());
                return new Start.Extract(
                        "log-extract", "The findings of the case", file.facts().id(), text);
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new IllegalStateException("a case is always JSON", e);
            }
        }
    }

    @Command(
            name = "plan",
            description = {
                "What a runbook would change, and what its role is not allowed, account by account. Changes nothing.",
                "",
                "Which of the steps come to it is known only when it runs: it looks before each."
            },
            footer = {
                "",
                "Example:",
                "  holdfast respond plan s3-public-access --account 111122223333 --param BucketName=x"
            })
    static final class PlanRun extends OnRunbook {
        @Override
        public Integer call() {
            try (ChangeDesk desk = desk()) {
                Plan plan = plan(desk, caseFile(desk));
                List<RunbookPermissions.Standing> standings = permissions(plan, desk);
                ObjectNode top = PlanFile.json(plan);
                ArrayNode list = top.putArray("permissions");
                standings.forEach(one -> list.add(one.json()));
                if (json()) {
                    screen().line(Json.pretty(top));
                } else {
                    screen().lines(new PlanView(screen().style(), AccountNames.NONE).lines(top, "plan.json"));
                    standings.forEach(this::show);
                }
                return standings.stream().allMatch(s -> s.missing().isEmpty()) ? Exit.FINE : Exit.FINDINGS;
            }
        }

        private void show(RunbookPermissions.Standing one) {
            screen().line("");
            String said = one.unknown().isEmpty()
                    ? one.missing().isEmpty()
                            ? "all are allowed"
                            : one.missing().size() + " are not allowed"
                    : "not known whether they are allowed: " + one.unknown();
            screen().line("Account " + one.account() + ": " + one.needed().size() + " actions are needed, " + said);
            one.missing().forEach((action, why) -> screen().line("  " + action + ": " + why));
        }
    }

    /** For JSON lists of documents. */
    static ObjectNode json(Runbook runbook) {
        ObjectNode out = Verb.JSON
                .createObjectNode()
                .put("id", runbook.id())
                .put("title", runbook.settings().title());
        ArrayNode steps = out.putArray("steps");
        for (RunbookStep step : runbook.steps()) {
            steps.addObject().put("name", step.name());
        }
        return out;
    }
}
