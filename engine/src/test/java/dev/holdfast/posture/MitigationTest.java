package dev.holdfast.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.content.Check;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.Decision;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failure is harmless only where a policy closes all of it; everything in doubt stays a failure. */
class MitigationTest {
    private static final String SCP = "SERVICE_CONTROL_POLICY";
    private static final String RCP = "RESOURCE_CONTROL_POLICY";
    private static final String EC2 = "DECLARATIVE_POLICY_EC2";
    private static final String IMDS = "{'Statement':[{'Effect':'Deny','Action':'*','Resource':'*',"
            + "'Condition':{'NumericLessThan':{'ec2:RoleDelivery':'2.0'}}}]}";
    private static final String FOREIGN = "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*','Condition':"
            + "{'StringNotEqualsIfExists':{'aws:PrincipalOrgID':'o-1'},'BoolIfExists':{'aws:PrincipalIsAWSService':'false'}}}";
    private static final String SERVICES =
            "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*','Condition':"
                    + "{'StringNotEqualsIfExists':{'aws:SourceOrgID':'o-1'},'Null':{'aws:SourceAccount':'false'},"
                    + "'Bool':{'aws:PrincipalIsAWSService':'true'}}}";
    private static final String IMDSV2 = "protect/ec2/imdsv2";
    private static final String BUCKET = "protect/s3/no-public-policy";

    private final TrustWorld world = new TrustWorld();

    private Finding judged(String check, String account, String region) {
        Check judged = TrustWorld.shipped(check);
        try (Snapshot snapshot = world.snapshot()) {
            return new Mitigation(snapshot, List.of(judged))
                    .apply(List.of(TrustWorld.finding(judged, Outcome.FAIL, account, region, "x")))
                    .get(0);
        }
    }

    private Outcome outcome(String check, String account) {
        return judged(check, account, "eu-west-1").outcome();
    }

    @Test
    void theVerdictNamesPolicyAndTarget() {
        world.policy("p-1", SCP, IMDS, "ou-1");
        Finding finding = judged(IMDSV2, TrustWorld.SANDBOX, "eu-west-1");
        assertThat(finding.outcome()).isEqualTo(Outcome.MITIGATED);
        assertThat(finding.reason())
                .isEqualTo("It is so. Harmless as long as policy n-p-1 (p-1), attached to Workloads (ou-1) denies * in"
                        + " this case");
        Decision decision = finding.decision();
        assertThat(decision).isNotNull();
        assertThat(decision.kind()).isEqualTo(Decision.Kind.GUARDRAIL);
        assertThat(decision.id()).isEqualTo("p-1");
        assertThat(finding.fix()).isNull();
        assertThat(outcome(IMDSV2, TrustWorld.WORKLOAD)).isEqualTo(Outcome.MITIGATED);
    }

    @Test
    void onlyAccountsBelowTheTargetAreShieldedAndNeverTheManagementAccount() {
        world.policy("p-1", SCP, IMDS, "ou-2", TrustWorld.MANAGEMENT);
        assertThat(outcome(IMDSV2, TrustWorld.SANDBOX)).isEqualTo(Outcome.MITIGATED);
        assertThat(outcome(IMDSV2, TrustWorld.WORKLOAD)).isEqualTo(Outcome.FAIL);
        assertThat(outcome(IMDSV2, TrustWorld.MANAGEMENT)).isEqualTo(Outcome.FAIL);
        assertThat(outcome(IMDSV2, "999999999999")).isEqualTo(Outcome.FAIL);
        assertThat(outcome(IMDSV2, "")).isEqualTo(Outcome.FAIL);
        assertThat(outcome("protect/s3/versioning", TrustWorld.SANDBOX)).isEqualTo(Outcome.FAIL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Effect':'Allow'|'Effect':'Deny'",
                "'Action':'ec2:*'|'Action':'*'",
                "'NotAction':'iam:*'|'Action':'*'",
                "'Resource':'arn:aws:s3:::x'|'Resource':'*'",
                "'NotResource':'*'|'Resource':'*'",
                "'ec2:RoleDelivery':'1.0'|'ec2:RoleDelivery':'2.0'",
                "'NumericLessThanEquals'|'NumericLessThan'",
                "'ec2:RoleDelivery':'2.0'},'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/break-glass'}|'ec2:RoleDelivery':'2.0'}",
                "'ec2:RoleDelivery':'2.0','aws:RequestedRegion':'eu-west-1'|'ec2:RoleDelivery':'2.0'",
                "'Condition':[|'Condition':{'NumericLessThan':{'ec2:RoleDelivery':'2.0'}}}]}",
                "'Principal':'*','Effect':'Deny'|'Effect':'Deny'",
                "'Condition':{'StringNotEquals':{'aws:RequestedRegion':'us-east-1'}}|'Condition':{'NumericLessThan':{'ec2:RoleDelivery':'2.0'}}",
            })
    void whateverThePolicySparesStaysAFailure(String change) {
        String[] parts = change.split("\\|");
        String policy = IMDS.replace(parts[1], parts[0]);
        assertThat(policy).isNotEqualTo(IMDS);
        world.policy("p-1", SCP, policy, "r-1");
        assertThat(outcome(IMDSV2, TrustWorld.SANDBOX)).isEqualTo(Outcome.FAIL);
    }

