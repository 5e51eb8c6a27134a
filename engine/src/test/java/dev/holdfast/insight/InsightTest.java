package dev.holdfast.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.lake.Workspace;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InsightTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static TableSchema table(String name, String... columns) {
        List<Column> out = new ArrayList<>();
        for (String column : List.of("account_id", "region")) {
            out.add(new Column(column, Type.TEXT));
        }
        for (String column : columns) {
            String[] parts = column.split(":");
            out.add(new Column(parts[0], parts.length == 1 ? Type.TEXT : Type.valueOf(parts[1])));
        }
        out.add(new Column("_errors", Type.JSON));
        return new TableSchema(name, out);
    }

    private static List<String> lines(Workspace workspace, String sql) {
        return workspace.rows(sql).stream()
                .map(row -> {
                    List<String> cells = new ArrayList<>();
                    row.forEach(v -> cells.add(v.isValueNode() ? v.asText() : v.toString()));
                    return String.join(" | ", cells);
                })
                .toList();
    }

    @Test
    void everyFormOfAStatementComesOutPlain() {
        assertThat(
                        PolicyDocument.statements(
                                new TextNode(
                                        "{\"Statement\":{\"Sid\":\"A\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"S3:Get*\",\"Resource\":\"*\"}}")))
                .containsExactly((ObjectNode) json(
                        "{'effect':'Allow','sid':'A','principals':['*'],'actions':['s3:get*'],'resources':['*']}"));
        assertThat(PolicyDocument.statements(json(
                        "{'Statement':[{'Effect':'Deny','NotPrincipal':{'AWS':['*','arn:x'],'Service':'ec2.amazonaws.com','Federated':'*'},"
                                + "'NotAction':['iam:*'],'NotResource':'arn:y','Condition':{'Bool':{'a':'true'}}},"
                                + "{'Effect':'Allow','Action':[],'Condition':{}}]}")))
                .containsExactly(
                        (ObjectNode)
                                json(
                                        "{'effect':'Deny','not_principals':['*','AWS:arn:x','Service:ec2.amazonaws.com','Federated:*'],"
                                                + "'not_actions':['iam:*'],'not_resources':['arn:y'],'condition':{'Bool':{'a':'true'}}}"),
                        (ObjectNode) json("{'effect':'Allow','actions':[]}"));
    }

    @Test
    void percentEncodingKeepsPlusSigns() {
        assertThat(
                        PolicyDocument.statements(
                                new TextNode(
                                        "%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22a%3Ab+c%22%7D%5D%7D")))
                .containsExactly((ObjectNode) json("{'effect':'Allow','actions':['a:b+c']}"));
    }

    @Test
    void whatIsNoPolicyIsRefusedAndNeverBreaksAnything() {
        for (String bad : List.of(
                "",
                "no json",
                "[]",
                "{}",
                "7",
                "%7B%zz",
                "{\"Statement\":7}",
                "{\"Statement\":[7]}",
                "{\"Statement\":{\"Effect\":\"Maybe\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":[{}]}}",
                "{\"Statement\":" + "[".repeat(2000) + "]".repeat(2000) + "}")) {
            assertThatThrownBy(() -> PolicyDocument.statements(new TextNode(bad)))
                    .as(bad.length() > 60 ? "deep" : bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        Random random = new Random(7);
        String seed = "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"*\"}]}";
        for (int run = 0; run < 2000; run++) {
            StringBuilder text = new StringBuilder(seed);
            for (int edit = random.nextInt(4); edit >= 0; edit--) {
                int at = random.nextInt(text.length());
                text.replace(at, Math.min(text.length(), at + random.nextInt(3)), String.valueOf((char)
                        (32 + random.nextInt(96))));
            }
            try {
                PolicyDocument.statements(new TextNode(text.toString()))
                        .forEach(s -> assertThat(s.path("effect").asText()).isIn("Allow", "Deny"));
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageNotContaining("Statement\":[");
            }
        }
    }

    @Test
    void anUnreadablePolicyLeavesARowThatSaysSo() {
        try (Workspace workspace = Workspace.empty()) {
            workspace.table(
                    table(
                            "aws_s3_bucket",
                            "arn",
                            "policy",
                            "versioning_status",
                            "replication_rules:JSON",
                            "object_lock_mode",
                            "lifecycle_rules:JSON",
                            "creation_date:TIMESTAMP"),
                    List.of(
                            (ObjectNode) json("{'account_id':'1','region':'eu','arn':'a','policy':'nonsense'}"),
                            (ObjectNode) json("{'account_id':'1','region':'eu','arn':'b'}")));
            assertThat(Insight.prepare(workspace))
                    .containsExactlyInAnyOrder(
                            "holdfast_bucket_policy_statement",
                            "holdfast_policy_statement",
                            "holdfast_s3_backup_point",
                            "holdfast_s3_copy_backup_point",
                            "holdfast_backup_point");
            assertThat(
                            lines(
                                    workspace,
                                    "select source_table, resource, effect, _errors->'document'->>'error' from holdfast_policy_statement"))
                    .containsExactly("aws_s3_bucket | a | null | it is not JSON");
        }
    }

    @Test
    void portsAreOpenByRangeProtocolAndSource() {
        try (Workspace workspace = Workspace.empty()) {
            workspace.table(
                    table("aws_vpc_security_group", "arn", "group_id", "group_name", "ip_permissions:JSON"),
                    List.of(
                            (ObjectNode)
                                    json(
                                            "{'account_id':'1','region':'eu','arn':'g','group_id':'sg','ip_permissions':["
                                                    + "{'IpProtocol':'tcp','FromPort':20,'ToPort':25,'IpRanges':[{'CidrIp':'0.0.0.0/0'},{'CidrIp':'10.0.0.0/8'}],'Ipv6Ranges':[{'CidrIpv6':'::/0'}]},"
                                                    + "{'IpProtocol':'-1','IpRanges':[{'CidrIp':'128.0.0.0/1'}]},"
                                                    + "{'IpProtocol':'6','FromPort':22,'ToPort':22,'Ipv6Ranges':[{'CidrIpv6':'2000::/3'},{'CidrIpv6':'2001:db8::/32'}]},"
                                                    + "{'IpProtocol':'tcp','FromPort':1,'ToPort':1,'PrefixListIds':[{'PrefixListId':'pl-1'}],'UserIdGroupPairs':[{'GroupId':'sg-2'}]}]}"),
                            (ObjectNode) json("{'account_id':'1','region':'eu','arn':'h','group_id':'sh'}")));
            Insight.prepare(workspace);
            assertThat(
                            lines(
                                    workspace,
                                    "select resource, protocol, from_port, to_port, cidr, family, world from holdfast_open_port order by all"))
                    .containsExactly(
                            "g | all | 0 | 65535 | 128.0.0.0/1 | v4 | true",
                            "g | tcp | 1 | 1 | pl-1 | list | null",
                            "g | tcp | 20 | 25 | 0.0.0.0/0 | v4 | true",
                            "g | tcp | 20 | 25 | 10.0.0.0/8 | v4 | false",
                            "g | tcp | 20 | 25 | ::/0 | v6 | true",
                            "g | tcp | 22 | 22 | 2000::/3 | v6 | true",
                            "g | tcp | 22 | 22 | 2001:db8::/32 | v6 | false");
        }
    }

    @Test
    void backupPointsAreThoseThatCanBeRestoredFrom() {
        try (Workspace workspace = Workspace.empty()) {
            workspace.table(
                    table(
                            "aws_s3_bucket",
                            "arn",
                            "policy",
                            "versioning_status",
                            "replication_rules:JSON",
                            "object_lock_mode",
                            "lifecycle_rules:JSON",
                            "creation_date:TIMESTAMP"),
                    List.of(
                            (ObjectNode)
                                    json("{'account_id':'1','region':'eu','arn':'a','versioning_status':'Enabled'}"),
                            (ObjectNode) json(
                                    "{'account_id':'1','region':'eu','arn':'c','versioning_status':'Enabled','lifecycle_rules':["
                                            + "{'Status':'Enabled','NoncurrentVersionExpiration':{'NoncurrentDays':30}},"
                                            + "{'Status':'Disabled','NoncurrentVersionExpiration':{'NoncurrentDays':3}},"
                                            + "{'Status':'Enabled','Expiration':{'Days':9}}]}"),
                            (ObjectNode) json(
                                    "{'account_id':'1','region':'eu','arn':'b','versioning_status':'Suspended'}")));
            workspace.table(
                    table(
                            "aws_rds_db_instance",
                            "arn",
                            "db_instance_identifier",
                            "backup_retention_period:INTEGER",
                            "latest_restorable_time:TIMESTAMP",
                            "create_time:TIMESTAMP",
                            "kms_key_id",
                            "storage_encrypted:BOOLEAN"),
                    List.of(
                            (ObjectNode)
                                    json(
                                            "{'account_id':'1','region':'eu','arn':'d','db_instance_identifier':'x','create_time':'2025-12-30T00:00:00Z','backup_retention_period':7,'latest_restorable_time':'2026-01-01T00:00:00Z'}"),
                            (ObjectNode)
                                    json(
                                            "{'account_id':'1','region':'us','arn':'e','db_instance_identifier':'x','backup_retention_period':0,'latest_restorable_time':'2026-01-01T00:00:00Z'}")));
            workspace.table(
                    table(
                            "aws_rds_db_snapshot",
                            "arn",
                            "db_instance_identifier",
                            "status",
                            "create_time:TIMESTAMP",
                            "kms_key_id",
                            "source_db_snapshot_identifier",
                            "encrypted:BOOLEAN"),
                    List.of(
                            (ObjectNode)
                                    json(
                                            "{'account_id':'1','region':'eu','arn':'s','db_instance_identifier':'x','status':'available'}"),
                            (ObjectNode)
                                    json(
                                            "{'account_id':'1','region':'eu','arn':'t','db_instance_identifier':'x','status':'creating'}")));
            Insight.prepare(workspace);
            assertThat(lines(
                            workspace,
                            "select resource, kind, cast(cast(reaches_from as date) as varchar), reach_days"
                                    + " from holdfast_backup_point order by all"))
                    .containsExactly(
                            "a | s3-versions | null | null",
                            "c | s3-versions | null | 30",
                            "d | rds-continuous | 2025-12-30 | 7",
                            "d | rds-snapshot | null | null");
        }
    }
}
