package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.holdfast.change.Plan;
import dev.holdfast.change.Start;
import dev.holdfast.change.Wish;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Arn;
import dev.holdfast.model.Case;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            RespondVerb.StartRun.class,
            ChangeVerbs.ApproveStep.class,
            ChangeVerbs.Resume.class,
            ChangeVerbs.Undo.class,
            ChangeVerbs.Status.class
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
    static final class StartRun extends ChangeVerbs.OnRun {
        @Parameters(paramLabel = "RUNBOOK")
        String id = "";

        @Option(names = "--case", paramLabel = "CASE", description = "The case it answers.")
        @Nullable
        String caseId;

        @Option(names = "--param", paramLabel = "NAME=VALUE", description = "A parameter of the runbook. Repeatable.")
        Map<String, String> parameters = new LinkedHashMap<>();

        @Option(names = "--account", paramLabel = "ID", description = "The account it works in (default: the case's).")
        @Nullable
        String account;

        @Option(names = "--region", paramLabel = "REGION", description = "The region it works in (default: home).")
        @Nullable
        String region;

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

        @Override
        public Integer call() {
            try (ChangeDesk desk = desk()) {
                if (caseId == null && told != null) {
                    caseId = ToldCase.open(desk.ledger(), told, account == null ? "" : account, id, here());
                }
                CaseFile file = caseId == null
                        ? null
                        : desk.ledger()
                                .cases()
                                .find(caseId)
                                .orElseThrow(() ->
                                        Stop.usage("there is no case `" + caseId + "`", "See `holdfast triage list`"));
                Runbook runbook = Documents.find(content(), FOLDER, id);
                Plan plan = desk.planner().documents("respond", List.of(wish(runbook, file)), desk.terms(0, false));
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

        private static Start.Extract extract(CaseFile file) {
            try {
                String text = JSON.writeValueAsString(file.facts());
                return new Start.Extract(
                        "log-extract", "The findings of the case", file.facts().id(), text);
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new IllegalStateException("a case is always JSON", e);
            }
        }

        private Wish wish(Runbook runbook, @Nullable CaseFile file) {
            ObjectNode given = JSON.createObjectNode();
            if (file != null) {
                fromCase(file.facts(), runbook, given);
            }
            parameters.forEach((name, value) -> {
                if (!runbook.parameters().containsKey(name)) {
                    throw Stop.usage(
                            "the runbook has no parameter `" + name + "`",
                            "It takes: "
                                    + String.join(", ", runbook.parameters().keySet()));
                }
                Runbook.Parameter parameter =
                        java.util.Objects.requireNonNull(runbook.parameters().get(name));
                given.set(name, GivenParameter.read(parameter, value));
            });
            String where =
                    account != null ? account : file == null ? "" : file.facts().account();
            if (where.isEmpty()) {
                throw Stop.usage("say which account the runbook works in", "Add `--account ID` or `--case CASE`");
            }
            Region place = region == null ? config().homeRegion() : new Region(region);
            String resource = file == null ? where : file.facts().actor();
            return new Wish(runbook.id(), given, new Scope(new AccountId(where), place), resource);
        }

        private static void fromCase(Case facts, Runbook runbook, ObjectNode given) {
            if (runbook.parameters().containsKey("AccessKeyId")
                    && !facts.accessKey().isEmpty()) {
                given.put("AccessKeyId", facts.accessKey());
            }
            facts.findings().forEach(f -> fromResource(f.resource(), runbook, given));
            if (runbook.parameters().containsKey("UserName")) {
                Arn.parse(facts.actor())
                        .filter(a -> a.resource().startsWith("user/"))
                        .ifPresent(a -> given.put(
                                "UserName", a.resource().substring(a.resource().lastIndexOf('/') + 1)));
            }
        }
    }

    /** What the resource of a finding tells, where it has the form that the runbook is for. */
    private static void fromResource(String resource, Runbook runbook, ObjectNode given) {
        String target = runbook.settings().target();
        Matcher matcher = Pattern.compile(target).matcher(resource);
        if (!target.isEmpty() && matcher.matches()) {
            Pattern.compile(target).namedGroups().keySet().forEach(name -> given.put(name, matcher.group(name)));
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
