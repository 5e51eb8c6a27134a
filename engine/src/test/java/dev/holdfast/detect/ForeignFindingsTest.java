package dev.holdfast.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.FindingMap;
import dev.holdfast.content.FindingMapReader;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Event;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForeignFindingsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant TIME = Instant.parse("2026-03-02T10:00:00Z");
    private static final ContentFolder CONTENT =
            new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content")));
    private static final List<ContentError> ERRORS = new ArrayList<>();
    private static final List<FindingMap> MAPS = FindingMapReader.read(CONTENT, ERRORS);
    private static final List<SourceDefinition> SOURCES = SourceDefinitions.read(CONTENT, ERRORS);

    private static Optional<Finding> of(String product, String service, String json) throws IOException {
        JsonNode raw = JSON.readTree(json);
        return new ForeignFindings(MAPS, SOURCES)
                .of(new Event("id-1", TIME, new Event.LogSource(product, service), raw, "test"));
    }

    private static String guardDuty(String type, double severity, String more) {
        return """
                {"schemaVersion":"2.0","id":"g1","type":"%s","severity":%s,"title":"T","description":"D",
                 "accountId":"111111111111","region":"eu-west-1","updatedAt":"2026-03-02T10:00:00Z"%s}""".formatted(type, severity, more);
    }

    private static List<String> types() throws IOException {
        List<String> out = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(
                ForeignFindingsTest.class.getResourceAsStream("/findings/guardduty-types.txt"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] words = line.split(" ");
                for (int i = 1; i < words.length && !line.startsWith("#"); i++) {
                    out.add(words[0] + "/" + words[i]);
                }
            }
        }
        return out;
    }

    @Test
    void theMapsAreSound() {
        FindingMapReader.check(MAPS, SOURCES, ERRORS);
        assertThat(ERRORS).isEmpty();
        assertThat(MAPS).hasSize(3);
    }

    @Test
    void everyTypeOfGuardDutyHasATechniqueAndARunbook() throws IOException {
        assertThat(types()).hasSizeGreaterThan(190).doesNotHaveDuplicates();
        for (String type : types()) {
            Finding found = of("aws", "guardduty", guardDuty(type, 5, "")).orElseThrow();
            assertThat(found.sighting()).isNotNull();
            assertThat(Objects.requireNonNull(found.sighting()).attack())
                    .as(type)
                    .isNotEmpty();
            assertThat(Objects.requireNonNull(found.sighting()).respond())
                    .as(type)
                    .isNotNull();
            assertThat(found.rule()).isEqualTo("guardduty/" + type);
        }
    }

    @Test
    void noKnownTypeOfGuardDutyIsLeftToTheLastRoutes() throws IOException {
        FindingMap map = MAPS.stream()
                .filter(m -> m.source().service().equals("guardduty"))
                .findFirst()
                .orElseThrow();
        FindingMap without = new FindingMap(
                map.id(),
                map.title(),
                map.source(),
                map.takes(),
                map.leaves(),
                map.rule(),
                map.name(),
                map.reason(),
                map.level(),
                map.atLeast(),
                map.first(),
                map.count(),
                map.attack(),
                map.kind(),
                map.routes().subList(0, map.routes().size() - 4));
        ForeignFindings foreign = new ForeignFindings(List.of(without), SOURCES);
        for (String type : types()) {
            JsonNode raw = JSON.readTree(guardDuty(type, 5, ""));
            Finding found =
                    foreign.of(new Event("i", TIME, map.source(), raw, "test")).orElseThrow();
            assertThat(Objects.requireNonNull(found.sighting()).respond())
                    .as(type)
                    .isNotNull();
        }
    }

    @Test
    void aMachineThatMinesIsAnsweredByItsRunbook() throws IOException {
        Finding found = of("aws", "guardduty", guardDuty("CryptoCurrency:EC2/BitcoinTool.B!DNS", 8, """
                ,"resource":{"instanceDetails":{"instanceId":"i-0abc"}},
                 "service":{"count":4,"eventFirstSeen":"2026-03-02T09:00:00Z","archived":false}"""))
                .orElseThrow();
        var seen = Objects.requireNonNull(found.sighting());
        assertThat(found.severity()).isEqualTo(Severity.HIGH);
        assertThat(found.resource()).isEqualTo("arn:aws:ec2:eu-west-1:111111111111:instance/i-0abc");
        assertThat(seen.respond()).isEqualTo("cryptojacking");
        assertThat(seen.attack()).containsExactly("T1496.001");
        assertThat(seen.count()).isEqualTo(4);
        assertThat(seen.firstTime()).isEqualTo(Instant.parse("2026-03-02T09:00:00Z"));
        assertThat(seen.actor()).isEmpty();
    }

    @Test
    void severitiesAreThoseOfTheServices() throws IOException {
        assertThat(of("aws", "guardduty", guardDuty("x", 9, "")).orElseThrow().severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(of("aws", "guardduty", guardDuty("x", 6.9, "")).orElseThrow().severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(of("aws", "guardduty", guardDuty("x", 2, "")).orElseThrow().severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void whatIsArchivedOrASampleStaysOut() throws IOException {
        assertThat(of("aws", "guardduty", guardDuty("x", 8, ",\"service\":{\"archived\":true}")))
                .isEmpty();
        assertThat(of("aws", "guardduty", guardDuty("x", 8, ",\"service\":{\"additionalInfo\":{\"sample\":true}}")))
                .isEmpty();
    }

    @Test
    void securityHubGivesThreatsAndNoControls() throws IOException {
        String finding = """
                {"SchemaVersion":"2018-10-08","Id":"s1","ProductName":"%s","AwsAccountId":"111111111111","Region":"eu-west-1",
                 "Types":["%s"],"Title":"T","Description":"D","Severity":{"Label":"CRITICAL"},"RecordState":"ACTIVE",
                 "Workflow":{"Status":"%s"},"Resources":[{"Id":"arn:aws:s3:::b","Type":"AwsS3Bucket"}]}""";
        Finding found = of("aws", "securityhub", finding.formatted("Macie", "Effects/Data Exfiltration/x", "NEW"))
                .orElseThrow();
        assertThat(found.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(found.resource()).isEqualTo("arn:aws:s3:::b");
        assertThat(found.rule()).isEqualTo("securityhub/Macie/Effects/Data Exfiltration/x");
        assertThat(Objects.requireNonNull(found.sighting()).attack()).containsExactly("T1537");
        assertThat(of(
                        "aws",
                        "securityhub",
                        finding.formatted("Security Hub", "Software and Configuration Checks/x", "NEW")))
                .isEmpty();
        assertThat(of("aws", "securityhub", finding.formatted("Macie", "Effects/x", "RESOLVED")))
                .isEmpty();
        assertThat(of("aws", "securityhub", finding.formatted("GuardDuty", "TTPs/x", "NEW")))
                .isEmpty();
    }

    @Test
    void anotherCloudsFindingEntersByOcsf() throws IOException {
        String finding = """
                {"class_uid":%d,"category_uid":2,"severity_id":5,"status_id":%d,"activity_id":1,"time":1772445600000,
                 "metadata":{"version":"1.8.0","product":{"name":"%s"}},"cloud":{"region":"westeurope","account":{"uid":"sub-1"}},
                 "finding_info":{"title":"Odd\\nsign-in","types":["SignIn"],"first_seen_time":1772442000000,
                   "attacks":[{"technique":{"uid":"T1078"},"sub_technique":{"uid":"T1078.004"}}]},
                 "resources":[{"uid":"user/ann"}],"actor":{"user":{"name":"ann"}}}""";
        Finding found =
                of("ocsf", "event", finding.formatted(2004, 1, "Defender")).orElseThrow();
        var seen = Objects.requireNonNull(found.sighting());
        assertThat(found.title()).isEqualTo("Odd sign-in");
        assertThat(found.rule()).isEqualTo("ocsf/Defender/SignIn");
        assertThat(found.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(found.account()).isEqualTo("sub-1");
        assertThat(seen.attack()).containsExactly("T1078.004");
        assertThat(seen.firstTime()).isEqualTo(Instant.ofEpochMilli(1772442000000L));
        assertThat(of("ocsf", "event", finding.formatted(2003, 1, "Defender"))).isEmpty();
        assertThat(of("ocsf", "event", finding.formatted(2004, 4, "Defender"))).isEmpty();
        assertThat(of("ocsf", "event", finding.formatted(2004, 1, "Holdfast"))).isEmpty();
    }

    @Test
    void whatIsNoFindingIsNone() throws IOException {
        assertThat(of("aws", "cloudtrail", "{\"eventName\":\"x\"}")).isEmpty();
        assertThat(of("aws", "guardduty", "{\"severity\":\"loud\",\"type\":\"x\",\"service\":7}")
                        .orElseThrow()
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }
}
