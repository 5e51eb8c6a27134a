package dev.holdfast.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session that ends before its time is renewed once, and the caller's own credentials are not asked for again. */
class SessionRenewalTest {
    private static final String EXPIRED = "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code>"
            + "<Message>The security token included in the request is expired</Message></Error></ErrorResponse>";
    private static final String USERS = "<ListUsersResponse><ListUsersResult><IsTruncated>false</IsTruncated>"
            + "<Users/></ListUsersResult></ListUsersResponse>";

    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private AwsSession session;
    /** Sessions up to this one are over. */
    private int ended;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            int status = 200;
            String answer;
            if (body.contains("GetCallerIdentity")) {
                answer = "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111111111111</Account>"
                        + "<Arn>arn:aws:iam::111111111111:user/a</Arn></GetCallerIdentityResult>"
                        + "</GetCallerIdentityResponse>";
            } else if (body.contains("AssumeRole")) {
                answer = "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>SESSION"
                        + sessions.incrementAndGet() + "</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
                        + "<SessionToken>t</SessionToken><Expiration>2027-01-01T00:00:00Z</Expiration>"
                        + "</Credentials></AssumeRoleResult></AssumeRoleResponse>";
            } else {
                asked.incrementAndGet();
                boolean over = !key.contains("SESSION")
                        || Integer.parseInt(key.replaceAll(".*SESSION(\\d+).*", "$1")) <= ended;
                status = over ? 403 : 200;
                answer = over ? EXPIRED : USERS;
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/xml");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        URI endpoint = URI.create("http://localhost:" + server.getAddress().getPort());
        session = AwsSession.open(
                AwsSettings.of(endpoint, new Region("eu-west-1"), "Reader"),
                new Keys("AKIDTEST", "secret", null),
                () -> Instant.parse("2026-11-20T12:00:00Z"),
                System::nanoTime,
                new Random(1));
    }

    @AfterEach
    void end() {
        session.close();
        server.stop(0);
    }

    private void list(String account) {
        session.reader()
                .read(
                        new Scope(new AccountId(account), Region.GLOBAL),
                        "iam",
                        "ListUsers",
                        JsonNodeFactory.instance.objectNode());
    }

    @Test
    void aSessionThatExpiredInTheMiddleIsRenewed() {
        list("222222222222");
        ended = 1;
        list("222222222222");
        list("222222222222");
        assertThat(sessions).hasValue(2);
        assertThat(asked).hasValue(4);
    }

    @Test
    void oneThatStaysExpiredIsGivenUp() {
        ended = Integer.MAX_VALUE;
        AwsFailure failure = catchThrowableOfType(AwsFailure.class, () -> list("222222222222"));
        assertThat(failure.kind()).isEqualTo(AwsFailure.Kind.NO_ACCESS);
        assertThat(sessions).hasValue(2);
    }

    @Test
    void theCallersOwnCredentialsAreNotTriedAgain() {
        AwsFailure failure = catchThrowableOfType(AwsFailure.class, () -> list("111111111111"));
        assertThat(failure.kind()).isEqualTo(AwsFailure.Kind.NO_ACCESS);
        assertThat(asked).hasValue(1);
    }
}
