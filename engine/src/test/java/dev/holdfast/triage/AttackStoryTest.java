package dev.holdfast.triage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Detections;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.detect.BoundedCorrelationState;
import dev.holdfast.detect.DetectionRules;
import dev.holdfast.detect.Detector;
import dev.holdfast.detect.Placeholders;
import dev.holdfast.logs.LogLimits;
import dev.holdfast.logs.LogReader;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Event;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Severity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A leaked key is used: as told here, and as the demo's attacker did. */
class AttackStoryTest {
    private static final ContentFolder CONTENT =
            new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content")));
    private static final Instant START = Instant.parse("2026-05-04T02:00:00Z");

    private final List<Event> events = new ArrayList<>();

    private void call(String user, String source, String name, String parameters, String error) {
        Instant time = START.plusSeconds(events.size() * 5L);
        String json = """
                {"eventVersion":"1.11","eventSource":"%s","eventName":"%s","awsRegion":"eu-west-1",
                 "recipientAccountId":"111111111111","sourceIPAddress":"203.0.113.77","eventTime":"%s",
                 "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111111111111:user/%s","userName":"%s",
                 "accessKeyId":"AKIA%s"},"requestParameters":%s}
                """.formatted(source, name, time, user, user, user, parameters);
        try {
            ObjectNode record = (ObjectNode) JsonMapper.builder().build().readTree(json);
            if (!error.isEmpty()) {
                record.put("errorCode", error);
            }
            Event.LogSource trail = new Event.LogSource("aws", "cloudtrail");
            events.add(new Event("id-" + events.size(), time, trail, record, "story#" + events.size()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void attack() {
        call("ci", "sts.amazonaws.com", "GetCallerIdentity", "null", "");
        call("ci", "iam.amazonaws.com", "ListUsers", "null", "");
        call("ci", "iam.amazonaws.com", "ListRoles", "null", "");
        call("ci", "s3.amazonaws.com", "ListBuckets", "null", "");
        call("ci", "ec2.amazonaws.com", "DescribeInstances", "{}", "");
        call("ci", "rds.amazonaws.com", "DescribeDBInstances", "null", "");
        call("ci", "iam.amazonaws.com", "CreateUser", "{\"userName\":\"spare\"}", "");
        call("ci", "iam.amazonaws.com", "CreateAccessKey", "{\"userName\":\"spare\"}", "");
        String all =
                "{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":\\\"*:*\\\",\\\"Resource\\\":\\\"*\\\"}]}";
        call(
                "ci",
                "iam.amazonaws.com",
                "PutUserPolicy",
                "{\"userName\":\"spare\",\"policyDocument\":\"" + all + "\"}",
                "");
        call(
                "ci",
                "ec2.amazonaws.com",
                "AuthorizeSecurityGroupIngress",
                "{\"groupId\":\"sg-1\",\"ipPermissions\":{\"items\":[{\"ipProtocol\":\"tcp\",\"fromPort\":22,\"toPort\":22,"
                        + "\"ipRanges\":{\"items\":[{\"cidrIp\":\"0.0.0.0/0\"}]}}]}}",
                "");
        call("ci", "cloudtrail.amazonaws.com", "StopLogging", "{\"name\":\"main\"}", "AccessDenied");
        for (int i = 0; i < 3; i++) {
            call(
                    "spare",
                    "s3.amazonaws.com",
                    "DeleteObject",
                    "{\"bucketName\":\"invoices\",\"key\":\"" + i + "\"}",
                    "");
        }
    }

    private List<Finding> detect() {
        List<ContentError> errors = new ArrayList<>();
        DetectionRules rules = DetectionRules.compile(Detections.read(CONTENT, errors), Placeholders.NONE, errors);
        Detector detector = new Detector(rules, SourceDefinitions.read(CONTENT, errors), new BoundedCorrelationState());
        assertThat(errors).isEmpty();
        return events.stream().flatMap(event -> detector.accept(event).stream()).toList();
    }

    @Test
    void the_whole_attack_is_one_case_whatever_the_order_of_the_logs() {
        attack();
        Random random = new Random(2);
        for (int round = 0; round < 5; round++) {
            List<Finding> findings = detect();
            assertThat(findings)
                    .extracting(Finding::rule)
                    .containsExactlyInAnyOrder(
                            "aws/cloudtrail/reconnaissance-burst",
                            "aws/cloudtrail/user-or-role-made-by-a-users-key",
                            "aws/cloudtrail/access-key-for-another-user",
                            "aws/cloudtrail/administrator-policy-granted",
                            "aws/cloudtrail/admin-port-opened-to-the-world",
                            "aws/cloudtrail/logging-tampered",
                            "aws/cloudtrail/objects-deleted-in-a-burst");
            List<ScoredCase> cases =
                    Triage.queue(findings, Triage.Context.EMPTY, START).cases();
            assertThat(cases).singleElement().satisfies(scored -> {
                assertThat(scored.value().accessKey()).isEqualTo("AKIAci");
                assertThat(scored.value().respond()).isEqualTo("runbooks/compromised-iam-credentials");
                assertThat(scored.value().score()).isGreaterThan(70);
                assertThat(scored.timeline())
                        .hasSize(7)
                        .isSortedAccordingTo((a, b) -> a.time().compareTo(b.time()));
            });
            Collections.shuffle(events, random);
        }
    }

    /** The log is CloudTrail's, of real calls to the emulated organization; Holdfast's own reading makes a case beside it. */
    @Test
    void the_recorded_attack_of_the_demo_is_one_case_from_the_leaked_key_to_the_trail() {
        Path log = Path.of(System.getProperty("holdfast.root"), "content/demo/recorded/cloudtrail.json.gz");
        new LogReader(SourceDefinitions.read(CONTENT, new ArrayList<>()), LogLimits.DEFAULT, Progress.SILENT)
                .read("file:" + log, null, events::add);
        List<ScoredCase> cases =
                Triage.queue(detect(), Triage.Context.EMPTY, START).cases();
        assertThat(cases)
                .filteredOn(c -> c.value().actor().endsWith(":user/ci-deploy"))
                .singleElement()
                .satisfies(scored -> assertThat(scored.timeline())
                        .extracting(TimelineEntry::rule)
                        .containsExactlyInAnyOrder(
                                "aws/cloudtrail/reconnaissance-burst",
                                "aws/cloudtrail/user-or-role-made-by-a-users-key",
                                "aws/cloudtrail/access-key-for-another-user",
                                "aws/cloudtrail/administrator-policy-granted",
                                "aws/cloudtrail/admin-port-opened-to-the-world",
                                "aws/cloudtrail/database-snapshot-shared",
                                "aws/cloudtrail/objects-deleted-in-a-burst",
                                "aws/cloudtrail/costly-instances-launched",
                                "aws/cloudtrail/logging-tampered"));
        assertThat(cases).filteredOn(c -> c.value().severity() == Severity.HIGH).hasSize(1);
    }

    @Test
    void findings_say_who_did_what_to_which_resource() {
        attack();
        assertThat(detect())
                .extracting(Finding::resource)
                .contains(
                        "arn:aws:iam::111111111111:user/spare",
                        "arn:aws:ec2:eu-west-1:111111111111:security-group/sg-1",
                        "arn:aws:s3:::invoices",
                        "main");
        assertThat(detect())
                .extracting(Finding::reason)
                .contains(
                        "cloudtrail.amazonaws.com StopLogging by arn:aws:iam::111111111111:user/ci from 203.0.113.77,"
                                + " refused with AccessDenied",
                        "3 events within 10m, the last: s3.amazonaws.com DeleteObject by"
                                + " arn:aws:iam::111111111111:user/spare from 203.0.113.77");
    }
}
