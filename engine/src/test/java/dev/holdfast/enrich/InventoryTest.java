package dev.holdfast.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.model.Sighting;
import dev.holdfast.model.TableSchema;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private static final String BUCKET = "arn:aws:s3:::invoices";

    private static Finding finding(String resource, String actor) {
        Sighting seen = new Sighting(
                Instant.EPOCH,
                Instant.EPOCH,
                actor,
                "",
                "",
                "aws/cloudtrail",
                "event",
                List.of("1"),
                1,
                List.of(),
                null,
                null);
        return new Finding(
                Finding.Kind.DETECTION,
                "rule",
                "title",
                NistFunction.DETECT,
                Severity.HIGH,
                Outcome.FAIL,
                resource,
                "210987654321",
                "eu-west-1",
                "reason",
                Map.of(),
                "",
                null,
                seen);
    }

    private static Map<String, String> facts(Finding finding) {
        return Objects.requireNonNull(finding.sighting()).facts();
    }

    private static TableSchema table(String name, String... columns) {
        List<TableSchema.Column> out = new ArrayList<>();
        for (String column : columns) {
            TableSchema.Type type = column.equals("tags")
                    ? TableSchema.Type.JSON
                    : column.startsWith("bucket_") ? TableSchema.Type.BOOLEAN : TableSchema.Type.TEXT;
            out.add(new TableSchema.Column(column, type));
        }
        return new TableSchema(name, out);
    }

    private static List<ObjectNode> rows(String json) throws IOException {
        List<ObjectNode> out = new ArrayList<>();
        JsonMapper.builder().build().readTree(json).forEach(row -> out.add((ObjectNode) row));
        return out;
    }

    @Test
    void a_finding_says_whose_resource_it_is_and_whether_the_public_reaches_it() throws IOException {
        Workspace workspace = Workspace.empty();
        workspace.table(
                table("aws_s3_bucket", "arn", "tags", "bucket_policy_is_public"),
                rows(
                        "[{\"arn\": \"" + BUCKET
                                + "\", \"tags\": [{\"Key\": \"Team\", \"Value\": \"shop's\"}], \"bucket_policy_is_public\": true}]"));
        workspace.table(
                table("aws_iam_role", "arn", "tags"),
                rows(
                        "[{\"arn\": \"arn:aws:iam::210987654321:role/path/deep/deployer\", \"tags\": [{\"Key\": \"owner\", \"Value\": \"platform\"}]}]"));
        workspace.table(
                table("aws_organizations_account", "id", "arn", "name"),
                rows(
                        "[{\"id\": \"210987654321\", \"arn\": \"arn:aws:organizations::1:account/o/210987654321\", \"name\": \"shop\"}]"));
        try (Snapshot snapshot = workspace.lock(QueryLimits.USUAL)) {
            List<Finding> known = new Inventory(snapshot)
                    .known(List.of(
                            finding(BUCKET, "arn:aws:sts::210987654321:assumed-role/deployer/anna"),
                            finding("arn:aws:s3:::it's", "somebody")));
            assertThat(facts(known.get(0)))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "account-name", "shop",
                            "resource-kind", "s3 bucket",
                            "resource-owner", "shop's",
                            "resource-public", "yes",
                            "actor-kind", "iam role",
                            "actor-owner", "platform"));
            assertThat(facts(known.get(1))).containsExactly(Map.entry("account-name", "shop"));
        }
    }

    @Test
    void a_session_is_of_its_role() {
        assertThat(Inventory.identity("arn:aws-cn:sts::210987654321:assumed-role/deployer/anna"))
                .contains("arn:aws-cn:iam::210987654321:role/deployer");
        assertThat(Inventory.identity("arn:aws:iam::210987654321:user/anna"))
                .contains("arn:aws:iam::210987654321:user/anna");
        assertThat(Inventory.identity("ec2.amazonaws.com")).isEmpty();
    }
}
