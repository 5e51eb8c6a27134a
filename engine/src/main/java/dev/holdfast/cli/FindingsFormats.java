package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.Finding;
import dev.holdfast.posture.FrameworkResult;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.data.DiffJson;
import dev.holdfast.report.data.FindingsCsv;
import dev.holdfast.report.data.FindingsJson;
import dev.holdfast.report.data.JunitXml;
import dev.holdfast.report.data.OcsfCompliance;
import dev.holdfast.report.data.Sarif;
import dev.holdfast.report.html.HtmlReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Verdicts in the formats of other programs: the same snapshot gives the same bytes. */
final class FindingsFormats {
    /** What {@code --format} takes. */
    static final List<String> NAMES = List.of("table", "json", "ocsf", "csv", "html", "sarif", "junit");

    private FindingsFormats() {}

    /**
     * The text of a format other than {@code table}; all but HTML are written verdict by verdict.
     *
     * @param format one of {@link #NAMES}
     * @param verb gives home and surroundings
     * @param file the snapshot judged
     * @param judged the verdicts
     * @param framework how the framework asked for stands, null when none was
     * @param since what changed since the last judged run, null when there is none
     */
    static OutFile.Text text(
            String format,
            Verb verb,
            Path file,
            Verdicts.Judged judged,
            @Nullable FrameworkResult framework,
            SinceLast.@Nullable Comparison since) {
        List<Finding> findings = judged.findings();
        AccountNames names = Snapshots.accountNames(file);
        String version = Main.Version.number();
        if (format.equals("json")) {
            ObjectNode standing = standing(framework);
            ObjectNode news =
                    since == null ? null : DiffJson.findings(since.diff()).put("snapshot", since.before());
            return out -> FindingsJson.write(
                    out, Snapshots.name(file), findings, standing, news, ExceptionsVerb.json(judged.uses()));
        }
        return switch (format) {
            case "ocsf" -> out -> new OcsfCompliance(judged.at(), version, names).write(out, findings);
            case "csv" -> out -> FindingsCsv.write(out, findings);
            case "sarif" -> out -> Sarif.write(out, findings, version, Snapshots.name(file), judged.at());
            case "junit" -> out -> JunitXml.write(out, findings, names, judged.at());
            case "html" -> {
                String text = HtmlReport.of(Reports.of(verb, file, "", judged, null, Scores.of(findings)));
                yield out -> out.write(text.endsWith("\n") ? text : text + "\n");
            }
            default -> throw new IllegalArgumentException(format);
        };
    }

    private static @Nullable ObjectNode standing(@Nullable FrameworkResult framework) {
        return framework == null
                ? null
                : FindingsJson.framework(
                        framework.framework(),
                        framework.controls().stream()
                                .map(c -> new FindingsJson.Control(
                                        c.control(),
                                        c.outcome().name(),
                                        c.checks(),
                                        c.coverage()
                                                .name()
                                                .toLowerCase(Locale.ROOT)
                                                .replace('_', '-'),
                                        c.note()))
                                .toList());
    }
}
