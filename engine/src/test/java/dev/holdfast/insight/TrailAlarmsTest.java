package dev.holdfast.insight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Check;
import dev.holdfast.content.Check.Example;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.posture.CheckExamples;
import dev.holdfast.posture.ShippedContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every link of the way from a trail to a person must hold, and what breaks is said. */
class TrailAlarmsTest {
    private static final Check CHECK = ShippedContent.CHECKS.stream()
            .filter(c -> c.id().equals("detect/cloudwatch/trail-changes"))
            .findFirst()
            .orElseThrow();
    private static final Example WHOLE = CHECK.examples().get(0);
    private static final CheckExamples WORLD = new CheckExamples(ShippedContent.TABLES, Insight::prepare);

    private static Finding judge(Consumer<Map<String, List<ObjectNode>>> change) {
        Map<String, List<ObjectNode>> rows = new LinkedHashMap<>();
        WHOLE.rows()
                .forEach((table, list) -> rows.put(
                        table,
                        new ArrayList<>(list.stream().map(ObjectNode::deepCopy).toList())));
        change.accept(rows);
        return WORLD.judge(CHECK, rows).get(0);
    }

    @Test
    void theWholeWayPasses() {
        Finding finding = judge(rows -> {});
        assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
        assertThat(finding.resource()).isEqualTo("o-a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "aws_cloudtrail_organization_trail # is_multi_region_trail # false # No trail that records",
                "aws_cloudtrail_organization_trail # log_group_arn # arn:aws:logs:eu-west-1:111111111111:log-group:other # Nobody is told",
                "aws_cloudwatch_log_metric_filter # log_group_name # other # Nobody is told",
                "aws_cloudwatch_log_metric_filter # region # us-east-1 # Nobody is told",
                "aws_cloudwatch_log_metric_filter # metric_transformation_value # 0 # has no alarm",
                "aws_cloudwatch_log_metric_filter # filter_pattern # { $.eventName = * } # Nobody is told",
                "aws_cloudwatch_log_metric_filter # filter_pattern #  # Nobody is told",
                "aws_cloudwatch_alarm # namespace # other # has no alarm",
                "aws_cloudwatch_alarm # metric_name # other # has no alarm",
                "aws_cloudwatch_alarm # region # us-east-1 # has no alarm",
                "aws_cloudwatch_alarm # actions_enabled # false # has no alarm",
                "aws_cloudwatch_alarm # comparison_operator # LessThanThreshold # has no alarm",
                "aws_cloudwatch_alarm # threshold # 2 # waits for more",
                "aws_cloudwatch_alarm # comparison_operator # GreaterThanThreshold # waits for more",
                "aws_cloudwatch_alarm # evaluation_periods # 2 # waits for more",
                "aws_sns_topic # topic_arn # arn:other # reaches no topic",
                "aws_sns_topic # subscriptions_confirmed # 0 # reaches no topic"
            })
    void aBrokenLinkFails(String table, String column, String value, String says) {
        Finding finding = judge(rows -> {
            ObjectNode row = rows.get(table).get(0);
            if (row.path(column).isNumber()) {
                row.put(column, Integer.parseInt(value));
            } else if (row.path(column).isBoolean()) {
                row.put(column, Boolean.parseBoolean(value));
            } else {
                row.put(column, value == null ? "" : value);
            }
        });
        assertThat(finding.outcome()).as(finding.reason()).isEqualTo(Outcome.FAIL);
        assertThat(finding.reason()).contains(says);
    }

    @Test
    void aFilterThatMissesOneCallSaysWhich() {
        Finding finding = judge(rows -> {
            ObjectNode filter = rows.get("aws_cloudwatch_log_metric_filter").get(0);
            filter.put("filter_pattern", filter.path("filter_pattern").asText().replace("DeleteTrail", "DeleteTrial"));
        });
        assertThat(finding.reason())
                .contains("DeleteTrail by a role, DeleteTrail by a user")
                .doesNotContain("StopLogging");
    }

    @Test
    void twoFiltersMayShareTheEvents() {
        Finding finding = judge(rows -> {
            List<ObjectNode> filters = rows.get("aws_cloudwatch_log_metric_filter");
            ObjectNode second = filters.get(0).deepCopy();
            second.put("name", "g").put("filter_pattern", "{ $.eventName = \"*Logging\" }");
            filters.get(0).put("filter_pattern", "{ $.eventName = \"*Trail\" }");
            filters.add(second);
        });
        assertThat(finding.outcome()).as(finding.reason()).isEqualTo(Outcome.PASS);
    }

    @Test
    void aLogGroupThatWasNotLookedAtLeavesItOpen() {
        Finding finding = judge(rows -> rows.get("aws_cloudtrail_organization_trail")
                .get(0)
                .put("log_group_arn", "arn:aws:logs:ap-south-1:111111111111:log-group:trail:*"));
        assertThat(finding.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(finding.reason()).contains("ap-south-1");
    }

    @Test
    void withoutAnOrganizationTrailEachAccountIsJudged() {
        Map<String, List<ObjectNode>> rows = new LinkedHashMap<>(WHOLE.rows());
        rows.put("aws_cloudtrail_trail", rows.remove("aws_cloudtrail_organization_trail"));
        rows.put("aws_organizations_account", List.of(account("111111111111"), account("222222222222")));
        List<Finding> findings = WORLD.judge(CHECK, rows);
        assertThat(findings)
                .extracting(f -> f.account() + " " + f.outcome())
                .containsExactlyInAnyOrder("111111111111 PASS", "222222222222 FAIL");
    }

    private static ObjectNode account(String id) {
        return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("status", "ACTIVE");
    }
}