    @Test
    void aStatementThatDeniesMoreClosesTheCaseToo() {
        world.policy("p-1", SCP, "{'Statement':{'Effect':'Deny','Action':['*'],'Resource':['*']}}", "r-1");
        assertThat(outcome(IMDSV2, TrustWorld.SANDBOX)).isEqualTo(Outcome.MITIGATED);
        assertThat(outcome("identify/iam/root-access-key", TrustWorld.SANDBOX)).isEqualTo(Outcome.MITIGATED);
        assertThat(outcome(BUCKET, TrustWorld.SANDBOX))
                .as("a service control policy does not bind strangers")
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void strangersAndTheServicesTheySendMustBothBeKeptOut() {
        world.policy("p-1", RCP, "{'Statement':[" + FOREIGN + "]}", "r-1");
        assertThat(outcome(BUCKET, TrustWorld.SANDBOX)).isEqualTo(Outcome.FAIL);
        world.policy("p-2", RCP, "{'Statement':[" + SERVICES + "]}", TrustWorld.SANDBOX);
        Finding finding = judged(BUCKET, TrustWorld.SANDBOX, "eu-west-1");
        assertThat(finding.outcome()).isEqualTo(Outcome.MITIGATED);
        assertThat(finding.reason())
                .contains(
                        "policy n-p-1 (p-1), attached to Root (r-1) and policy n-p-2 (p-2), attached to play (333333333333)"
                                + " deny s3:* in this case");
        assertThat(outcome(BUCKET, TrustWorld.WORKLOAD)).isEqualTo(Outcome.FAIL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'aws:PrincipalOrgID':'o-2'|'aws:PrincipalOrgID':'o-1'",
                "'aws:PrincipalOrgID':['o-1','o-2']|'aws:PrincipalOrgID':'o-1'",
                "'Bool':{'aws:PrincipalIsAWSService':'false'}|'BoolIfExists':{'aws:PrincipalIsAWSService':'false'}",
                "'Principal':{'AWS':'222222222222'}|'Principal':'*'",
                "'Action':'s3:Get*'|'Action':'s3:*'",
                "'aws:PrincipalOrgID':'o-1','aws:ResourceTag/open':'yes'|'aws:PrincipalOrgID':'o-1'",
            })
    void aGapInTheFenceStaysAFailure(String change) {
        String[] parts = change.split("\\|");
        String policy = "{'Statement':[" + FOREIGN.replace(parts[1], parts[0]) + "," + SERVICES + "]}";
        assertThat(policy).doesNotContain("[" + FOREIGN);
        world.policy("p-1", RCP, policy, "r-1");
        assertThat(outcome(BUCKET, TrustWorld.SANDBOX)).isEqualTo(Outcome.FAIL);
    }

    @Test
    void aRegionThatIsClosedNeedsNoSetting() {
        String check = "protect/ec2/image-block-public-access";
        world.policy(
                "p-1",
                SCP,
                "{'Statement':{'Effect':'Deny','NotAction':['iam:*','sts:*'],'Resource':'*',"
                        + "'Condition':{'StringNotEquals':{'aws:RequestedRegion':['eu-west-1']}}}}",
                "r-1");
        assertThat(judged(check, TrustWorld.SANDBOX, "us-east-1").outcome()).isEqualTo(Outcome.MITIGATED);
        assertThat(judged(check, TrustWorld.SANDBOX, "eu-west-1").outcome()).isEqualTo(Outcome.FAIL);
        assertThat(judged(check, TrustWorld.SANDBOX, "global").outcome()).isEqualTo(Outcome.FAIL);
        assertThat(judged(IMDSV2, TrustWorld.SANDBOX, "us-east-1").outcome())
                .as("stolen credentials work in other regions")
                .isEqualTo(Outcome.FAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'ec2:Describe*'", "'*'", "'e*:Run*'", "'iam:*','EC2:ModifyImageAttribute'"})
    void aSparedServiceIsNotClosed(String spared) {
        world.policy("p-1", SCP, "{'Statement':{'Effect':'Deny','NotAction':[" + spared + "],'Resource':'*'}}", "r-1");
        assertThat(outcome("protect/ec2/image-block-public-access", TrustWorld.SANDBOX))
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void aDeclarativePolicyCountsUnlessAnotherOneOnTheWayDiffers() {
        String check = "protect/ec2/snapshots-not-public";
        String set = "{'ec2_attributes':{'snapshot_block_public_access':{'state':{'@@assign':'%s'}}}}";
        world.policy("p-1", EC2, set.formatted("block_all_sharing"), "r-1");
        assertThat(outcome(check, TrustWorld.SANDBOX)).isEqualTo(Outcome.MITIGATED);
        world.policy("p-2", EC2, set.formatted("block_new_sharing"), "ou-2");
        assertThat(outcome(check, TrustWorld.SANDBOX)).isEqualTo(Outcome.FAIL);
        assertThat(outcome(check, TrustWorld.WORKLOAD)).isEqualTo(Outcome.MITIGATED);
        world.policy("p-3", SCP, set.formatted("block_all_sharing"), "ou-1");
        assertThat(outcome("protect/ec2/images-not-public", TrustWorld.WORKLOAD))
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void aSettingInAPolicyOfAnotherTypeIsNone() {
        world.policy("p-1", EC2, "{'s3_attributes':{'public_access_block_configuration':{'@@assign':'all'}}}", "r-1");
        assertThat(outcome(BUCKET, TrustWorld.SANDBOX)).isEqualTo(Outcome.FAIL);
        world.policy(
                "p-2",
                "S3_POLICY",
                "{'s3_attributes':{'public_access_block_configuration':{'@@assign':'all'}}}",
                "r-1");
        assertThat(outcome(BUCKET, TrustWorld.SANDBOX)).isEqualTo(Outcome.MITIGATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws_organizations_policy",
                "aws_organizations_root",
                "aws_organizations_organization",
                "aws_organizations_account",
                "aws_organizations_organizational_unit"
            })
    void whatWasNotReadShieldsNothing(String table) {
        world.policy("p-1", SCP, IMDS, "r-1");
        world.asked(table, "AccessDenied");
        assertThat(outcome(IMDSV2, TrustWorld.SANDBOX)).isEqualTo(Outcome.FAIL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws_organizations_policy content",
                "aws_organizations_policy targets",
                "aws_organizations_account parent_id",
                "aws_organizations_root policy_types"
            })
    void aColumnThatWasNotReadShieldsNothing(String where) {
        String[] parts = where.split(" ");
        world.policy("p-1", SCP, IMDS, "r-1");
        world.policy("p-2", SCP, IMDS);
        world.rows.get(parts[0]).getLast().set("_errors", TrustWorld.json("{'" + parts[1] + "':{'error':'no'}}"));
        assertThat(outcome(IMDSV2, TrustWorld.SANDBOX)).isEqualTo(Outcome.FAIL);
        world.rows.get(parts[0]).getLast().set("_errors", TrustWorld.json("{'arn':{'error':'no'}}"));
        assertThat(outcome(IMDSV2, TrustWorld.SANDBOX)).isEqualTo(Outcome.MITIGATED);
    }

    @Test
    void aTypeOfPolicyThatIsOffShieldsNothing() {
        world.policy("p-1", SCP, IMDS, "r-1");
        world.rows
                .get("aws_organizations_root")
                .get(0)
                .set(
                        "policy_types",
                        TrustWorld.json("{'a':[{'Type':'SERVICE_CONTROL_POLICY','Status':'PENDING_ENABLE'}]}")
                                .path("a"));
        assertThat(outcome(IMDSV2, TrustWorld.SANDBOX)).isEqualTo(Outcome.FAIL);
    }

    @Test
    void aPolicyThatIsNoJsonLeavesEverythingAFailure() {
        world.policy("p-1", SCP, IMDS, "r-1");
        world.policy("p-2", SCP, "", "r-1");
        assertThat(outcome(IMDSV2, TrustWorld.SANDBOX)).isEqualTo(Outcome.FAIL);
    }

    @Test
    void onlyFailuresAreMitigated() {
        world.policy("p-1", SCP, IMDS, "r-1");
        Check check = TrustWorld.shipped(IMDSV2);
        try (Snapshot snapshot = world.snapshot()) {
            for (Outcome outcome : List.of(Outcome.PASS, Outcome.UNKNOWN, Outcome.MUTED, Outcome.MANUAL)) {
                Finding finding = TrustWorld.finding(check, outcome, TrustWorld.SANDBOX, "eu-west-1", "x");
                assertThat(new Mitigation(snapshot, List.of(check)).apply(List.of(finding)))
                        .containsExactly(finding);
            }
        }
    }

    @Test
    void adoptsAGoodDozenOfChecks() {
        assertThat(ShippedContent.CHECKS.stream().filter(c -> c.guard() != null))
                .hasSizeGreaterThanOrEqualTo(12);
    }
}
