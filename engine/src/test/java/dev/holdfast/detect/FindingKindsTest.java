package dev.holdfast.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Detection;
import dev.holdfast.content.Detections;
import dev.holdfast.content.SigmaMeta;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Event;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Findings of other tools: each kind its own rule, its severity as told. */
class FindingKindsTest {
    private static final String RULE = "aws/guardduty/findings#";

    private final Path content = Path.of(System.getProperty("holdfast.root"), "content");
    private final ContentFolder folder = new ContentFolder(List.of(content));
    private final List<ContentError> errors = new ArrayList<>();
    private final List<Detection> detections = Detections.read(folder, errors);
    private final List<SourceDefinition> sources = SourceDefinitions.read(folder, errors);
    private final DetectionRules rules = DetectionRules.compile(detections, Placeholders.NONE, errors);
    private final ObjectNode sample = (ObjectNode) JsonMapper.builder()
            .build()
            .readTree(Files.readAllBytes(content.resolve("samples/aws/guardduty-finding.json")));

    FindingKindsTest() throws IOException {}

    private List<Finding> found(ObjectNode raw) {
        Event event = new Event("1", Instant.EPOCH, new Event.LogSource("aws", "guardduty"), raw, "test");
        return new Detector(rules, sources, new BoundedCorrelationState()).accept(event);
    }

    @Test
    void every_listed_type_is_exactly_one_finding_with_a_technique_and_a_runbook() {
        List<SigmaMeta> kinds = rules.finders().stream()
                .filter(m -> m.id().startsWith(RULE) && !m.id().endsWith("*") && !m.id().endsWith("#other"))
                .toList();
        assertThat(errors).isEmpty();
        assertThat(kinds).hasSizeGreaterThan(200);
        for (SigmaMeta kind : kinds) {
            String type = kind.id().substring(RULE.length());
            List<Finding> findings = found(sample.deepCopy().put("type", type));
            assertThat(findings).as(type).extracting(Finding::rule).containsExactly(kind.id());
            assertThat(kind.attack()).as(type).isNotEmpty();
            assertThat(kind.respond()).as(type).startsWith("runbooks/");
        }
    }

    @Test
    void a_new_type_is_taken_by_its_beginning_and_an_unheard_one_by_the_rest() {
        assertThat(found(sample.deepCopy().put("type", "Impact:Quantum/Collapse")))
                .extracting(Finding::rule)
                .containsExactly(RULE + "Impact:*");
        assertThat(found(sample.deepCopy().put("type", "Novel:EC2/Something")))
                .extracting(Finding::rule)
                .containsExactly(RULE + "other");
    }

    @Test
    void the_finding_says_itself_how_bad_it_is() {
        for (var step : List.of(
                Map.entry(9.1, Severity.CRITICAL),
                Map.entry(8.0, Severity.HIGH),
                Map.entry(5.0, Severity.MEDIUM),
                Map.entry(2.0, Severity.LOW))) {
            assertThat(found(sample.deepCopy().put("severity", step.getKey())))
                    .extracting(Finding::severity)
                    .containsExactly(step.getValue());
        }
        ObjectNode silent = sample.deepCopy();
        silent.remove("severity");
        assertThat(found(silent)).extracting(Finding::severity).containsExactly(Severity.LOW);
    }

    @Test
    void what_was_archived_there_is_left_alone() {
        ObjectNode archived = sample.deepCopy();
        archived.withObject("/service").put("archived", true);
        assertThat(found(archived)).isEmpty();
    }
}
