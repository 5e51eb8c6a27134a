package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that come through a queue and a stream of the emulated AWS, with the reader killed in between. */
class FollowQueueTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Emulator EMULATOR = SharedEmulator.seeded();
    private static final Client CLIENT = new Client(EMULATOR);
    private static final String REGION = "eu-west-1";
    private static final int KILLS = Boolean.getBoolean("holdfast.full") ? 15 : 1;
    private static final int OBJECTS = 20 * (KILLS + 1);
    private static final String RULES = """
            title: Logging stopped
            id: 3f1f9c3e-54a1-4a4c-9a0e-1f4a4b1f0b01
            name: stopped
            level: high
            logsource: {product: aws, service: cloudtrail}
            detection:
              call: {eventName: StopLogging}
              condition: call
            ---
            title: Logging stopped a lot
            id: 3f1f9c3e-54a1-4a4c-9a0e-1f4a4b1f0b02
            level: medium
            correlation:
              type: event_count
              rules: [stopped]
              group-by: [userIdentity.arn]
              timespan: 24h
              generate: true
              condition: {gte: 10}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void rules() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("rules")).resolve("rules.yml"), RULES);
    }

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    private static String event(String name, int number) {
        return """
                {"eventVersion":"1.08","eventID":"%1$s-%2$d","eventTime":"2026-01-02T03:%3$02d:%4$02dZ",\
                "eventSource":"cloudtrail.amazonaws.com","eventName":"StopLogging","awsRegion":"eu-west-1",\
                "recipientAccountId":"111122223333","userIdentity":{"arn":"arn:aws:iam::111122223333:user/anna"}}""".formatted(name, number, number / 60, number % 60);
    }

    private String[] follow(String source, String name, String idle) {
        return new String[] {
            "detect",
            "run",
            "--follow",
            "--source",
            source,
            "--idle",
            idle,
            "--no-queue",
            "--json",
            "--rules",
            folder.resolve("rules").toString(),
            "--out",
            folder.resolve(name + ".jsonl").toString()
        };
    }

    private List<String> ids(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name + ".jsonl")).stream()
                .filter(line -> line.contains("\"Logging stopped\""))
                .map(FollowQueueTest::id)
                .sorted()
                .toList();
    }

    private static String id(String line) {
        try {
            return JSON.readTree(line).findValue("eventIds").path(0).asText();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String queue(String name) {
        ObjectNode request = JSON.createObjectNode().put("QueueName", name);
        request.putObject("Attributes").put("VisibilityTimeout", "1");
        return CLIENT.call("management", REGION, "sqs:CreateQueue", request.toString())
                .path("QueueUrl")
                .asText();
    }

    private static void send(String url, String body) {
        ObjectNode request = JSON.createObjectNode().put("QueueUrl", url).put("MessageBody", body);
        CLIENT.call("management", REGION, "sqs:SendMessage", request.toString());
    }

    private static int left(String url) {
        ObjectNode request = JSON.createObjectNode().put("QueueUrl", url);
        request.putArray("AttributeNames").add("All");
        JsonNode told = CLIENT.call("management", REGION, "sqs:GetQueueAttributes", request.toString())
                .path("Attributes");
        return told.path("ApproximateNumberOfMessages").asInt()
                + told.path("ApproximateNumberOfMessagesNotVisible").asInt();
    }

    private static void arrive(String bucket, String url, int number) {
        String key = "delivered/trail +" + number + ".json";
        ObjectNode put = JSON.createObjectNode()
                .put("Bucket", bucket)
                .put("Key", key)
                .put("Body", "{\"Records\":[" + event("q", number) + "]}");
        CLIENT.call("management", REGION, "s3:PutObject", put.toString());
        String notice = """
                {"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"%s"},"object":{"key":"%s"}}}]}""".formatted(bucket, key.replace("+", "%2B").replace(" ", "+"));
        ObjectNode wrapped = JSON.createObjectNode().put("Type", "Notification").put("Message", notice);
        send(url, number % 2 == 0 ? notice : wrapped.toString());
    }

    @Test
    void aQueueIsEmptiedAndNothingIsLostWhenTheReaderIsKilled() throws IOException, InterruptedException {
        String bucket = "feeds-followed-objects";
        CLIENT.call("management", REGION, "s3:CreateBucket", """
                {"Bucket":"%s","CreateBucketConfiguration":{"LocationConstraint":"eu-west-1"}}""".formatted(bucket));
        String url = queue("feeds-followed");
        Typed verbs = new Typed(EMULATOR, folder.resolve("home"));
        send(url, "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}");
        int number = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = verbs.spawn(follow("sqs:" + url, "killed", "600"));
            int upto = number + OBJECTS / (KILLS + 1);
            for (; number < upto; number++) {
                arrive(bucket, url, number);
                process.waitFor((1500 + 300L * (kill % 7)) / 20, TimeUnit.MILLISECONDS);
            }
            process.destroyForcibly().waitFor();
        }
        for (; number < OBJECTS; number++) {
            arrive(bucket, url, number);
        }
        send(url, "not a notice");
        Typed.Answer answer = verbs.type(follow("sqs:" + url, "killed", "2"));
        assertThat(answer.err()).contains("a message is no notice of S3");
        // Each event exactly once; the one message that nobody understands stays.
        assertThat(ids("killed")).as(answer.err()).hasSize(OBJECTS).doesNotHaveDuplicates();
        assertThat(Files.readString(folder.resolve("killed.jsonl"))).contains("Logging stopped a lot");
        assertThat(left(url)).isEqualTo(1);
    }

    @Test
    void aStreamIsReadOnWhereItWasLeft() throws IOException {
        CLIENT.call("management", REGION, "kinesis:CreateStream", "{\"StreamName\":\"feeds\",\"ShardCount\":2}");
        Typed verbs = new Typed(EMULATOR, folder.resolve("home"));
        for (int round = 0; round < 2; round++) {
            for (int number = 0; number < 10; number++) {
                ObjectNode put = JSON.createObjectNode()
                        .put("StreamName", "feeds")
                        .put("PartitionKey", "key" + number)
                        .put(
                                "Data",
                                Base64.getEncoder()
                                        .encodeToString(
                                                event("k" + round, number).getBytes(StandardCharsets.UTF_8)));
                CLIENT.call("management", REGION, "kinesis:PutRecord", put.toString());
            }
            Typed.Answer answer = verbs.type(follow("kinesis:feeds", "stream", "1"));
            assertThat(answer.code()).as(answer.err()).isZero();
            assertThat(ids("stream")).hasSize(10 * (round + 1)).doesNotHaveDuplicates();
        }
    }
}
