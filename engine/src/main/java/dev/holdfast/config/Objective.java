package dev.holdfast.config;

import dev.holdfast.config.ProgramChoice.Because;
import dev.holdfast.config.ProgramChoice.Target;
import dev.holdfast.content.ProgramUnit.Objectives;

/** What may be lost: the strictest of several, and whether the file promises less. */
final class Objective {
    private Objective() {}

    static Target stricter(Target so, Objectives asked, Because because) {
        boolean rpo = asked.rpoHours() < so.rpoHours();
        boolean rto = asked.rtoHours() < so.rtoHours();
        return new Target(
                so.environment(),
                rpo ? asked.rpoHours() : so.rpoHours(),
                rpo ? because : so.rpoBecause(),
                rto ? asked.rtoHours() : so.rtoHours(),
                rto ? because : so.rtoBecause());
    }

    /** Warns where {@code backup.objectives} allow more loss than the program does. */
    static void compare(Branch written, Target target, Complaints say) {
        Branch own = written.at(target.environment());
        Branch at = own.there() ? own : written.at("default");
        looser(at.at("rpo-hours"), target.rpoHours(), target.rpoBecause(), target.environment(), say);
        looser(at.at("rto-hours"), target.rtoHours(), target.rtoBecause(), target.environment(), say);
    }

    private static void looser(Branch at, long most, Because because, String environment, Complaints say) {
        at.text()
                .map(Double::valueOf)
                .filter(hours -> hours > most)
                .ifPresent(hours -> say.warn(
                        at,
                        at.text().orElse("") + " hours are more than the " + most + " that " + because.unit()
                                + " asks of " + environment,
                        "Lower it, or exclude `objectives/" + environment + "` in the program with a reason"));
    }
}
