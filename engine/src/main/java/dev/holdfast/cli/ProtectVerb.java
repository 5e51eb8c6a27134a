package dev.holdfast.cli;

import picocli.CommandLine.Command;

/** Judging, and changing what is wrong. */
@Command(
        name = "protect",
        description = {
            "Judge what was collected, and fix what is wrong: planned, approved, reversible.",
            "",
            "check → plan → approve → apply; undo takes it back, resume carries on after an interruption."
        },
        subcommands = {
            ProtectCheckVerb.class,
            ExceptionsVerb.class,
            AttestVerb.class,
            AttestationsVerb.class,
            ProtectPlanVerb.class,
            ChangeVerbs.Approve.class,
            ProtectApplyVerb.class,
            ChangeVerbs.Undo.class,
            ChangeVerbs.Resume.class,
            ProtectDriftVerb.class,
            ChangeVerbs.Runs.class
        })
final class ProtectVerb extends GroupVerb {}
