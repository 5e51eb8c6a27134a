package dev.holdfast.cli;

import picocli.CommandLine.Command;

/** Backups, and proof that they can be restored. */
@Command(
        name = "recover",
        description = "What is backed up, drills that prove a restore by making one, and the ordered way back.",
        subcommands = {
            RecoverStatusVerb.class,
            RecoverVerb.Drills.class,
            RecoverDrillVerb.class,
            RecoverScheduleVerb.class,
            RecoverReportVerb.class,
            RecoverPlanVerb.class,
            ChangeVerbs.Approve.class,
            ProtectApplyVerb.class,
            ChangeVerbs.Runs.class,
            ChangeVerbs.Resume.class,
            ChangeVerbs.Undo.class
        })
final class RecoverVerb extends GroupVerb {
    static final String FOLDER = "drills/";

    @Command(name = "drills", description = "The drills there are.")
    static final class Drills extends Verb {
        @Override
        public Integer call() {
            Documents.list(this, content(), FOLDER);
            return Exit.FINE;
        }
    }
}
