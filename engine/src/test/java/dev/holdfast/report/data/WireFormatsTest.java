package dev.holdfast.report.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.Report;
import dev.holdfast.report.SampleReport;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What other programs read is held against their own schemas, and against what an attacker may name a resource. */
final class WireFormatsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant AT = Instant.parse("2026-11-24T00:31:27Z");
    private static final Report REPORT = SampleReport.report();

    /** One name with all of it: a page's script, a terminal's escapes, line breaks, a reversed direction. */
    private static final String HOSTILE =
            "<script>alert(1)</script>\u001b[31m\u009b2J\n=cmd|' /C calc'!A0\r\n\"]]>&\u202Egpj\u0000\uFFFF\uD800";

    private static final List<String> FORMULAS =
            List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uFF1D1");

    private static List<Finding> everything() {
        List<Finding> out = new ArrayList<>(REPORT.findings());
        int number = 0;
        for (Outcome outcome : Outcome.values()) {
            for (Severity severity : Severity.values()) {
                var rule = new SampleReport.Rule(
                        "protect/s3/rule-" + number++ % 4,
                        HOSTILE,
                        NistFunction.PROTECT,
                        severity,
                        HOSTILE,
                        null,
                        Map.of("cis-aws-7.0", List.of("2.1", "2.2")));
                out.add(rule.says(outcome, HOSTILE + number, number % 2 == 0 ? "" : "1", HOSTILE, HOSTILE));
            }
        }
        FORMULAS.forEach(text -> out.add(new SampleReport.Rule(
                        text, text, NistFunction.DETECT, Severity.LOW, text, text, Map.of(text, List.of(text)))
                .says(Outcome.FAIL, text, text, text, text)));
        return out;
    }

    private static JsonSchema schema(String name, SpecVersion.VersionFlag version) throws Exception {
        try (InputStream in = WireFormatsTest.class.getResourceAsStream("/report/schema/" + name)) {
            return JsonSchemaFactory.getInstance(version).getSchema(JSON.readTree(in));
        }
    }

    private static String ocsf(List<Finding> findings) {
        return Written.text(out -> new OcsfCompliance(AT, "0.1.0", REPORT.accountNames()).write(out, findings));
    }

    private static String csv(List<Finding> findings) {
        return Written.text(out -> FindingsCsv.write(out, findings));
    }

    private static String sarif(List<Finding> findings) {
        return Written.text(out -> Sarif.write(out, findings, "0.1.0", "20261124T003127Z-aa11", AT));
    }

    private static String junit(List<Finding> findings) {
        return Written.text(out -> JunitXml.write(out, findings, AccountNames.NONE, AT));
    }

    private static String json(List<Finding> findings) {
        return Json.pretty(FindingsJson.check("s", findings, null));
    }

    @Test
    void everyOcsfLineFitsTheSchemaOfItsVersion() throws Exception {
        JsonSchema schema = schema("ocsf-1.8.0-compliance-finding.json", SpecVersion.VersionFlag.V202012);
        List<String> lines = ocsf(everything()).lines().toList();
        assertThat(lines).hasSizeGreaterThan(50);
        for (String line : lines) {
            JsonNode finding = JSON.readTree(line);
            assertThat(schema.validate(finding)).as(line).isEmpty();
            assertThat(finding.path("type_uid").asInt()).isEqualTo(200_301);
        }
    }

    @Test
    void theOcsfSchemaRefusesWhatItShould() throws Exception {
        JsonSchema schema = schema("ocsf-1.8.0-compliance-finding.json", SpecVersion.VersionFlag.V202012);
        assertThat(schema.validate(JSON.readTree("{\"class_uid\": 2003, \"made_up\": 1}")))
                .isNotEmpty();
    }

    @Test
    void sarifFitsItsSchema() throws Exception {
        JsonSchema schema = schema("sarif-2.1.0.json", SpecVersion.VersionFlag.V4);
        JsonNode log = JSON.readTree(sarif(everything()));
        assertThat(schema.validate(log)).isEmpty();
        assertThat(schema.validate(JSON.readTree("{\"version\": \"2.1.0\", \"runs\": [{}]}")))
                .isNotEmpty();
        JsonNode results = log.path("runs").path(0).path("results");
        assertThat(results).allSatisfy(result -> {
            String outcome = result.path("properties").path("outcome").asText();
            assertThat(outcome).isNotIn("PASS", "NOT_APPLICABLE");
            assertThat(result.path("level").asText().equals("none"))
                    .isEqualTo(outcome.equals("UNKNOWN") || outcome.equals("MANUAL"));
            assertThat(result.has("suppressions")).isEqualTo(outcome.equals("MUTED") || outcome.equals("MITIGATED"));
            assertThat(log.path("runs")
                            .path(0)
                            .path("tool")
                            .path("driver")
                            .path("rules")
                            .path(result.path("ruleIndex").asInt())
                            .path("id"))
                    .isEqualTo(result.path("ruleId"));
        });
    }

    @Test
    void junitCountsWhatItHolds() throws Exception {
        Document document = parse(junit(everything()));
        Element all = document.getDocumentElement();
        long failed = everything().stream()
                .filter(f -> f.kind() == Finding.Kind.CHECK && f.outcome() == Outcome.FAIL)
                .count();
        assertThat(all.getAttribute("failures")).isEqualTo(Long.toString(failed));
        for (String[] pair : new String[][] {
            {"tests", "testcase"}, {"failures", "failure"}, {"errors", "error"}, {"skipped", "skipped"}
        }) {
            assertThat(Integer.parseInt(all.getAttribute(pair[0])))
                    .as(pair[0])
                    .isEqualTo(document.getElementsByTagName(pair[1]).getLength());
        }
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
    }

    private static Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void nothingSteersATerminalInAnyFormat() {
        Map<String, Function<List<Finding>, String>> formats = Map.of(
                "ocsf", WireFormatsTest::ocsf,
                "sarif", WireFormatsTest::sarif,
                "junit", WireFormatsTest::junit,
                "csv", WireFormatsTest::csv,
                "json", WireFormatsTest::json);
        formats.forEach((name, format) -> {
            String text = format.apply(everything());
            assertThat(text.codePoints()
                            .filter(c -> c != '\n' && c != '\r')
                            .noneMatch(c -> Steering.is(c) && Character.getType(c) != Character.SURROGATE))
                    .as(name)
                    .isTrue();
        });
    }

    @Test
    void jsonKeepsTheTextItself() throws Exception {
        JsonNode read = JSON.readTree(json(everything()));
        assertThat(read.path("findings"))
                .anyMatch(f -> f.path("region").asText().equals(HOSTILE));
    }

    @Test
    void noCellOfASpreadsheetIsAFormula() {
        String csv = csv(everything());
        assertThat(csv.split("\r\n")).hasSize(everything().size() + 1);
        for (String line : csv.split("\r\n")) {
            for (String cell : line.split(",")) {
                assertThat(cell.replace("\"", "")).doesNotStartWith("=").doesNotContainPattern("^[\\s]*[=+@\uFF1D-]");
            }
        }
    }

    @Test
    void theOrderOfTheInputShowsInNoFormat() {
        List<Finding> shuffled = everything();
        Collections.shuffle(shuffled, new Random(11));
        assertThat(ocsf(shuffled)).isEqualTo(ocsf(everything()));
        assertThat(sarif(shuffled)).isEqualTo(sarif(everything()));
        assertThat(junit(shuffled)).isEqualTo(junit(everything()));
        assertThat(csv(shuffled)).isEqualTo(csv(everything()));
        assertThat(json(shuffled)).isEqualTo(json(everything()));
    }
}
