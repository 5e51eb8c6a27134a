package dev.holdfast.cli;

import dev.holdfast.report.Scorecard;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.data.RunJson;
import dev.holdfast.report.html.HtmlReport;
import dev.holdfast.report.terminal.ScorecardView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The five functions for people who decide. */
@Command(
        name = "report",
        description = "The five-function scorecard for people who decide, with everything behind it.",
        footer = {"", "Example:", "  holdfast report --format html --out report.html"})
final class ReportVerb extends Verb {
    @Option(names = "--format", paramLabel = "FORMAT", description = "table, html or json (default: table).")
    String format = "table";

    @Option(names = "--snapshot", paramLabel = "NAME", description = "Snapshot by name or file (default: the newest).")
    @Nullable
    String snapshot;

    @Option(names = "--since", paramLabel = "NAME", description = "An earlier snapshot to compare the scores with.")
    @Nullable
    String since;

    @Option(names = "--name", paramLabel = "TEXT", description = "What the reader calls the organization.")
    String name = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Where the HTML goes (default: report.html).")
    Path out = Path.of("report.html");

    @Mixin
    Trust.Options trust = new Trust.Options();

    @Override
    public Integer call() {
        Path file = Snapshots.of(home()).find(snapshot, here());
        Map<String, List<Map<String, @Nullable Object>>> facts = Verdicts.facts(home());
        Trust said = Trust.of(this, trust, null);
        Verdicts.Judged judged = Verdicts.judge(
                Library.checks(content()),
                c -> true,
                content(),
                file,
                facts,
                config(),
                here(),
                said,
                null,
                screen()::progress);
        Scorecard now = Scores.of(judged.findings());
        Scorecard earlier = since == null
                ? null
                : Scores.of(Verdicts.of(
                        content(), Snapshots.of(home()).find(since, here()), Map.of(), config(), here(), said));
        switch (json() ? "json" : format) {
            case "table" -> {
                screen().lines(new ScorecardView(screen().style()).lines(earlier, now));
                screen().line("");
                screen().line("  What is behind a number: "
                        + screen().style().accent("holdfast protect check --function protect"));
            }
            case "json" -> screen().line(Json.pretty(RunJson.scorecard(earlier, now)));
            case "html" -> {
                Path target = here().folder().resolve(out);
                OutFile.write(target, HtmlReport.of(Reports.of(this, file, name, judged, earlier, now)));
                screen().line("The report is in " + target);
            }
            default -> throw Stop.usage("`--format " + format + "` is not known here", "table, html or json");
        }
        return Trust.warn(this, judged.uses());
    }
}
