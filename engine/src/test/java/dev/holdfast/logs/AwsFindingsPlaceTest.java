package dev.holdfast.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Event;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AwsFindingsPlaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> asked = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    private final class Answers implements AwsReader {
        @Override
        public JsonNode read(Scope scope, String service, String operation, JsonNode input) {
            asked.add(scope.region() + " " + operation + " "
                    + input.path("FindingIds").size());
            StringBuilder findings = new StringBuilder();
            input.path("FindingIds")
                    .forEach(
                            id -> findings.append(findings.isEmpty() ? "" : ",").append("""
                    {"SchemaVersion":"2.0","Id":"%s","Type":"Recon:EC2/Portscan","Severity":5.0,"AccountId":"111111111111",
                     "Region":"eu-west-1","UpdatedAt":"2026-03-02T10:00:00Z","Service":{"ServiceName":"guardduty"},
                     "Resource":{"InstanceDetails":{"InstanceId":"i-1"}}}""".formatted(id.asText())));
            return json("{\"Findings\":[" + findings + "]}");
        }

        @Override
        public void pages(Scope scope, String service, String operation, JsonNode input, Consumer<JsonNode> each) {
            asked.add(scope.region() + " " + operation);
            switch (operation) {
                case "ListDetectors" -> each.accept(json("{\"DetectorIds\":[\"d1\"]}"));
                case "ListFindings" -> {
                    StringBuilder ids = new StringBuilder();
                    for (int i = 0; i < 60; i++) {
                        ids.append(i == 0 ? "" : ",").append("\"f").append(i).append('"');
                    }
                    each.accept(json("{\"FindingIds\":[" + ids + "]}"));
                }
                default -> {
                    assertThat(input.at("/Filters/RecordState/0/Value").asText())
                            .isEqualTo("ACTIVE");
                    each.accept(json("""
                            {"Findings":[{"SchemaVersion":"2018-10-08","Id":"s1","ProductArn":"p","AwsAccountId":"111111111111",
                             "UpdatedAt":"2026-03-02T10:00:00Z","Types":["TTPs/Discovery"],"Title":"T"}]}"""));
                }
            }
        }

        @Override
        public InputStream object(Scope scope, String bucket, String key) {
            throw new AssertionError();
        }

        @Override
        public String principal(Scope scope) {
            return "someone";
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private ReadReport read(String uri) {
        var sources = SourceDefinitions.read(
                new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content"))), new ArrayList<>());
        LogReader reader = new LogReader(sources, LogLimits.DEFAULT, (done, total, what) -> {});
        Scope scope = new Scope(new AccountId("333333333333"), new Region("eu-west-1"));
        return reader.read(uri, new LogReader.S3(new Answers(), scope), events::add);
    }

    @Test
    void findingsOfGuardDutyComeInBatchesAndInTheFormTheyAreDeliveredIn() {
        ReadReport report = read("guardduty:");
        assertThat(report.errors()).isEmpty();
        assertThat(asked)
                .containsExactly(
                        "eu-west-1 ListDetectors",
                        "eu-west-1 ListFindings",
                        "eu-west-1 GetFindings 50",
                        "eu-west-1 GetFindings 10");
        assertThat(events).hasSize(60).allMatch(e -> e.source().service().equals("guardduty"));
        assertThat(events.get(0)
                        .raw()
                        .at("/resource/instanceDetails/instanceId")
                        .asText())
                .isEqualTo("i-1");
    }

    @Test
    void securityHubIsAskedInEachRegionThatIsNamed() {
        ReadReport report = read("securityhub:eu-central-1,us-east-1");
        assertThat(report.errors()).isEmpty();
        assertThat(asked).containsExactly("eu-central-1 GetFindings", "us-east-1 GetFindings");
        assertThat(events).hasSize(1).allMatch(e -> e.source().service().equals("securityhub"));
    }
}
