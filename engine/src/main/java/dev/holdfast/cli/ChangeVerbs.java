package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.change.ChangeEngine;
import dev.holdfast.change.Plan;
import dev.holdfast.change.PlanFile;
import dev.holdfast.change.RunReport;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.RunRecord;
import dev.holdfast.model.Case;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.CaseOpen;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.QueueView;
import dev.holdfast.report.terminal.RunView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verbs that fixes, responses and drills share. */
final class ChangeVerbs {
    private static final Duration APPROVAL_HOLDS = Duration.ofHours(8);

    private ChangeVerbs() {}

    /** What these verbs share. */
    abstract static class OnRun extends Verb {
        @Mixin
        Connection connection = new Connection();

        @Option(names = "--by", paramLabel = "NAME", description = "Who does this (default: $USER).")
        @Nullable
        String by;

        @Spec
        CommandSpec spec = CommandSpec.create();

        /** Whose role is taken: incidents have one of their own, all other changes that of `deploy`. */
        private String purpose() {
            CommandSpec above = spec.parent();
            return above != null && above.name().equals(Config.RESPOND) ? Config.RESPOND : "deploy";
        }

        String person() {
            return by != null
                    ? by
                    : here().variable("USER").orElseThrow(() -> Stop.usage("say who you are", "Add `--by NAME`"));
        }

        ChangeDesk desk() {
            return new ChangeDesk(connection, config(), home(), content(), here(), purpose(), screen()::progress);
        }
    }

    /** Approves a plan in a file. */
    @Command(
            name = "approve",
            description =
                    "Approve a plan: bound to its digest, good once, for eight hours. Two people where it asks for two.")
    static final class Approve extends OnRun {
        @Parameters(paramLabel = "PLAN", description = "The plan file.")
        Path file = Path.of("plan.json");

        @Override
        public Integer call() {
            Plan plan = PlanFile.read(here().folder().resolve(file));
            try (ChangeDesk desk = desk()) {
                var approval = desk.engine().approve(plan, person(), APPROVAL_HOLDS);
                screen().line("Approved by " + approval.approver() + " until " + approval.expiresAt() + ": "
                        + plan.title() + " (" + plan.steps().size() + " steps, digest "
                        + plan.digest().substring(0, 12) + "…)");
                return Exit.FINE;
            }
        }
    }

    /** Approves the step that a run waits at. */
    @Command(name = "approve", description = "Approve the step that a run waits at, and carry the run on.")
    static final class ApproveStep extends OnRun {
        @Parameters(paramLabel = "RUN")
        String run = "";

        @Override
        public Integer call() {
            try (ChangeDesk desk = desk()) {
                desk.engine().approveStep(run, person(), APPROVAL_HOLDS);
                RunReport report = desk.engine().resume(run, Map.of(), person());
                RestoreDrills.keep(report, desk.ledger(), here());
                return show(report, this, desk);
            }
        }
    }

    /** Takes a run back. */
    @Command(
            name = "undo",
            description = "Undo a run's writes in reverse order, from the state that was kept before each of them.")
    static final class Undo extends OnRun {
        @Parameters(paramLabel = "RUN")
        String run = "";

        @Override
        public Integer call() {
            try (ChangeDesk desk = desk()) {
                return show(desk.engine().undo(run, person()), this, desk);
            }
        }
    }

    /** Carries a run on. */
    @Command(
            name = "resume",
            description = {
                "Carry on a run after an interruption, an approval or a decision. Nothing is done twice.",
                "",
                "Where AWS cannot tell whether a write took effect, you decide: --decide TARGET/STEP=done or =redo"
            })
    static final class Resume extends OnRun {
        @Parameters(paramLabel = "RUN")
        String run = "";

        @Option(names = "--decide", paramLabel = "STEP=WHAT", description = "done or redo. Repeatable.")
        Map<String, String> decisions = new HashMap<>();

        @Option(
                names = "--answer",
                paramLabel = "STEP.NAME=VALUE",
                description = "What AWS had answered to a step that is done, where later steps need it. Repeatable.")
        Map<String, String> answers = new HashMap<>();

        @Override
        public Integer call() {
            Map<String, ChangeEngine.Decision> decided = new HashMap<>();
            decisions.forEach((step, word) -> {
                try {
                    decided.put(step, ChangeEngine.Decision.valueOf(word.toUpperCase(Locale.ROOT)));
                } catch (IllegalArgumentException e) {
                    throw Stop.usage("`--decide " + step + "=" + word + "` is not a decision", "done or redo");
                }
            });
            try (ChangeDesk desk = desk()) {
                RunReport report = new DrillProbes(this)
                        .answered(desk.engine().resume(run, decided, answers, person()), desk)
                        .report();
                RestoreDrills.keep(report, desk.ledger(), here());
                return show(report, this, desk);
            }
        }
    }

