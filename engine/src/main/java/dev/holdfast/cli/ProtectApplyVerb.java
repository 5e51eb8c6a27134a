package dev.holdfast.cli;

import dev.holdfast.change.Plan;
import dev.holdfast.change.PlanFile;
import dev.holdfast.change.RunReport;
import dev.holdfast.change.Start;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Carries out an approved plan. */
@Command(
        name = "apply",
        description = {
            "Carry out an approved plan. Each step is read again first, journalled, made once and verified.",
            "",
            "When a step fails, what was done to that resource is undone; the others go on."
        })
final class ProtectApplyVerb extends Verb {
    @Mixin
    Connection connection = new Connection();

    @Parameters(paramLabel = "PLAN", description = "The plan file.")
    Path file = Path.of("plan.json");

    @Override
    public Integer call() {
        Plan plan = PlanFile.read(here().folder().resolve(file));
        if (plan.steps().isEmpty()) {
            screen().line("The plan has no steps: nothing to do.");
            return Exit.FINE;
        }
        try (ChangeDesk desk =
                new ChangeDesk(connection, config(), home(), content(), here(), "deploy", screen()::progress)) {
            RunReport report = desk.engine()
                    .start(
                            plan,
                            desk.documents(),
                            Start.by(desk.reading().principal(), Connection.environment(here())));
            return ChangeVerbs.show(report, this, desk);
        }
    }
}
