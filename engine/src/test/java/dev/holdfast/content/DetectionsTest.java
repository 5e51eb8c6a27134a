package dev.holdfast.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.ContentError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectionsTest {
    private static final String GOOD = """
            title: Good
            name: good
            id: 11111111-1111-1111-1111-111111111111
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection: {eventName: x}
              condition: selection
            level: high
            tags: [attack.persistence, attack.t1098.001, attack.T1526]
            tests:
              - {name: hits, sample: aws/one, is: hit}
              - {name: misses, sample: aws/one, with: {a.b.0.c: 2}, without: [d], is: miss}
            """;

    @TempDir
    Path root;

    private final List<ContentError> errors = new ArrayList<>();

    private List<Detection> read(String yaml) throws IOException {
        Path samples = Files.createDirectories(root.resolve("samples/aws"));
        Files.writeString(samples.resolve("one.json"), "{\"a\":{\"b\":[{\"c\":1}]},\"d\":3}");
        Path folder = Files.createDirectories(root.resolve("detections/aws"));
        Files.writeString(folder.resolve("unit.yml"), yaml);
        errors.clear();
        return Detections.read(new ContentFolder(List.of(root)), errors);
    }

    private void refused(String yaml, int line, String... parts) throws IOException {
        List<Detection> read = read(yaml);
        assertThat(errors).as(yaml).hasSize(1);
        assertThat(errors.get(0).toString())
                .startsWith("detections/aws/unit.yml:" + line + ":")
                .contains(parts);
        assertThat(read.get(0).finders()).isEmpty();
    }

    @Test
    void a_rule_is_read_with_its_examples() throws IOException {
        Detection unit = read(GOOD).get(0);
        assertThat(errors).isEmpty();
        SigmaMeta meta = unit.finders().get(0);
        assertThat(meta.id()).isEqualTo("aws/unit");
        assertThat(meta.attack()).containsExactly("T1098.001", "T1526");
        assertThat(meta.tests().get(1).events().get(0).raw().toString()).isEqualTo("{\"a\":{\"b\":[{\"c\":2}]}}");
        assertThat(Detections.lint(List.of(unit))).isEmpty();
    }

    @Test
    void every_mistake_names_its_line_and_its_mend() throws IOException {
        refused(GOOD.replace("level: high", "levle: high"), 8, "unknown key `levle`", "Did you mean `level`?");
        refused(GOOD.replace("level: high", "level: grave"), 8, "`grave` is not one of");
        refused(GOOD.replace("eventName: x", "eventName|contain: x"), 6, "unknown modifier `contain`", "`contains`?");
        refused(GOOD.replace("condition: selection", "condition: selektion"), 7, "`selektion`", "`selection`?");
        refused(GOOD.replace("condition: selection", "condition: 1 of x*"), 7, "`x*`", "selection");
        refused(GOOD.replace("condition: selection", "condition: selection and"), 7, "ends where");
        refused(GOOD.replace("condition: selection", "condition: (selection"), 7, "`)` is missing");
        refused(GOOD.replace("condition: selection", "condition: 2 of selection*"), 7, "`2 of`");
        refused(GOOD.replace("condition: selection", "condition: selection | count() > 3"), 7, "correlation document");
        refused(GOOD.replace("  condition: selection\n", ""), 6, "`condition` is missing");
        refused(GOOD.replace("logsource: {product: aws, service: cloudtrail}\n", ""), 1, "`logsource` is missing");
        refused(GOOD.replace("{product: aws, service: cloudtrail}", "{definition: x}"), 4, "names no product");
        refused(GOOD.replace("{eventName: x}", "{eventName: {x: y}}"), 6, "map as its value");
        refused(GOOD.replace("sample: aws/one, is: hit", "is: hit"), 11, "no event");
        refused(GOOD.replace("without: [d]", "without: [e]"), 12, "there is no `e`");
        refused(
                GOOD.replace("sample: aws/one, is: hit", "sample: aws/two, is: hit"),
                11,
                "there is no sample `aws/two`");
    }

    @Test
    void a_correlation_quiets_the_rules_of_its_own_file() throws IOException {
        String base = GOOD.substring(0, GOOD.indexOf("tests:"));
        String correlation = """
                ---
                title: Burst
                correlation:
                  type: event_count
                  rules: [good]
                  group-by: [user]
                  timespan: 10m
                  condition: {gte: 3}
                """;
        Detection unit = read(base + correlation).get(0);
        assertThat(errors).isEmpty();
        assertThat(unit.finders()).extracting(SigmaMeta::id).containsExactly("aws/unit");
        assertThat(unit.correlations().get(0).rules()).containsExactly("aws/unit#good");
        assertThat(unit.correlations().get(0).timespan()).hasMinutes(10);
        Detection loud = read(base + correlation + "  generate: true\n").get(0);
        assertThat(loud.finders()).hasSize(2);
        assertThat(Detections.lint(List.of(unit)))
                .extracting(ContentError::problem)
                .contains("no example that hits", "no example that misses", "no ATT&CK technique");

        assertProblem(base + correlation.replace("[good]", "[bad]"), "no rule has the name or id `bad`");
        assertProblem(base + correlation.replace("10m", "ten"), "`ten` is not a timespan");
        assertProblem(base + correlation.replace("gte: 3", "lt: 1"), "no count can fulfil");
        assertProblem(base + correlation.replace("event_count", "value_count"), "`field`, which is missing");
        assertProblem(base + correlation.replace("event_count", "temporal_sum"), "is not a correlation type");
        assertProblem(
                base + correlation.replace("event_count", "temporal").replace("condition: {gte: 3}", "condition: good"),
                "over the names of rules");
        assertProblem(base + correlation.replace("gte: 3", "gte: 3, lte: 2"), "no count can fulfil");
    }

    private void assertProblem(String yaml, String problem) throws IOException {
        read(yaml);
        assertThat(errors).extracting(ContentError::toString).anyMatch(e -> e.contains(problem));
    }
}
