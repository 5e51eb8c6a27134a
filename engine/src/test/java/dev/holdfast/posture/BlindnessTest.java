package dev.holdfast.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.insight.Insight;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlindnessTest {
    private static Blindness without(String action) {
        return Blindness.of(
                ShippedContent.CHECKS,
                ShippedContent.TABLES,
                Insight::prepare,
                call -> call.action().equals(action));
    }

    @Test
    void nothingRefusedLeavesNothingUnknown() {
        assertThat(without("none:None")).isEqualTo(new Blindness(java.util.Map.of(), java.util.Map.of()));
    }

    @Test
    void aRefusedListingLosesTheWholeTable() {
        Blindness blind = without("s3:ListAllMyBuckets");
        assertThat(blind.tables()).containsEntry("aws_s3_bucket", Set.of("*"));
        assertThat(blind.checks()).containsKeys("protect/s3/versioning", "protect/s3/no-public-policy");
    }

    @Test
    void aRefusedDetailLosesItsColumnsAndTheChecksThatReadThem() {
        Blindness blind = without("s3:GetBucketVersioning");
        assertThat(blind.tables().get("aws_s3_bucket"))
                .contains("versioning_status")
                .doesNotContain("policy", "*");
        assertThat(blind.checks())
                .containsEntry("protect/s3/versioning", Set.of("s3:GetBucketVersioning"))
                .doesNotContainKey("protect/s3/no-public-policy");
    }

    @Test
    void aDetailThatOthersNeedTakesThemAlong() {
        // Every other call about a bucket goes to its region.
        Blindness blind = without("s3:GetBucketLocation");
        assertThat(blind.tables().get("aws_s3_bucket")).contains("region", "policy", "versioning_status");
        assertThat(blind.checks()).containsKeys("protect/s3/versioning", "protect/s3/no-public-policy");
    }

    @Test
    void aViewLosesWhatItsTablesLose() {
        assertThat(without("ec2:DescribeSecurityGroups").checks()).containsKey("protect/ec2/no-world-open-admin-port");
    }
}
