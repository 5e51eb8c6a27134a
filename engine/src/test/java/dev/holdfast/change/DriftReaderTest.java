package dev.holdfast.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.Event;
import dev.holdfast.model.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftReaderTest {
    private static final String FIX = "fixes/s3/block-public-access";
    private static final JsonNode OPEN = FakeAws.json("{'BlockPublicAcls':false,'IgnorePublicAcls':false,"
            + "'BlockPublicPolicy':false,'RestrictPublicBuckets':false}");

    @TempDir
    Path home;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(home);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Plan fixed() {
        Plan plan = bench.fix(FIX, "arn:aws:s3:::shop");
        bench.engine.approve(plan, "ben", Duration.ofHours(1));
        bench.engine.start(plan, Shipped.DOCUMENTS, Start.by("ana", "simulated"));
        bench.now = bench.now.plusSeconds(3600);
        return plan;
    }

    private DriftReader.Result look() {
        return new DriftReader(bench.ledger, bench.aws, Progress.SILENT).look();
    }

    @Test
    void nothingDriftsOnceItIsSet() {
        fixed();
        assertThat(look().compared()).isEqualTo(1);
        assertThat(look().drifts()).isEmpty();
    }

    @Test
    void saysWhatSomebodyElseChanged() {
        Plan plan = fixed();
        bench.aws.publicAccessBlocks.put("shop", OPEN);
        assertThat(look().drifts()).singleElement().satisfies(d -> {
            assertThat(d.drifted()).isTrue();
            assertThat(d.run()).isEqualTo(plan.id());
            assertThat(d.found()).isEqualTo(OPEN);
            assertThat(d.wanted()).isNotEqualTo(OPEN);
            assertThat(d.names()).contains("shop");
        });
    }

    @Test
    void whatWasUndoneIsNobodysDrift() {
        Plan plan = fixed();
        bench.engine.undo(plan.id(), "ana");
        assertThat(look().compared()).isZero();
    }

    @Test
    void theLastOfTwoRunsCounts() {
        fixed();
        bench.aws.publicAccessBlocks.put("shop", OPEN);
        Plan again = fixed();
        assertThat(look().compared()).isEqualTo(1);
        assertThat(look().drifts()).isEmpty();
        bench.aws.publicAccessBlocks.put("shop", OPEN);
        assertThat(look().drifts()).extracting(Drift::run).containsExactly(again.id());
    }

    @Test
    void namesWhoeverDidItLast() {
        fixed();
        bench.aws.publicAccessBlocks.put("shop", OPEN);
        List<Drift> drifts = look().drifts();
        DriftWitness witness = new DriftWitness(drifts);
        Instant after = drifts.getFirst().since().plusSeconds(60);
        witness.accept(event(after, "eve", "PutBucketPublicAccessBlock", "shop", "{}"));
        witness.accept(event(after.plusSeconds(5), "mallory", "PutBucketPublicAccessBlock", "shop", "{}"));
        witness.accept(event(after.plusSeconds(6), "bob", "PutBucketPublicAccessBlock", "other", "{}"));
        witness.accept(event(after.plusSeconds(7), "bob", "GetBucketAcl", "shop", "{'readOnly':true}"));
        witness.accept(event(after.plusSeconds(8), "bob", "PutBucketAcl", "shop", "{'errorCode':'AccessDenied'}"));
        witness.accept(
                event(after.plusSeconds(9), "bob", "PutBucketAcl", "shop", "{'recipientAccountId':'999999999999'}"));
        witness.accept(event(drifts.getFirst().since(), "holdfast", "PutBucketPublicAccessBlock", "shop", "{}"));
        assertThat(witness.of(drifts.getFirst())).hasValueSatisfying(seen -> {
            assertThat(seen.actor()).endsWith("user/mallory");
            assertThat(seen.operation()).isEqualTo("s3:PutBucketPublicAccessBlock");
        });
    }

    private static Event event(Instant at, String user, String name, String bucket, String more) {
        var raw = (com.fasterxml.jackson.databind.node.ObjectNode)
                FakeAws.json("{'eventSource':'s3.amazonaws.com','recipientAccountId':'111122223333',"
                        + "'userIdentity':{'arn':'arn:aws:iam::111122223333:user/" + user + "'},"
                        + "'requestParameters':{'bucketName':'" + bucket + "'}}");
        raw.put("eventName", name).setAll((com.fasterxml.jackson.databind.node.ObjectNode) FakeAws.json(more));
        return new Event(user + at, at, new Event.LogSource("aws", "cloudtrail"), raw, "test");
    }
}
