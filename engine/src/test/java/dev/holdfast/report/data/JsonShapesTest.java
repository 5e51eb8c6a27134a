package dev.holdfast.report.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.report.Golden;
import dev.holdfast.report.Report;
import dev.holdfast.report.SampleReport;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The shapes other programs rely on. */
final class JsonShapesTest {
    private static final Report REPORT = SampleReport.report();

    @Test
    void identify() throws IOException {
        Golden.check("identify.json", Json.pretty(CollectionJson.of(REPORT.collection())));
    }

    @Test
    void protectCheck() throws IOException {
        var framework = FindingsJson.framework(
                "seed", List.of(new FindingsJson.Control("I01", "NOT_YET", List.of(), "not-yet", "")));
        Golden.check("check.json", Json.pretty(FindingsJson.check("s-1", REPORT.findings(), framework)));
        StringWriter written = new StringWriter();
        FindingsJson.write(written, "s-1", REPORT.findings(), framework);
        assertThat(written).hasToString(Json.pretty(FindingsJson.check("s-1", REPORT.findings(), framework)));
        StringWriter none = new StringWriter();
        FindingsJson.write(none, "s-1", List.of(), null);
        assertThat(none).hasToString(Json.pretty(FindingsJson.check("s-1", List.of(), null)));
    }

    @Test
    void verdictsWrittenByFormHaveTheBytesOfThoseWrittenWhole() throws IOException {
        var rule =
                new SampleReport.Rule("a/b/c", "T \"q\"", NistFunction.PROTECT, Severity.LOW, "do\nit", null, Map.of());
        var other =
                new SampleReport.Rule("a/b/c", "Other", NistFunction.PROTECT, Severity.LOW, "", "fixes/x", Map.of());
        List<Finding> all = new ArrayList<>();
        List<String> texts =
                List.of("plain", "\"quoted\"", "back\\slash", "tab\t", "\u001b[31m", "üñ", "\u202e", "\uE000", "");
        for (String text : texts) {
            for (Outcome outcome : List.of(Outcome.FAIL, Outcome.PASS)) {
                all.add(rule.says(outcome, "r" + text, "1", "eu", text));
                all.add(other.says(outcome, text + "r", "2", text, text));
                all.add(rule.says(outcome, text, "a" + text, "eu", ""));
            }
        }
        StringWriter written = new StringWriter();
        FindingsJson.write(written, "s-1", all, null);
        assertThat(written).hasToString(Json.pretty(FindingsJson.check("s-1", all, null)));
        for (int i = 0; i < 12_345; i++) {
            all.add(rule.says(Outcome.PASS, "r" + i, "3", "eu", "many"));
        }
        StringWriter many = new StringWriter();
        FindingsJson.write(many, "s-1", all, null);
        assertThat(many.toString().equals(Json.pretty(FindingsJson.check("s-1", all, null))))
                .as("batches join")
                .isTrue();
        List<Finding> byKeys = new ArrayList<>(all);
        byKeys.sort(java.util.Comparator.comparing(Finding::key)
                .thenComparing(Finding::outcome)
                .thenComparing(Finding::reason));
        List<Finding> stable = new ArrayList<>(all);
        stable.sort(FindingsJson.STABLE);
        assertThat(stable).isEqualTo(byKeys);
    }

    @Test
    void theOrderOfTheInputDoesNotShow() {
        // Two verdicts on the same thing differ only in their reason.
        var rule = new SampleReport.Rule("a/b/c", "T", NistFunction.PROTECT, Severity.LOW, "", null, Map.of());
        List<Finding> all = new ArrayList<>(REPORT.findings());
        all.add(rule.says(Outcome.FAIL, "r", "", "global", "second reason"));
        all.add(rule.says(Outcome.FAIL, "r", "", "global", "first reason"));
        String expected = Json.pretty(FindingsJson.check("s-1", all, null));
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            List<Finding> shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled, random);
            assertThat(Json.pretty(FindingsJson.check("s-1", shuffled, null))).isEqualTo(expected);
        }
    }

    @Test
    void detections() throws IOException {
        StringBuilder lines = new StringBuilder();
        SampleReport.detections().forEach(finding -> lines.append(Json.line(FindingsJson.detection(finding))));
        lines.append(Json.line(FindingsJson.detectionSummary(1_000, 52_000, 3, 1, 0.5)));
        Golden.check("detect.jsonl", lines.toString());
    }

    @Test
    void runsAndScores() throws IOException {
        Golden.check(
                "runs.json",
                Json.pretty(RunJson.response(SampleReport.response()))
                        + Json.pretty(RunJson.drills(List.of(SampleReport.drill()), "recover"))
                        + Json.pretty(RunJson.scorecard(REPORT.before(), REPORT.now())));
    }

    @Test
    void ocsf() throws IOException {
        var ocsf = new OcsfCompliance(SampleReport.at(0, 0), "0.1.0", REPORT.accountNames());
        Golden.check("compliance.ocsf.jsonl", Written.text(out -> ocsf.write(out, REPORT.findings())));
    }
}
