package dev.holdfast.posture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.inventory.SnapshotTables;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import dev.holdfast.posture.PolicyEffects.Denied;
import dev.holdfast.posture.PolicyEffects.Effect;
import dev.holdfast.posture.PolicyEffects.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who would have been denied: only those that the policy binds, by what they did, and a maybe where the data do not tell. */
class PolicyEffectsTest {
    private static final String SCP = "SERVICE_CONTROL_POLICY";
    private static final String REGIONS =
            "{'Statement':[{'Effect':'Deny','NotAction':['iam:*','sts:*','s3:GetAccountPublic*'],"
                    + "'Resource':'*','Condition':{'StringNotEquals':{'aws:RequestedRegion':['eu-west-1']},"
                    + "'ArnNotLike':{'aws:PrincipalArn':['arn:aws:iam::*:role/Break*']}}}]}";
    private static final TableDefinition KEYS = ShippedContent.TABLES.stream()
            .filter(t -> t.name().equals("aws_iam_access_key"))
            .findFirst()
            .orElseThrow();
    private static final TableSchema EVENT = new TableSchema(
            "holdfast_event",
            List.of(
                    new Column("id", Type.TEXT),
                    new Column("time", Type.TIMESTAMP),
                    new Column("actor", Type.TEXT),
                    new Column("account", Type.TEXT),
                    new Column("region", Type.TEXT),
                    new Column("raw", Type.JSON)));

    private final TrustWorld world = new TrustWorld();
    private final List<ObjectNode> events = new ArrayList<>();
    private final List<ObjectNode> keys = new ArrayList<>();
    private boolean lake = true;

    private void did(String account, String who, String call, String region, String more) {
        ObjectNode raw = TrustWorld.json(
                "{'userIdentity':{'type':'IAMUser','accountId':'" + account + "','arn':'arn:aws:iam::" + account + ":"
                        + who + "'},'recipientAccountId':'" + account + "','awsRegion':'" + region + "'}");
        raw.put("eventSource", call.substring(0, call.indexOf(':')) + ".amazonaws.com");
        raw.put("eventName", call.substring(call.indexOf(':') + 1));
        ((ObjectNode) raw.path("userIdentity")).setAll(TrustWorld.json(more));
        ObjectNode event = TrustWorld.json("{}").put("id", "e" + events.size()).put("time", "2026-11-20T10:00:00Z");
        event.set("raw", raw);
        events.add(event);
    }

    private Effect effect(String type, String content, String... on) {
        Workspace workspace = Workspace.empty();
        TrustWorld.TABLES.forEach(t -> workspace.table(t.schema(), world.rows.getOrDefault(t.name(), List.of())));
        world.asked(KEYS.name(), "");
        workspace.table(KEYS.schema(), keys);
        workspace.table(SnapshotTables.COLLECTION, world.collection);
        if (lake) {
            workspace.table(EVENT, events);
        }
        try (Snapshot snapshot = workspace.lock(QueryLimits.USUAL)) {
            return new PolicyEffects(snapshot).of(new Policy("the policy", type, TrustWorld.json(content), Set.of(on)));
        }
    }

