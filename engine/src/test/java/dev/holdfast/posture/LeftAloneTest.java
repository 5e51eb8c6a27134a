package dev.holdfast.posture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.Check;
import dev.holdfast.lake.Snapshot;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeftAloneTest {
    private static final Check BUCKET = TrustWorld.shipped("protect/s3/versioning");

    private final TrustWorld world = new TrustWorld();

    LeftAloneTest() {
        world.rows
                .get("aws_organizations_account")
                .get(2)
                .putArray("tags")
                .add(TrustWorld.json("{'Key':'kind','Value':'play'}"));
        world.row(
                "aws_s3_bucket",
                "{'account_id':'222222222222','region':'eu-west-1','arn':'arn:aws:s3:::shop','name':'shop',"
                        + "'tags':[{'Key':'keep','Value':'off'}]}");
        world.row(
                "aws_s3_bucket",
                "{'account_id':'222222222222','region':'eu-west-1','arn':'arn:aws:s3:::dark','name':'dark',"
                        + "'_errors':{'tags':{'error':'AccessDenied'}}}");
    }

    private String why(String entry, String account, String check, String resource) {
        JsonNode entries = TrustWorld.json("{'list':[" + entry.replace("}", ",'reason':'so'}") + "]}")
                .path("list");
        try (Snapshot snapshot = world.snapshot()) {
            return new LeftAlone(entries, snapshot, TrustWorld.TABLES, List.of(BUCKET))
                    .why(account, "eu-west-1", check, resource)
                    .orElse("touched");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'accounts':['play']} | so",
                "{'accounts':['333333333333','shop']} | so",
                "{'accounts':['shop']} | touched",
                "{'units':['Workloads']} | so",
                "{'units':['Workloads/Sandbox']} | so",
                "{'units':['Other']} | touched",
                "{'tags':['kind=play']} | so",
                "{'tags':['kind=work']} | touched",
                "{'regions':['eu-west-1']} | so",
                "{'regions':['us-east-1']} | touched",
                "{'units':['Workloads'],'regions':['us-east-1']} | touched",
                "{'units':['Other'],'regions':['eu-west-1']} | touched"
            })
    void ofAnEntryAllThatItNamesMustFit(String entry, String wanted) {
        assertThat(why(entry, TrustWorld.SANDBOX, "", "thing")).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::shop,keep=off,so",
        "arn:aws:s3:::shop,keep=on,touched",
        "arn:aws:s3:::dark,keep=off,so (its unit or tags could not be read; so it may be meant)"
    })
    void tagsOfTheResourceCountAndUnknownOnesAreTakenForMeant(String bucket, String tag, String wanted) {
        assertThat(why("{'tags':['" + tag + "']}", TrustWorld.WORKLOAD, BUCKET.id(), bucket))
                .isEqualTo(wanted.replace(';', ','));
    }

    @ParameterizedTest
    @CsvSource({
        "%s/eu-west-1,play,so",
        "%s,play,so",
        "%s/eu-west-1,shop,so",
        "%s/eu-west-1,other,touched",
        "%s0/eu-west-1,play,touched",
        "holdfast/%s,play,touched"
    })
    void whatIsDoneToAnotherAccountIsMeantByItsEntryToo(String resource, String name, String wanted) {
        assertThat(why(
                        "{'accounts':['" + name + "']}",
                        TrustWorld.WORKLOAD,
                        "",
                        resource.formatted(TrustWorld.SANDBOX)))
                .isEqualTo(wanted);
    }

    @org.junit.jupiter.api.Test
    void aUnitThatCouldNotBeReadIsTakenForMeant() {
        world.collection.clear();
        assertThat(why("{'units':['Other']}", TrustWorld.SANDBOX, "", "thing")).startsWith("so (its unit");
    }
}