    /** Shows how a run stands. */
    @Command(name = "status", description = "How a run stands, step by step. Calls nothing.")
    static final class Status extends OnRun {
        @Parameters(paramLabel = "RUN")
        String run = "";

        @Override
        public Integer call() {
            try (ChangeDesk desk = desk()) {
                show(desk.engine().report(run), this, desk);
                return Exit.FINE;
            }
        }
    }

    /** Lists runs. */
    @Command(name = "runs", description = "All runs, newest first.")
    static final class Runs extends Verb {
        @Override
        public Integer call() {
            try (Ledger ledger = home().ledger()) {
                List<RunRecord> runs = ledger.runs();
                if (json()) {
                    ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
                    ArrayNode list = top.putArray("runs");
                    runs.forEach(r -> list.addObject()
                            .put("run", r.id())
                            .put("kind", r.kind())
                            .put("title", r.title())
                            .put("startedAt", r.createdAt().toString()));
                    screen().line(Json.pretty(top));
                } else {
                    runs.forEach(r -> screen().line(
                                    r.createdAt().toString().substring(0, 19) + "Z  " + r.id() + "  " + r.title()));
                }
                return Exit.FINE;
            }
        }
    }

    /** Shows a run and gives the exit code that goes with it. */
    static int show(RunReport report, Verb verb, ChangeDesk desk) {
        contained(report, desk.ledger(), verb.here());
        if (verb.json()) {
            ObjectNode top = report.json();
            file(report, desk).ifPresent(f -> standing(verb, desk).put(f, top.putObject("caseWork")));
            verb.screen().line(Json.pretty(top));
        } else {
            AccountNames names = AccountNames.NONE;
            verb.screen().lines(new RunView(verb.screen().style(), names).lines(RunStories.of(report, desk.ledger())));
            file(report, desk).ifPresent(f -> caseLines(f, verb, desk));
            report.targets().stream()
                    .filter(t -> !t.why().isEmpty())
                    .forEach(t -> verb.screen().note(t.resource() + ": " + t.why()));
            next(report).ifPresent(n -> verb.screen().note(n));
        }
        return switch (report.state()) {
            case SUCCEEDED, UNDONE, WAITING_FOR_APPROVAL -> Exit.FINE;
            case INTERRUPTED -> Exit.INTERRUPTED;
            case PARTIAL -> Exit.PARTIAL;
            case WAITING_FOR_DECISION, HELD, UNWOUND, FAILED, UNDO_FAILED -> Exit.FAILED;
        };
    }

    private static Optional<CaseFile> file(RunReport report, ChangeDesk desk) {
        return Optional.ofNullable(report.caseId())
                .flatMap(id -> desk.ledger().cases().find(id));
    }

    private static CaseStanding standing(Verb verb, ChangeDesk desk) {
        return new CaseStanding(desk.ledger(), verb.here().clock().instant());
    }

    /** Who has the case of a run, and what else is to be done in it. */
    private static void caseLines(CaseFile file, Verb verb, ChangeDesk desk) {
        CaseOpen open = standing(verb, desk).of(file);
        verb.screen().line("");
        verb.screen()
                .line("Case " + file.facts().id() + " is with " + (open.holder().isEmpty() ? "nobody" : open.holder()));
        verb.screen().lines(new QueueView(verb.screen().style(), AccountNames.NONE).open(open));
    }

    /** A response that ended well has contained its case. */
    private static void contained(RunReport report, Ledger ledger, Surroundings here) {
        if (report.caseId() == null || report.state() != RunReport.State.SUCCEEDED) {
            return;
        }
        ledger.cases()
                .find(report.caseId())
                .filter(f -> f.facts().state() == Case.State.ASSIGNED)
                .ifPresent(f -> TriageVerb.move(
                        ledger, f, Case.State.CONTAINED, "run " + report.run(), null, report.title(), here));
    }

    private static Optional<String> next(RunReport report) {
        String verb = report.kind().equals("fix") || report.kind().equals("deploy")
                ? "protect"
                : report.kind().equals("drill") || report.kind().equals("recover") ? "recover" : "respond";
        return switch (report.state()) {
            case WAITING_FOR_APPROVAL -> Optional.of("Next: holdfast respond approve " + report.run());
            case WAITING_FOR_DECISION, HELD ->
                Optional.of("Next: holdfast " + verb + " resume " + report.run() + " --decide STEP=done|redo");
            case INTERRUPTED -> Optional.of("Next: holdfast " + verb + " resume " + report.run());
            case SUCCEEDED -> Optional.of("To take it back: holdfast " + verb + " undo " + report.run());
            default -> Optional.empty();
        };
    }
}