    @Test
    void thoseWhoWorkedElsewhereWouldHaveBeenDeniedAndNobodyElse() {
        did(TrustWorld.WORKLOAD, "user/ana", "ec2:RunInstances", "us-east-1", "{}");
        did(TrustWorld.WORKLOAD, "user/ana", "ec2:RunInstances", "us-east-1", "{}");
        did(TrustWorld.WORKLOAD, "user/ana", "ec2:RunInstances", "eu-west-1", "{}");
        did(TrustWorld.WORKLOAD, "user/ana", "iam:CreateUser", "us-east-1", "{}");
        did(TrustWorld.WORKLOAD, "role/BreakGlass", "ec2:RunInstances", "us-east-1", "{}");
        did(TrustWorld.WORKLOAD, "role/aws-service-role/x/Y", "ec2:RunInstances", "us-east-1", "{}");
        did(TrustWorld.WORKLOAD, "user/svc", "lambda:CreateFunction20150331", "us-east-1", "{'type':'AWSService'}");
        did(TrustWorld.SANDBOX, "user/bob", "lambda:CreateFunction20150331", "us-east-1", "{}");
        did(TrustWorld.MANAGEMENT, "user/root", "ec2:RunInstances", "us-east-1", "{}");
        Effect all = effect(SCP, REGIONS, "r-1");
        assertThat(all.accounts()).isEqualTo(2);
        assertThat(all.denied())
                .extracting(Denied::what, Denied::count)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("ec2:RunInstances", 2L),
                        org.assertj.core.groups.Tuple.tuple("lambda:CreateFunction", 1L));
        assertThat(all.denied()).allMatch(Denied::certain);
        assertThat(effect(SCP, REGIONS, "ou-2").denied())
                .extracting(Denied::account)
                .containsExactly(TrustWorld.SANDBOX);
    }

    @Test
    void aLastUseTellsTheServiceAndTheRegionOnly() {
        lake = false;
        for (String[] use : new String[][] {
            {"AKIA1", "ec2", "us-east-1"},
            {"AKIA2", "ec2", "eu-west-1"},
            {"AKIA3", "s3", "us-east-1"},
            {"AKIA4", "iam", "N/A"}
        }) {
            keys.add(TrustWorld.json("{'account_id':'222222222222','region':'global','access_key_id':'" + use[0]
                    + "','user_arn':'arn:aws:iam::222222222222:user/" + use[0]
                    + "','last_used_date':'2026-11-01T00:00:00Z',"
                    + "'last_used_service':'" + use[1] + "','last_used_region':'" + use[2] + "'}"));
        }
        Effect effect = effect(SCP, REGIONS, "r-1");
        assertThat(effect.denied())
                .extracting(d -> d.principal().replaceAll(".*/", "") + " " + d.certain())
                .containsExactlyInAnyOrder("AKIA1 true", "AKIA3 false");
        assertThat(effect.notKnown()).anyMatch(n -> n.startsWith("no CloudTrail events are kept"));
        assertThat(effect(
                                SCP,
                                "{'Statement':[{'Effect':'Deny','Action':'organizations:LeaveOrganization','Resource':'*'}]}",
                                "r-1")
                        .denied())
                .isEmpty();
    }

    @Test
    void rootAndConditionsThatAreNotUnderstood() {
        did(TrustWorld.WORKLOAD, "root", "s3:PutObject", "eu-west-1", "{'type':'Root'}");
        did(TrustWorld.WORKLOAD, "user/ana", "s3:PutObject", "eu-west-1", "{}");
        assertThat(effect(
                                SCP,
                                "{'Statement':[{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'ArnLike':{'aws:PrincipalArn':"
                                        + "'arn:aws:iam::*:root'},'BoolIfExists':{'aws:AssumedRoot':'false'}}}]}",
                                "r-1")
                        .denied())
                .singleElement()
                .satisfies(
                        d -> assertThat(d.principal() + d.certain()).isEqualTo("arn:aws:iam::222222222222:roottrue"));
        assertThat(effect(
                                SCP,
                                "{'Statement':{'Effect':'Deny','Action':'s3:Put*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'false'}}}}",
                                "r-1")
                        .denied())
                .hasSize(2)
                .noneMatch(Denied::certain);
    }

    @Test
    void aPolicyForResourcesMeetsThoseFromOutside() {
        did(TrustWorld.WORKLOAD, "user/x", "s3:GetObject", "eu-west-1", "{'accountId':'999999999999'}");
        did(TrustWorld.WORKLOAD, "user/ana", "s3:GetObject", "eu-west-1", "{}");
        Effect effect = effect(
                "RESOURCE_CONTROL_POLICY",
                "{'Statement':[{'Effect':'Deny','Principal':'*','Action':['s3:*'],'Resource':'*','Condition':"
                        + "{'StringNotEqualsIfExists':{'aws:PrincipalOrgID':'o-1'},'BoolIfExists':{'aws:PrincipalIsAWSService':'false'}}}]}",
                "r-1");
        assertThat(effect.denied()).singleElement().satisfies(d -> {
            assertThat(d.principal()).endsWith("user/x");
            assertThat(d.certain()).isTrue();
        });
        assertThat(effect("DECLARATIVE_POLICY_EC2", "{}", "r-1").notKnown())
                .singleElement()
                .asString()
                .contains("DECLARATIVE_POLICY_EC2");
    }
}
