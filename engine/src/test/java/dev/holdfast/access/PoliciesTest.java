package dev.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.Permission.Place;
import dev.holdfast.aws.ReadOperations;
import dev.holdfast.content.Doc;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.Yaml;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.NistFunction;
import dev.holdfast.posture.ShippedContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static final List<TableDefinition> TABLES = ShippedContent.TABLES;

    private static List<Permission> reading() {
        return new Needs(TABLES, List.of(), ReadOperations::action).reading(NistFunction.IDENTIFY, List.of());
    }

    @Test
    void everyNeededActionIsGrantedAndNothingElse() {
        Set<String> needed = new TreeSet<>();
        TABLES.forEach(t -> t.calls().forEach(c -> needed.add(c.action())));
        needed.addAll(Set.of(
                "sts:AssumeRole",
                "organizations:DescribeOrganization",
                "organizations:ListAccounts",
                "ec2:DescribeRegions"));
        assertThat(actions(Policies.of(reading(), Place.MANAGEMENT))).isEqualTo(needed);
        assertThat(actions(Policies.of(reading(), Place.EVERY_ACCOUNT)))
                .doesNotContain("sts:AssumeRole", "organizations:ListAccounts")
                .isSubsetOf(needed);
    }

    @Test
    void longPoliciesAreSplitAndLoseNothing() {
        List<Permission> many = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            many.add(Permission.of("service" + i % 40 + ":DescribeSomethingNumber" + i, Place.EVERY_ACCOUNT, "test"));
        }
        many.add(new Permission("s3:GetObject", Place.EVERY_ACCOUNT, "arn:{partition}:s3:::logs/*", "", "test"));
        List<ObjectNode> split = Policies.of(many, Place.EVERY_ACCOUNT);
        assertThat(split).hasSizeBetween(2, Policies.MOST_PER_ROLE);
        assertThat(split)
                .allSatisfy(p -> assertThat(Policies.length(p)).isLessThanOrEqualTo(Policies.LONGEST))
                .allSatisfy(p -> assertThat(p.get("Statement"))
                        .isNotEmpty()
                        .allSatisfy(s -> assertThat(s.get("Action")).isNotEmpty()));
        assertThat(actions(split)).hasSize(901);
        Collections.shuffle(many, new Random(5));
        assertThat(Policies.of(many, Place.EVERY_ACCOUNT)).hasToString(split.toString());
    }

    @Test
    void noActionHoldsAWildcard() {
        assertThat(actions(Policies.of(reading(), Place.MANAGEMENT)))
                .allSatisfy(a -> assertThat(a).matches("[a-z0-9-]+:[A-Za-z0-9]+"));
    }

    @Test
    void theTemplateHoldsThePoliciesWhole() {
        List<ObjectNode> policies = Policies.of(reading(), Place.MANAGEMENT);
        String text = CloudFormation.template(policies, Place.MANAGEMENT, "HoldfastRead");
        List<ContentError> errors = new ArrayList<>();
        Doc doc = Yaml.read("template.yaml", text.getBytes(StandardCharsets.UTF_8), errors)
                .get(0);
        assertThat(errors).isEmpty();
        JsonNode resources = doc.json().path("Resources");
        Set<String> granted = new TreeSet<>();
        for (int i = 1; i <= policies.size(); i++) {
            resources
                    .path("ReadPolicy" + i)
                    .path("Properties")
                    .path("PolicyDocument")
                    .path("Statement")
                    .forEach(s -> s.path("Action").forEach(a -> granted.add(a.asText())));
        }
        assertThat(granted).isEqualTo(actions(policies));
        assertThat(text)
                .contains("'arn:${AWS::Partition}:iam::*:role/${RoleName}'")
                .doesNotContain("{role}");
        assertThat(resources.path("Role").path("Properties").path("ManagedPolicyArns"))
                .hasSize(policies.size());
    }

    @Test
    void theTerraformModuleHoldsThePoliciesWhole() {
        List<ObjectNode> policies = Policies.of(reading(), Place.MANAGEMENT);
        String text = Terraform.module(policies, Place.MANAGEMENT, "HoldfastRead");
        assertThat(actions(policies)).allSatisfy(a -> assertThat(text).contains("\"" + a + "\","));
        assertThat(text)
                .contains("arn:${data.aws_partition.current.partition}:iam::*:role/${var.role_name}")
                .doesNotContain("{role}", "{partition}");
    }

    @Test
    void detectNeedsWhatItsFeedsAreReadBy() {
        List<Permission> needed =
                new Needs(TABLES, List.of(), ReadOperations::action).reading(NistFunction.DETECT, List.of("trail"));
        Set<String> expected = new TreeSet<>(Set.of(
                "s3:ListBucket",
                "s3:GetObject",
                "kms:Decrypt",
                "sqs:ReceiveMessage",
                "sqs:DeleteMessage",
                "kinesis:ListShards",
                "kinesis:GetShardIterator",
                "kinesis:GetRecords",
                "cloudtrail:ListPublicKeys",
                "guardduty:ListDetectors",
                "guardduty:ListFindings",
                "guardduty:GetFindings",
                "securityhub:GetFindings"));
        assertThat(actions(Policies.of(needed, Place.EVERY_ACCOUNT))).isEqualTo(expected);
        assertThat(Policies.of(needed, Place.EVERY_ACCOUNT).toString())
                .contains(":s3:::trail/*\"", "kms:ViaService", "sqs.*.amazonaws.com", "kinesis.*.amazonaws.com");
    }

    private static Set<String> actions(List<ObjectNode> policies) {
        Set<String> out = new TreeSet<>();
        policies.forEach(p -> p.get("Statement").forEach(s -> s.get("Action").forEach(a -> out.add(a.asText()))));
        return out;
    }
}
