package dev.holdfast.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.model.Severity;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each receiver documents of its interface, held against a server on this machine. */
class DoorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    private final Receiver receiver;

    DoorsTest() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    static Notice notice(Notice.Kind kind) {
        return new Notice(
                "case-1/high",
                kind,
                "case-1",
                "Key used by <someone> & others",
                Severity.HIGH,
                61,
                "111111111111",
                "deploy",
                NOW,
                List.of("one", "two *bold*"));
    }

    private JsonNode body(int number) throws IOException {
        return JSON.readTree(receiver.asked().get(number).body());
    }

    @Test
    void aWebhookCanBeVerifiedAndToldFromARepetition() throws Exception {
        new WebhookDoor(receiver.url("/in?a=b"), "s3cret").deliver(notice(Notice.Kind.OPENED), NOW);
        Receiver.Asked asked = receiver.asked().get(0);
        assertThat(asked.path()).isEqualTo("/in?a=b");
        assertThat(asked.headers())
                .containsEntry("Idempotency-Key", "case-1/high")
                .containsEntry("Content-Type", "application/json");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = asked.headers().get("X-Holdfast-Timestamp") + "." + asked.body();
        assertThat(asked.headers())
                .containsEntry(
                        "X-Holdfast-Signature",
                        "sha256=" + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        assertThat(Notice.of(body(0))).isEqualTo(notice(Notice.Kind.OPENED));
    }

    @Test
    void slackGetsTextAndABlockWithItsSignsEscaped() throws Exception {
        new SlackDoor(receiver.url("/services/T0/B0/abcdef")).deliver(notice(Notice.Kind.OPENED), NOW);
        assertThat(body(0).path("text").asText()).contains("&lt;someone&gt; &amp; others");
        assertThat(body(0).at("/blocks/0/type").asText()).isEqualTo("section");
        assertThat(body(0).at("/blocks/0/text/type").asText()).isEqualTo("mrkdwn");
        assertThat(body(0).at("/blocks/0/text/text").asText()).contains("one\n").doesNotContain("*bold*");
    }

    @Test
    void theAddressOfSlackIsASecret() {
        receiver.then(404, "no_service /services/T0/B0/abcdef");
        Refused refused = catchThrowableOfType(
                Refused.class,
                () -> new SlackDoor(receiver.url("/services/T0/B0/abcdef")).deliver(notice(Notice.Kind.OPENED), NOW));
        assertThat(refused.getMessage()).contains("404", "no_service").doesNotContain("abcdef");
        assertThat(refused.lasting()).isTrue();
    }

    @Test
    void pagerDutyOpensAndResolvesOneIncident() throws Exception {
        receiver.then(202, "{\"status\":\"success\",\"dedup_key\":\"holdfast-case-1\"}");
        PagerDutyDoor door = new PagerDutyDoor(receiver.url("/v2/enqueue"), "R0UTINGKEY");
        assertThat(door.deliver(notice(Notice.Kind.OPENED), NOW)).isEqualTo("holdfast-case-1");
        door.deliver(notice(Notice.Kind.CLOSED), NOW);
        assertThat(body(0).path("routing_key").asText()).isEqualTo("R0UTINGKEY");
        assertThat(body(0).path("event_action").asText()).isEqualTo("trigger");
        assertThat(body(0).at("/payload/severity").asText()).isEqualTo("error");
        assertThat(body(0).at("/payload/summary").asText()).startsWith("New case, high");
        assertThat(body(0).at("/payload/source").asText()).isEqualTo("111111111111");
        assertThat(body(1).path("event_action").asText()).isEqualTo("resolve");
        assertThat(body(1).path("dedup_key").asText())
                .isEqualTo(body(0).path("dedup_key").asText());
    }

    @Test
    void jiraHasOneIssueForACaseAndACommentForLaterNews() throws Exception {
        JiraDoor door = new JiraDoor(receiver.url("/"), "SEC", "Task", "bot@example.com", "t0ken");
        receiver.then(200, "{\"issues\":[]}");
        receiver.then(201, "{\"id\":\"1\",\"key\":\"SEC-7\"}");
        assertThat(door.deliver(notice(Notice.Kind.OPENED), NOW)).isEqualTo("SEC-7");
        assertThat(receiver.asked().get(0).path())
                .startsWith("/rest/api/3/search/jql?")
                .contains("labels+%3D+%22holdfast-case-1%22");
        assertThat(receiver.asked().get(0).headers())
                .containsEntry(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString("bot@example.com:t0ken".getBytes(StandardCharsets.UTF_8)));
        assertThat(body(1).at("/fields/project/key").asText()).isEqualTo("SEC");
        assertThat(body(1).at("/fields/labels").toString()).contains("holdfast-case-1");
        assertThat(body(1).at("/fields/description/type").asText()).isEqualTo("doc");

        receiver.then(200, "{\"issues\":[{\"key\":\"SEC-7\"}]}");
        assertThat(door.deliver(notice(Notice.Kind.OPENED), NOW)).isEqualTo("SEC-7");
        assertThat(receiver.asked()).as("no second issue").hasSize(3);

        receiver.then(200, "{\"issues\":[{\"key\":\"SEC-7\"}]}");
        receiver.then(200, "{\"comments\":[]}");
        door.deliver(notice(Notice.Kind.WORSE), NOW);
        assertThat(receiver.asked().get(5).path()).isEqualTo("/rest/api/3/issue/SEC-7/comment");
        String comment = receiver.asked().get(5).body();

        receiver.then(200, "{\"issues\":[{\"key\":\"SEC-7\"}]}");
        receiver.then(200, "{\"comments\":[" + comment + "]}");
        door.deliver(notice(Notice.Kind.WORSE), NOW);
        assertThat(receiver.asked()).as("no second comment").hasSize(8);
    }

    @Test
    void whatMayPassIsTriedAgainAndWhatDoesNotIsNot() {
        receiver.then(503, "busy", "Retry-After", "120");
        receiver.then(400, "bad");
        WebhookDoor door = new WebhookDoor(receiver.url("/"), "");
        Refused busy = catchThrowableOfType(Refused.class, () -> door.deliver(notice(Notice.Kind.OPENED), NOW));
        assertThat(busy.lasting()).isFalse();
        assertThat(busy.after()).isEqualTo(Duration.ofSeconds(120));
        Refused bad = catchThrowableOfType(Refused.class, () -> door.deliver(notice(Notice.Kind.OPENED), NOW));
        assertThat(bad.lasting()).isTrue();
    }

    @Test
    void aRedirectIsNotFollowed() {
        receiver.then(302, "", "Location", receiver.url("/elsewhere"));
        WebhookDoor door = new WebhookDoor(receiver.url("/"), "");
        assertThatThrownBy(() -> door.deliver(notice(Notice.Kind.OPENED), NOW)).isInstanceOf(Refused.class);
        assertThat(receiver.asked()).hasSize(1);
    }

    @Test
    void whoCannotBeReachedIsTriedAgain() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Refused refused = catchThrowableOfType(
                Refused.class,
                () -> new WebhookDoor("http://127.0.0.1:" + port + "/", "").deliver(notice(Notice.Kind.OPENED), NOW));
        assertThat(refused.lasting()).isFalse();
    }

    @Test
    void nothingGoesInTheClearToAnotherMachine() {
        for (String url :
                List.of("http://example.com/", "ftp://example.com/", "https:///x", "http://127.0.0.1.example.com/")) {
            assertThatThrownBy(() -> new WebhookDoor(url, "")).as(url).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new SmtpServer("mail.example.com", 25, SmtpServer.Security.NONE, "", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void secretsInTextsAreMaskedAndIdsOfKeysAreNot() {
        assertThat(Masking.masked("key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY of AKIAIOSFODNN7EXAMPLE"))
                .isEqualTo("key [hidden] of AKIAIOSFODNN7EXAMPLE");
        assertThat(Masking.masked("--password=hunter22 x")).isEqualTo("--password=[hidden] x");
        assertThat(Masking.masked("{\"token\": \"abcdef123\"}")).doesNotContain("abcdef123");
        assertThat(Masking.masked("postgres://ann:pa55@db/x")).doesNotContain("pa55");
        assertThat(Masking.masked("Authorization: Bearer abc.def")).doesNotContain("abc.def");
        assertThat(Masking.masked("sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709 stays"))
                .contains("da39a3ee5e6b4b0d3255bfef95601890afd80709");
    }
}
