package dev.holdfast.cli;

import dev.holdfast.content.AttackCoverage;
import dev.holdfast.content.AttackMatrix;
import dev.holdfast.content.AttackMatrixReader;
import dev.holdfast.content.SigmaMeta;
import dev.holdfast.report.data.AttackCoverageJson;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.QueryView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says which rules look for which technique, and what nobody looks for. */
@Command(
        name = "coverage",
        description = {
            "Show which rules look for which ATT&CK technique of the platform IaaS, and why the others are blind.",
            "",
            "A rule that looks for a technique does not see every way to use it."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast detect coverage",
            "  holdfast detect coverage --navigator layer.json --attack 19"
        })
final class DetectCoverageVerb extends Verb {
    @Option(
            names = "--navigator",
            paramLabel = "FILE",
            description = "Write a layer for the ATT&CK Navigator to a file.")
    @Nullable
    Path navigator;

    @Option(
            names = "--attack",
            paramLabel = "VERSION",
            description = "The version of ATT&CK whose ids the layer has (default: 18).")
    String version = "";

    @Override
    public Integer call() {
        List<SigmaMeta> rules = Library.rules(Library.detections(content())).finders();
        List<AttackMatrix> matrices = Library.whole(content(), AttackMatrixReader::read);
        if (matrices.isEmpty()) {
            throw Stop.usage("there is no matrix", "Add a file under attack/ of your content folder");
        }
        AttackCoverage coverage = AttackCoverage.of(matrices.get(0), rules);
        AttackMatrix matrix = coverage.matrix();
        boolean later = !matrix.laterVersion().isEmpty() && version.equals(matrix.laterVersion());
        if (!version.isEmpty() && !later && !version.equals(matrix.version())) {
            throw Stop.usage(
                    "the ids of ATT&CK " + version + " are not known here",
                    "Choose " + matrix.version() + " or " + matrix.laterVersion());
        }
        if (navigator != null) {
            OutFile.write(
                    here().folder().resolve(navigator), Json.pretty(AttackCoverageJson.layer(coverage, later)) + "\n");
        }
        if (json()) {
            screen().line(Json.pretty(AttackCoverageJson.json(coverage)));
            return Exit.FINE;
        }
        List<Map<String, String>> rows =
                coverage.rows().stream().map(row -> row(coverage, row)).toList();
        screen().lines(new QueryView(screen().style()).lines(List.of("technique", "name", "rules", "seen by"), rows));
        screen().line(coverage.covered() + " of " + coverage.rows().size() + " techniques have a rule");
        if (navigator != null) {
            screen().line("Written: " + navigator);
        }
        return Exit.FINE;
    }

    private static Map<String, String> row(AttackCoverage coverage, AttackCoverage.Row row) {
        String later = coverage.matrix().laterId(row.id());
        String seen = row.covered()
                ? row.rules().get(0).id() + (row.rules().size() > 1 ? " …" : "")
                : "blind: " + Objects.requireNonNullElse(row.technique().blind(), "no rule names it");
        return Map.of(
                "technique",
                later.equals(row.id()) ? row.id() : row.id() + " (" + later + ")",
                "name",
                row.technique().name(),
                "rules",
                Integer.toString(row.rules().size()),
                "seen by",
                seen);
    }
}
