package dev.holdfast.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.content.PriceList;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What something else owns is proposed, with the values to put there, and never written. */
class OwnersTest {
    private static final String FIX = "fixes/s3/block-public-access";

    @TempDir
    Path folder;

    private static Planner.Terms terms(boolean override, Owners owners) {
        return new Planner.Terms("ana", "config", 1, override, PriceList.NONE, Bounds.NONE, owners);
    }

    @Test
    void whatControlTowerMadeIsKnownByItsName() {
        try (Bench bench = new Bench(folder)) {
            String bucket = "arn:aws:s3:::aws-controltower-logs-111122223333-eu-west-1";
            Plan plan = bench.planner().fixes(List.of(Bench.finding(FIX, bucket)), terms(false, Owners.USUAL));
            assertThat(plan.steps()).isEmpty();
            assertThat(plan.proposals()).singleElement().satisfies(p -> {
                assertThat(p.owner()).isEqualTo("AWS Control Tower");
                assertThat(p.patch()).singleElement().satisfies(c -> {
                    assertThat(c.operation()).isEqualTo("s3:PutPublicAccessBlock");
                    assertThat(c.wanted().path("BlockPublicPolicy").asBoolean()).isTrue();
                });
            });
            assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
            assertThat(bench.planner()
                            .fixes(List.of(Bench.finding(FIX, bucket)), terms(true, Owners.USUAL))
                            .steps())
                    .hasSize(1);
        }
    }

    @Test
    void theCompanysOwnTagsCount() {
        try (Bench bench = new Bench(folder)) {
            bench.aws.bucketTags.put(
                    "shop",
                    JsonNodeFactory.instance.arrayNode().add(FakeAws.json("{'Key':'provisioner','Value':'tf'}")));
            Owners owners =
                    new Owners(List.of(new Owners.Rule("provisioner=tf", "the platform team")), Owners.USUAL.known());
            assertThat(bench.planner()
                            .fixes(List.of(Bench.finding(FIX, "arn:aws:s3:::shop")), terms(false, owners))
                            .proposals())
                    .extracting(Plan.Proposal::owner)
                    .containsExactly("the platform team");
            assertThat(bench.fix(FIX, "arn:aws:s3:::shop").steps()).hasSize(1);
        }
    }

    @Test
    void tagsComeInManyFormsAndFromBefore() {
        Owners owners = new Owners(
                List.of(new Owners.Rule("iac=pulumi", "Pulumi")),
                (account, resource) -> Set.of("team=a", "iac=pulumi"));
        assertThat(owners.byTags(FakeAws.json("{'ManagedBy':'terraform-prod'}")))
                .contains("Terraform");
        assertThat(owners.byTags(FakeAws.json("[{'TagKey':'iac','TagValue':'pulumi'}]")))
                .contains("Pulumi");
        assertThat(owners.byTags(FakeAws.json("[{'key':'aws:cloudformation:stack-name','value':'net'}]")))
                .contains("the CloudFormation stack net");
        assertThat(owners.byTags(FakeAws.json("[{'Key':'ManagedBy','Value':'hand'}]")))
                .isEmpty();
        assertThat(owners.byKnown("111122223333", "x")).contains("Pulumi");
        assertThat(Owners.USUAL.byKnown("111122223333", "x")).isEmpty();
        assertThat(owners.byNames("not-aws-controltower-x", List.of())).isEmpty();
        assertThat(owners.byNames(
                        "arn:aws:cloudtrail:eu-west-1:1:trail/aws-controltower-BaselineCloudTrail", List.of()))
                .contains("AWS Control Tower");
    }
}
