package dev.holdfast.insight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.Workspace;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What binds an account through the tree, and which deeds it is refused by that. */
class GuardrailsTest {
    private static final String FULL = "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";
    private static final String OUT = "organizations:leaveorganization";

    /** Root r, unit ou-1 below it, unit ou-2 below that, and the account in ou-2. */
    private static Workspace world(String... policies) {
        Workspace workspace = Workspace.empty();
        workspace.table(
                table("aws_organizations_organizational_unit", "id", "parent_id"),
                List.of(row("id", "ou-1", "parent_id", "r"), row("id", "ou-2", "parent_id", "ou-1")));
        workspace.table(
                table("aws_organizations_account", "id", "parent_id"),
                List.of(row("id", "222222222222", "parent_id", "ou-2")));
        List<ObjectNode> rows = new ArrayList<>();
        for (int i = 0; i < policies.length; i += 3) {
            ObjectNode policy = row("id", "p-" + i, "name", "policy" + i / 3, "type", policies[i]);
            policy.put("content", policies[i + 2]);
            policy.putArray("targets").addObject().put("TargetId", policies[i + 1]);
            rows.add(policy);
        }
        workspace.table(
                table(
                        "aws_organizations_policy",
                        "id",
                        "name",
                        "type",
                        "content",
                        "aws_managed:BOOLEAN",
                        "targets:JSON"),
                rows);
        Insight.prepare(workspace);
        return workspace;
    }

    private static ObjectNode row(String... cells) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("account_id", "111111111111").put("region", "global");
        for (int i = 0; i < cells.length; i += 2) {
            out.put(cells[i], cells[i + 1]);
        }
        return out;
    }

    private static TableSchema table(String name, String... columns) {
        List<Column> out = new ArrayList<>();
        out.add(new Column("account_id", Type.TEXT));
        out.add(new Column("region", Type.TEXT));
        for (String column : columns) {
            String[] parts = column.split(":");
            out.add(new Column(parts[0], parts.length == 1 ? Type.TEXT : Type.valueOf(parts[1])));
        }
        out.add(new Column("_errors", Type.JSON));
        return new TableSchema(name, out);
    }

    private static Set<String> refused(String... policies) {
        try (Workspace workspace = world(policies)) {
            Set<String> out = new TreeSet<>();
            workspace.query(
                    "SELECT action FROM holdfast_guarded_action WHERE guarded",
                    r -> out.add(r.path("action").asText()));
            return out;
        }
    }

    private static Set<String> refusedByDeny(String rest) {
        return refused(
                "SERVICE_CONTROL_POLICY",
                "r",
                FULL,
                "SERVICE_CONTROL_POLICY",
                "ou-1",
                FULL,
                "SERVICE_CONTROL_POLICY",
                "ou-1",
                deny(rest));
    }

    private static String deny(String rest) {
        return "{\"Statement\":[{\"Effect\":\"Deny\"," + rest + "}]}";
    }

    @Test
    void whatIsAttachedAboveBindsTheAccount() {
        try (Workspace workspace =
                world("SERVICE_CONTROL_POLICY", "r", FULL, "TAG_POLICY", "ou-1", "{}", "BACKUP_POLICY", "ou-9", "{}")) {
            assertThat(
                            workspace.rows(
                                    "SELECT place, policy_name FROM holdfast_guardrail WHERE subject = '222222222222' ORDER BY ALL"))
                    .extracting(r -> r.path("place").asText() + " "
                            + r.path("policy_name").asText())
                    .containsExactly("ou-1 policy1", "r policy0");
            assertThat(workspace.rows("SELECT * FROM holdfast_organization_place WHERE subject = 'ou-2'"))
                    .extracting(r -> r.path("place").asText())
                    .containsExactlyInAnyOrder("ou-2", "ou-1", "r");
        }
    }

    @Test
    void aDenyRefusesWhatItNames() {
        String everywhere = "\"Resource\":\"*\"";
        assertThat(refusedByDeny("\"Action\":\"organizations:LeaveOrganization\"," + everywhere))
                .containsExactly(OUT);
        assertThat(refusedByDeny("\"Action\":[\"s3:*\",\"organizations:*\"]," + everywhere))
                .containsExactly(OUT);
        assertThat(refusedByDeny("\"Action\":\"organizations:List*\"," + everywhere))
                .isEmpty();
        assertThat(refusedByDeny("\"Action\":\"*\"," + everywhere)).hasSize(8);
        assertThat(refusedByDeny("\"NotAction\":[\"organizations:*\",\"cloudtrail:*\"]," + everywhere))
                .containsExactly(
                        "config:deleteconfigurationrecorder",
                        "config:stopconfigurationrecorder",
                        "guardduty:deletedetector",
                        "root",
                        "securityhub:disablesecurityhub");
    }

    @Test
    void aDenyForOneResourceOrUnderAConditionRefusesNothing() {
        String leave = "\"Action\":\"organizations:LeaveOrganization\",";
        assertThat(refusedByDeny(leave + "\"Resource\":\"arn:aws:s3:::a\"")).isEmpty();
        assertThat(
                        refusedByDeny(
                                leave
                                        + "\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{\"aws:RequestedRegion\":\"eu-west-1\"}}"))
                .isEmpty();
        assertThat(
                        refusedByDeny(
                                leave
                                        + "\"Resource\":\"*\",\"Condition\":{\"ArnNotLike\":{\"aws:PrincipalArn\":[\"arn:aws:iam::*:role/Rescue\"]}}"))
                .containsExactly(OUT);
        assertThat(refusedByDeny(
                        leave + "\"Resource\":\"*\",\"Condition\":{\"ArnNotLike\":{\"aws:PrincipalArn\":[\"*\"]}}"))
                .isEmpty();
        assertThat(
                        refusedByDeny(
                                leave
                                        + "\"Resource\":\"*\",\"Condition\":{\"ArnLike\":{\"aws:PrincipalArn\":[\"arn:aws:iam::*:role/One\"]}}"))
                .isEmpty();
    }

    @Test
    void workingAsRootIsRefusedOnlyByADenyOfEverythingForRoot() {
        String root =
                "\"Resource\":\"*\",\"Condition\":{\"StringLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:root\"}}";
        assertThat(refusedByDeny("\"Action\":\"*\"," + root)).containsExactly("root");
        assertThat(refusedByDeny("\"Action\":\"iam:*\"," + root)).isEmpty();
        assertThat(refusedByDeny("\"Action\":\"*\"," + root.replace("*:root", "222222222222:root")))
                .isEmpty();
    }

    @Test
    void whatAPlaceAllowsNowhereIsRefused() {
        String some =
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:*\",\"config:*\",\"cloudtrail:*\"],\"Resource\":\"*\"}]}";
        assertThat(refused("SERVICE_CONTROL_POLICY", "r", FULL, "SERVICE_CONTROL_POLICY", "ou-1", some))
                .containsExactly("guardduty:deletedetector", OUT, "securityhub:disablesecurityhub");
        assertThat(refused(
                        "SERVICE_CONTROL_POLICY",
                        "r",
                        FULL,
                        "SERVICE_CONTROL_POLICY",
                        "ou-1",
                        some,
                        "SERVICE_CONTROL_POLICY",
                        "ou-1",
                        FULL))
                .isEmpty();
        assertThat(refused()).isEmpty();
    }
}
