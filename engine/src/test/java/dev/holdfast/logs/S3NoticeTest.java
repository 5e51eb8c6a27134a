package dev.holdfast.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that tell of new objects, as S3, SNS, EventBridge and CloudTrail write them. */
class S3NoticeTest {
    private static final String PLAIN = """
            {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","awsRegion":"eu-west-1",\
            "s3":{"bucket":{"name":"trail"},"object":{"key":"a+b/c%3D1.json.gz","size":3}}},\
            {"eventName":"ObjectRemoved:Delete","s3":{"bucket":{"name":"trail"},"object":{"key":"gone"}}}]}""";

    @Test
    void newObjectsAreTold() {
        List<S3Notice> expected = List.of(new S3Notice("trail", "a b/c=1.json.gz"));
        assertThat(S3Notice.of(PLAIN)).contains(expected);
        assertThat(S3Notice.of("{\"Type\":\"Notification\",\"Message\":" + quoted(PLAIN) + "}"))
                .contains(expected);
        assertThat(S3Notice.of("""
                {"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":{"name":"lake"},\
                "object":{"key":"a+b%20.parquet"}}}""")).contains(List.of(new S3Notice("lake", "a+b%20.parquet")));
        assertThat(S3Notice.of("{\"s3Bucket\":\"trail\",\"s3ObjectKey\":[\"x.gz\",\"y.gz\"]}"))
                .contains(List.of(new S3Notice("trail", "x.gz"), new S3Notice("trail", "y.gz")));
    }

    @Test
    void aMessageThatTellsOfNoNewObjectIsUnderstood() {
        assertThat(S3Notice.of("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"trail\"}"))
                .contains(List.of());
        assertThat(S3Notice.of("{\"source\":\"aws.s3\",\"detail-type\":\"Object Deleted\",\"detail\":{}}"))
                .contains(List.of());
    }

    @Test
    void anythingElseIsNot() {
        for (String body : List.of(
                "",
                "hello",
                "[]",
                "{}",
                "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\"}]}",
                "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"b\"}}}]}",
                "{\"Message\":\"{\\\"Message\\\":\\\"{}\\\"}\"}")) {
            assertThat(S3Notice.of(body)).as(body).isEmpty();
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
