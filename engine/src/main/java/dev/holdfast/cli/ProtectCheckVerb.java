package dev.holdfast.cli;

import dev.holdfast.content.Check;
import dev.holdfast.content.Framework;
import dev.holdfast.content.FrameworkReader;
import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.posture.FrameworkResult;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.terminal.DecisionsView;
import dev.holdfast.report.terminal.DiffView;
import dev.holdfast.report.terminal.FindingsView;
import dev.holdfast.report.terminal.ScorecardView;
import dev.holdfast.report.terminal.Style;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges a snapshot. */
@Command(
        name = "check",
        description = {
            "Judge a snapshot. Each verdict says why; what could not be read is UNKNOWN, in no score.",
            "",
            "Ends with 1 when something fails at or above --fail-on or an exception has expired, with 3 when some verdict"
                    + " is unknown.",
            "",
            "MUTED is a failure that an exception silences, MITIGATED one that a policy of the organization makes",
            "harmless; each names who, why and until when. MANUAL is for a person: holdfast protect attest."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast protect check --framework cis-aws-7.0 --fail-on high",
            "  holdfast protect check --exceptions ours.yaml --format html --out findings.html"
        })
final class ProtectCheckVerb extends Verb {
    @Option(names = "--snapshot", paramLabel = "NAME", description = "Snapshot by name or file (default: the newest).")
    @Nullable
    String snapshot;

    @Option(
            names = "--framework",
            paramLabel = "ID",
            description =
                    "Only the checks of this framework, and how it stands; `all` for every check, whatever the program says.")
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

    @Option(names = "--function", paramLabel = "WORD", description = "Only checks of this function, such as protect.")
    @Nullable
    String function;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, json, ocsf, csv, html, sarif or junit (default: table).")
    String format = "table";

    @Option(names = "--out", paramLabel = "FILE", description = "Write the result to this file.")
    @Nullable
    Path out;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "Count ages up to this time, such as 2026-11-24T00:00:00Z (default: when the snapshot began).")
    @Nullable
    String at;

    @Mixin
    Trust.Options trust = new Trust.Options();

    /** In place of a framework: whatever the program says. */
    private static final String ALL = "all";

    @Override
    public Integer call() {
        String form = json() ? "json" : format;
        if (!FindingsFormats.NAMES.contains(form)) {
            throw Stop.usage("`--format " + form + "` is not known here", String.join(", ", FindingsFormats.NAMES));
        }
        Instant asOf = time(at);
        Path file = Snapshots.of(home()).find(snapshot, here());
        List<Check> all = Library.checks(content());
        for (String id : checks) {
            if (all.stream().noneMatch(c -> c.id().equals(id))) {
                throw Stop.usage("there is no check `" + id + "`", "See `holdfast content docs checks`");
            }
        }
        if (function != null
                && Arrays.stream(NistFunction.values()).noneMatch(f -> f.word().equals(function))) {
            throw Stop.usage("`" + function + "` is not a function", "identify, protect, detect, respond or recover");
        }
        Framework chosen = framework == null || framework.equals(ALL) ? null : framework(framework);
        Set<String> program = framework != null || !checks.isEmpty()
                ? Set.of()
                : Set.copyOf(ProgramChoices.of(config(), content(), Config.today(here()))
                        .judged());
        if (!program.isEmpty()) {
            screen().note("Judged by the program of holdfast.yaml: "
                    + program.stream().sorted().collect(Collectors.joining(", ")) + "; every check: --framework all");
        }
        Verdicts.Judged judged = Verdicts.judge(
                all,
                c -> wanted(c, chosen, program),
                content(),
                file,
                Verdicts.facts(home()),
                config(),
                here(),
                Trust.of(this, trust, asOf),
                asOf,
                screen()::progress);
        List<Finding> findings = judged.findings();
        Freshness.of(file).lines().forEach(screen()::note);
        Set<String> rules = all.stream()
                .filter(c -> wanted(c, chosen, program))
                .map(Check::id)
                .collect(Collectors.toSet());
        Snapshots store = Snapshots.of(home());
        SinceLast.Comparison since =
                SinceLast.compare(store, file, rules, findings).orElse(null);
        if (rules.size() == all.size()) {
            SinceLast.keep(store, file, rules, findings);
        }
        FrameworkResult result = chosen == null ? null : FrameworkResult.of(chosen, all, findings);
        if (form.equals("table") && out == null) {
            screen().lines(table(file, findings, result, since, screen().style()));
        } else {
            OutFile.Text text = form.equals("table")
                    ? to -> to.write(String.join("\n", table(file, findings, result, since, Style.PLAIN)) + "\n")
                    : FindingsFormats.text(form, this, file, judged, result, since);
            if (out == null) {
                screen().text(text);
            } else {
                OutFile.write(here().folder().resolve(out), text);
                screen().note(Phrases.count(findings.size(), "verdict is", "verdicts are") + " in " + out);
            }
        }
        return Exit.worse(exit(findings), Trust.warn(this, judged.uses()));
    }

    private boolean wanted(Check check, @Nullable Framework chosen, Set<String> program) {
        return (checks.isEmpty() || checks.contains(check.id()))
                && (severity == null || check.severity().compareTo(severity(severity)) >= 0)
                && (function == null || check.function().word().equals(function))
                && (chosen == null || check.frameworks().containsKey(chosen.id()))
                && (program.isEmpty() || check.frameworks().keySet().stream().anyMatch(program::contains));
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

    private static List<String> table(
            Path file,
            List<Finding> findings,
            @Nullable FrameworkResult result,
            SinceLast.@Nullable Comparison since,
            Style style) {
        List<String> lines = new ArrayList<>(new FindingsView(style, Snapshots.accountNames(file)).lines(findings));
        lines.addAll(new DecisionsView(style).lines(findings));
        lines.add("");
        lines.addAll(new ScorecardView(style).lines(null, Scores.of(findings)));
        if (since != null) {
            lines.add("");
            lines.add(style.bold("Since " + since.before()));
            lines.addAll(new DiffView(style, Snapshots.accountNames(file)).failures(since.diff(), 5));
        }
        if (result != null) {
            lines.add("");
            lines.addAll(standing(result));
        }
        return lines;
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Stop.usage("`--at " + text + "` is not a time", "Write it like 2026-11-24T00:00:00Z");
        }
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
        Set<String> words = Arrays.stream(Severity.values()).map(Severity::word).collect(Collectors.toSet());
        throw Stop.usage(
                "`" + word + "` is not a severity",
                "One of " + words.stream().sorted().toList());
    }
}
