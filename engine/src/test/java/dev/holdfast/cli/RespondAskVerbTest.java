package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions of responders to the kept events: what did it, what was done to it, and what cannot be said. */
class RespondAskVerbTest {
    private static final String ACCOUNT = "111122223333";

    @TempDir
    Path folder;

    private static String call(int number, String name, String identity, String more) {
        return """
                {"eventVersion":"1.11","eventSource":"s3.amazonaws.com","eventName":"%s","eventID":"id-%d",\
                "eventTime":"2026-01-0%dT03:04:05Z","sourceIPAddress":"203.0.113.7","awsRegion":"eu-west-1",\
                "userIdentity":%s,"requestParameters":{"bucketName":"photos"},%s"recipientAccountId":"%s"}""".formatted(name, number, number + 1, identity, more, ACCOUNT);
    }

    @Test
    void aKeyAnInstanceAndABucketAreAskedAbout() throws IOException {
        SmallHome home = new SmallHome(folder);
        home.later(Instant.parse("2026-01-09T00:00:00Z"));
        JsonNode none = ask(home, "AKIAIOSFODNN7EXAMPLE", "key", Exit.PARTIAL);
        assertThat(none.path("answer").asText()).isEqualTo("no-logs");
        assertThat(none.path("says").asText()).startsWith("The lake holds nothing of CloudTrail of account " + ACCOUNT);
        String user = "{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::" + ACCOUNT
                + ":user/ci\",\"accessKeyId\":\"AKIAIOSFODNN7EXAMPLE\"}";
        String machine = "{\"type\":\"AssumedRole\",\"arn\":\"arn:aws:sts::" + ACCOUNT
                + ":assumed-role/web/i-0123456789abcdef0\",\"accessKeyId\":\"ASIAIOSFODNN7EXAMPLE\"}";
        Path log = folder.resolve("log.jsonl");
        Files.writeString(
                log,
                String.join(
                        "\n",
                        call(1, "ListBuckets", user, ""),
                        call(2, "DeleteBucket", user, "\"errorCode\":\"AccessDenied\","),
                        call(4, "GetBucketAcl", machine, "")));
        assertThat(home.type("detect", "keep", "--source", "file:" + log).code())
                .isZero();
        JsonNode key = ask(home, "AKIAIOSFODNN7EXAMPLE", "key", Exit.FINE);
        assertThat(key.path("says").asText())
                .startsWith("AKIAIOSFODNN7EXAMPLE did 2 things (1 refused), first 2026-01-02 03:04:05")
                .endsWith("of 4 of 7 days nothing is kept");
        assertThat(key.at("/did/operations").findValuesAsText("what"))
                .anyMatch(w -> w.contains("ListBuckets"))
                .anyMatch(w -> w.contains("DeleteBucket"));
        assertThat(key.at("/did/firstSeen").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(key.at("/blastRadius/says").asText()).contains("There is no snapshot");
        assertThat(ask(home, "i-0123456789abcdef0", "instance", Exit.FINE)
                        .at("/did/events")
                        .asInt())
                .isEqualTo(1);
        JsonNode bucket = ask(home, "photos", "thing", Exit.FINE);
        assertThat(bucket.at("/did/events").asInt()).isZero();
        assertThat(bucket.at("/doneToIt/events").asInt()).isEqualTo(3);
        assertThat(ask(home, "AKIAI44QH8DHBEXAMPLE", "key", Exit.FINE)
                        .path("answer")
                        .asText())
                .as("what is not among kept events was not seen, which is more than nothing kept")
                .isEqualTo("not-seen");
    }

    @Test
    void anInterfaceIsAskedWhatMovedOverIt() throws IOException {
        SmallHome home = new SmallHome(folder);
        home.later(Instant.parse("2026-01-09T00:00:00Z"));
        String face = "eni-0123456789abcdef0";
        JsonNode none = ask(home, face, "interface", Exit.PARTIAL);
        assertThat(none.path("says").asText()).startsWith("The lake holds nothing of flow logs");
        long start = Instant.parse("2026-01-05T10:00:00Z").getEpochSecond();
        StringBuilder log = new StringBuilder();
        String line = "2 %s %s 10.0.0.5 198.51.100.9 50000 443 6 10 %d %d %d ACCEPT OK%n";
        for (int beat = 0; beat < 8; beat++) {
            log.append(line.formatted(ACCOUNT, face, 1000, start + beat * 300L, start + beat * 300L + 60));
        }
        log.append("2 %s %s 203.0.113.7 10.0.0.5 40000 22 6 1 60 %d %d REJECT OK%n"
                .formatted(ACCOUNT, face, start, start + 60));
        log.append(line.formatted(ACCOUNT, "eni-00000000000000001", 77, start, start + 60));
        Files.writeString(folder.resolve("flows.log"), log);
        assertThat(home.type("detect", "keep", "--source", "file:" + folder.resolve("flows.log"))
                        .code())
                .isZero();
        JsonNode moved = ask(home, face, "interface", Exit.FINE);
        assertThat(moved.path("says").asText())
                .isEqualTo(face + ": 9 flow records: 8000 bytes out to 1 addresses, 0 ways to administration ports,"
                        + " 1 records turned away, 1 beacons, 0 holes proven");
        assertThat(moved.at("/traffic/beacons/0/everySeconds").asLong()).isEqualTo(300);
        JsonNode address = ask(home, "198.51.100.9", "address", Exit.FINE);
        assertThat(address.path("says").asText())
                .as("flow logs tell of it, though nothing of CloudTrail is kept")
                .contains("9 flow records: 8077 bytes out");
    }

    private static JsonNode ask(SmallHome home, String value, String about, int code) throws IOException {
        SmallHome.Answer answer =
                home.type("respond", "ask", value, "--about", about, "--account", ACCOUNT, "--days", "7", "--json");
        assertThat(answer.code()).as(answer.err()).isEqualTo(code);
        return answer.json();
    }
}
