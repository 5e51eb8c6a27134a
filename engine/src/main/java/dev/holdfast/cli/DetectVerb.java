package dev.holdfast.cli;

import picocli.CommandLine.Command;

/** Watching logs. */
@Command(
        name = "detect",
        description = "Run Sigma rules over logs and keep what they find as cases.",
        subcommands = {
            DetectRunVerb.class,
            DetectTestVerb.class,
            DetectRulesVerb.class,
            DetectCoverageVerb.class,
            DetectGapsVerb.class,
            DetectKeepVerb.class,
            DetectHuntVerb.class,
            DetectVerifyTrailVerb.class,
            DetectCompactVerb.class
        })
final class DetectVerb extends GroupVerb {}
