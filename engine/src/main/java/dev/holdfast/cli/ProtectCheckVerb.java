package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Check;
import dev.holdfast.content.CheckReader;
import dev.holdfast.content.Framework;
import dev.holdfast.content.FrameworkReader;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.posture.FrameworkResult;
import dev.holdfast.report.data.FindingsJson;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.FindingsView;
import dev.holdfast.report.terminal.ScorecardView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Judges a snapshot. */
@Command(
        name = "check",
        description = {
            "Judge a snapshot. Each verdict says why; what could not be read is UNKNOWN, in no score.",
            "",
            "Ends with 1 when something fails at or above --fail-on, with 3 when some verdict is unknown."
        },
        footer = {"", "Example:", "  holdfast protect check --framework cis-aws-7.0 --fail-on high"})
final class ProtectCheckVerb extends Verb {
    @Option(names = "--snapshot", paramLabel = "NAME", description = "Snapshot by name or file (default: the newest).")
    @Nullable
    String snapshot;

    @Option(
            names = "--framework",
            paramLabel = "ID",
            description = "Only the checks of this framework, and how it stands.")
    @Nullable
    String framework;

    @Option(names = "--check", split = ",", paramLabel = "ID", description = "Only these checks.")
    List<String> checks = new ArrayList<>();

    @Option(names = "--severity", paramLabel = "WORD", description = "Only checks of this severity or worse.")
    @Nullable
    String severity;

    @Option(
            names = "--fail-on",
            paramLabel = "WORD",
            description = "End with 1 when something of this severity or worse fails.")
    @Nullable
    String failOn;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table or json (default: table).")
    String format = "table";

    @Override
    public Integer call() {
        if (!format.equals("table") && !format.equals("json")) {
            throw Stop.usage("`--format " + format + "` is not known here", "table or json");
        }
        Path file = Snapshots.of(home()).find(snapshot, here());
        List<Check> all = Library.whole(content(), CheckReader::read);
        for (String id : checks) {
            if (all.stream().noneMatch(c -> c.id().equals(id))) {
                throw Stop.usage("there is no check `" + id + "`", "See `holdfast content docs checks`");
            }
        }
        Framework chosen = framework == null ? null : framework(framework);
        List<Finding> findings =
                Verdicts.of(all, c -> wanted(c, chosen), content(), file, Verdicts.facts(home()), config(), here());
        FrameworkResult result = chosen == null ? null : FrameworkResult.of(chosen, all, findings);
        if (json() || format.equals("json")) {
            ObjectNode standing = result == null ? null : FindingsJson.framework(result.framework(), controls(result));
            screen().line(Json.pretty(FindingsJson.check(Snapshots.name(file), findings, standing)));
        } else {
            screen().lines(new FindingsView(screen().style(), Snapshots.accountNames(file)).lines(findings));
            screen().line("");
            screen().lines(new ScorecardView(screen().style()).lines(null, Scores.of(findings)));
            if (result != null) {
                screen().line("");
                screen().lines(standing(result));
            }
        }
        return exit(findings);
    }

    private boolean wanted(Check check, @Nullable Framework chosen) {
        return (checks.isEmpty() || checks.contains(check.id()))
                && (severity == null || check.severity().compareTo(severity(severity)) >= 0)
                && (chosen == null || check.frameworks().containsKey(chosen.id()));
    }

    private Framework framework(String id) {
        List<Framework> known = Library.whole(content(), FrameworkReader::read);
        return known.stream()
                .filter(f -> f.id().equals(id))
                .findAny()
                .orElseThrow(() -> Stop.usage(
                        "there is no framework `" + id + "`",
                        "Known: " + known.stream().map(Framework::id).collect(Collectors.joining(", "))));
    }

    private static List<FindingsJson.Control> controls(FrameworkResult result) {
        return result.controls().stream()
                .map(c -> new FindingsJson.Control(c.control(), c.outcome().name(), c.checks()))
                .toList();
    }

    private static List<String> standing(FrameworkResult result) {
        List<String> out = new ArrayList<>();
        out.add("Framework " + result.framework());
        result.controls()
                .forEach(c -> out.add(String.format(
                        Locale.ROOT,
                        "  %-8s %-14s %s",
                        c.control(),
                        c.coverage() == FrameworkResult.Coverage.NOT_YET ? "not yet" : word(c.outcome()),
                        c.subject())));
        return out;
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private int exit(List<Finding> findings) {
        int code = findings.stream().anyMatch(f -> f.outcome() == Outcome.UNKNOWN) ? Exit.PARTIAL : Exit.FINE;
        if (failOn != null) {
            Severity least = severity(failOn);
            boolean fails = findings.stream()
                    .anyMatch(f -> f.outcome() == Outcome.FAIL && f.severity().compareTo(least) >= 0);
            code = fails ? Exit.worse(code, Exit.FINDINGS) : code;
        }
        return code;
    }

    static Severity severity(String word) {
        for (Severity severity : Severity.values()) {
            if (severity.word().equals(word.toLowerCase(Locale.ROOT))) {
                return severity;
            }
        }
        Set<String> words =
                java.util.Arrays.stream(Severity.values()).map(Severity::word).collect(Collectors.toSet());
        throw Stop.usage(
                "`" + word + "` is not a severity",
                "One of " + words.stream().sorted().toList());
    }
}
