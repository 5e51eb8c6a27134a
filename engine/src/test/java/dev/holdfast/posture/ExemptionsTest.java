package dev.holdfast.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.content.Check;
import dev.holdfast.content.Exemption;
import dev.holdfast.content.ExemptionReader;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Decision;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExemptionsTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-26");
    private static final Check BUCKET = TrustWorld.shipped("protect/s3/versioning");
    private static final Check KEY = TrustWorld.shipped("protect/kms/rotation");

    private final TrustWorld world = new TrustWorld();
    private List<Exemptions.Use> uses = List.of();

    ExemptionsTest() {
        world.row(
                "aws_s3_bucket",
                "{'account_id':'333333333333','region':'eu-west-1','arn':'arn:aws:s3:::play-data','name':'play-data',"
                        + "'tags':[{'Key':'env','Value':'test'},{'Key':'team','Value':'a'}]}");
        world.row(
                "aws_s3_bucket",
                "{'account_id':'222222222222','region':'eu-west-1','arn':'arn:aws:s3:::shop-data','name':'shop-data',"
                        + "'_errors':{'tags':{'error':'AccessDenied'}}}");
    }

    private static Finding play() {
        return TrustWorld.finding(BUCKET, Outcome.FAIL, TrustWorld.SANDBOX, "eu-west-1", "arn:aws:s3:::play-data");
    }

    private static Finding shop() {
        return TrustWorld.finding(BUCKET, Outcome.FAIL, TrustWorld.WORKLOAD, "eu-west-1", "arn:aws:s3:::shop-data");
    }

    private static Exemption exemption(String id, String where, String until) {
        List<ContentError> errors = new ArrayList<>();
        String text =
                "exceptions: [{id: " + id + ", owner: ana, reason: so, until: " + until + ", where: " + where + "}]";
        List<Exemption> out = ExemptionReader.read("e.yaml", text.getBytes(StandardCharsets.UTF_8), errors);
        assertThat(errors).as(where).isEmpty();
        return out.get(0);
    }

    private List<Finding> apply(List<Exemption> exemptions, Finding... findings) {
        try (Snapshot snapshot = world.snapshot()) {
            Exemptions all = new Exemptions(exemptions, snapshot, TrustWorld.TABLES, List.of(BUCKET, KEY), TODAY);
            List<Finding> out = all.apply(List.of(findings));
            uses = all.uses();
            return out;
        }
    }

    private String word(String where, Finding finding) {
        Outcome outcome = apply(List.of(exemption("e", where, "2027-01-31")), finding)
                .get(0)
                .outcome();
        return uses.get(0).unsure() > 0 ? "unsure" : outcome == Outcome.MUTED ? "yes" : "no";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{check: protect/s3/versioning} | yes",
                "{check: 'protect/s3/*'} | yes",
                "{check: versioning} | no",
                "{account: '333333333333'} | yes",
                "{account: play} | yes",
                "{account: shop} | no",
                "{ou: Sandbox} | yes",
                "{ou: ou-1} | yes",
                "{ou: Workloads/Sandbox} | yes",
                "{ou: Root/Workloads} | yes",
                "{ou: Root} | yes",
                "{ou: Sand} | no",
                "{region: 'eu-*'} | yes",
                "{region: global} | no",
                "{resource: 'arn:aws:s3:::play-*'} | yes",
                "{resource: play-data} | no",
                "{resource-pattern: '^play'} | yes",
                "{resource-pattern: 's3'} | no",
                "{tag: env=test} | yes",
                "{tag: 'env=*'} | yes",
                "{tag: env=prod} | no",
                "{severity: medium} | no",
                "{framework: fsbp} | no",
                "{all: [{account: play}, {tag: env=prod}]} | no",
                "{any: [{account: shop}, {tag: team=a}]} | yes",
                "{not: {tag: env=test}} | no",
                "{not: {account: shop}, check: '*'} | yes",
                "{account: [shop, play], region: eu-west-1} | yes",
            })
    void expressions(String where, String expected) {
        assertThat(word(where, play())).isEqualTo(expected);
    }

    /** A fact that was not read decides nothing unless another one settles it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{tag: env=test} | unsure",
                "{not: {tag: env=test}} | unsure",
                "{any: [{tag: env=test}, {account: shop}]} | yes",
                "{any: [{tag: env=test}, {account: play}]} | unsure",
                "{all: [{tag: env=test}, {account: shop}]} | unsure",
                "{all: [{tag: env=test}, {account: play}]} | no",
            })
    void whatWasNotReadSilencesNothing(String where, String expected) {
        assertThat(word(where, shop())).isEqualTo(expected);
    }

    @Test
    void unitsThatWereNotReadSilenceNothing() {
        world.asked("aws_organizations_organizational_unit", "AccessDenied");
        assertThat(word("{ou: Sandbox}", play())).isEqualTo("unsure");
        assertThat(word("{not: {ou: Workloads}}", play())).isEqualTo("unsure");
        assertThat(word("{account: play}", play())).as("names are still known").isEqualTo("yes");
        Finding elsewhere = TrustWorld.finding(KEY, Outcome.FAIL, TrustWorld.SANDBOX, "eu-west-1", "k");
        assertThat(word("{tag: a=b}", elsewhere))
                .as("the resource is not known")
                .isEqualTo("unsure");
    }

    @Test
    void theVerdictSaysWhoWhyAndUntilWhen() {
        Finding muted = apply(List.of(exemption("e", "{account: play}", "2026-11-26")), play())
                .get(0);
        assertThat(muted.outcome()).isEqualTo(Outcome.MUTED);
        assertThat(muted.reason()).isEqualTo("It is so. Silenced until 2026-11-26 by ana: so (exception e)");
        assertThat(muted.decision()).isEqualTo(new Decision(Decision.Kind.EXCEPTION, "e", "ana", "so", "2026-11-26"));
        assertThat(uses.get(0).days()).isZero();
    }

    @Test
    void anExpiredExceptionLeavesTheFailureAndSaysSo() {
        Finding failed = apply(List.of(exemption("e", "{account: play}", "2026-11-25")), play())
                .get(0);
        assertThat(failed.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(failed.reason()).isEqualTo("It is so. The exception e of ana expired on 2026-11-25");
        assertThat(failed.decision()).isNotNull();
        assertThat(uses.get(0).expired()).isTrue();
        assertThat(uses.get(0).matched()).isEqualTo(1);
        Finding other = apply(
                        List.of(
                                exemption("e", "{account: play}", "2026-11-25"),
                                exemption("f", "{region: eu-west-1}", "2026-12-25")),
                        play())
                .get(0);
        assertThat(other.outcome()).as("another one still holds").isEqualTo(Outcome.MUTED);
    }

    @Test
    void onlyFailuresAreSilenced() {
        for (Outcome outcome : List.of(Outcome.PASS, Outcome.UNKNOWN, Outcome.MANUAL, Outcome.MITIGATED)) {
            Finding finding = TrustWorld.finding(BUCKET, outcome, TrustWorld.SANDBOX, "eu-west-1", "x");
            assertThat(apply(List.of(exemption("e", "{check: '*'}", "2027-01-01")), finding))
                    .containsExactly(finding);
        }
    }

    /** Random expressions against their plain meaning over three truth values. */
    @Test
    void anyBooleanMeansWhatItSays() {
        Random random = new Random(7);
        List<Exemption> exemptions = new ArrayList<>();
        List<@Nullable Boolean> expected = new ArrayList<>();
        for (int i = 0; i < (Boolean.getBoolean("holdfast.full") ? 5_000 : 400); i++) {
            StringBuilder text = new StringBuilder();
            expected.add(grow(random, 4, text));
            exemptions.add(exemption("e" + i, text.toString(), "2027-01-01"));
        }
        apply(exemptions, shop());
        for (int i = 0; i < exemptions.size(); i++) {
            Boolean meant = expected.get(i);
            assertThat(uses.get(i).matched())
                    .as(exemptions.get(i).where().toString())
                    .isEqualTo(Boolean.TRUE.equals(meant) ? 1 : 0);
            assertThat(uses.get(i).unsure())
                    .as(exemptions.get(i).where().toString())
                    .isEqualTo(meant == null ? 1 : 0);
        }
        assertThat(expected).contains(true, false, null);
    }

    /** Writes an expression and gives its meaning for the bucket of the shop, whose tags are not known. */
    private static @Nullable Boolean grow(Random random, int depth, StringBuilder out) {
        int kind = depth == 0 ? random.nextInt(3) : random.nextInt(6);
        switch (kind) {
            case 0 -> {
                out.append("{account: shop}");
                return true;
            }
            case 1 -> {
                out.append("{region: us-east-1}");
                return false;
            }
            case 2 -> {
                out.append("{tag: env=test}");
                return null;
            }
            case 3 -> {
                out.append("{not: ");
                Boolean inner = grow(random, depth - 1, out);
                out.append('}');
                return inner == null ? null : !inner;
            }
            default -> {
                boolean all = kind == 4;
                out.append(all ? "{all: [" : "{any: [");
                boolean decided = false;
                boolean open = false;
                int parts = 1 + random.nextInt(3);
                for (int i = 0; i < parts; i++) {
                    out.append(i == 0 ? "" : ", ");
                    Boolean part = grow(random, depth - 1, out);
                    open |= part == null;
                    decided |= part != null && part != all;
                }
                out.append("]}");
                return decided ? Boolean.valueOf(!all) : open ? null : Boolean.valueOf(all);
            }
        }
    }
}
