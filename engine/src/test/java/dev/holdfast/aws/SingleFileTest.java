package dev.holdfast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class SingleFileTest {
    @Test
    void callsComeOneAfterTheOtherAndNoFasterThanAllowed() {
        SingleFile file = new SingleFile(50, System::nanoTime);
        AtomicInteger within = new AtomicInteger();
        List<Long> begun = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                pool.execute(() -> file.pass(() -> {
                    begun.add(System.nanoTime());
                    assertThat(within.incrementAndGet()).isEqualTo(1);
                    Thread.onSpinWait();
                    return within.decrementAndGet();
                }));
            }
        }
        assertThat(begun).hasSize(8);
        for (int i = 1; i < begun.size(); i++) {
            assertThat(begun.get(i) - begun.get(i - 1)).isGreaterThanOrEqualTo(19_000_000L);
        }
        assertThat(within).hasValue(0);
    }

    private static final String ME =
            "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111111111111</Account>"
                    + "<Arn>arn:aws:iam::111111111111:user/a</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>";

    /** A reading and a writing session share the file, so that AWS never sees two calls to Organizations at once. */
    @Test
    void sessionsThatShareItAskOrganizationsOneByOne() throws Exception {
        AtomicInteger within = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String answer = body.contains("GetCallerIdentity") ? ME : "{\"Roots\":[]}";
                if (!body.contains("GetCallerIdentity")) {
                    most.accumulateAndGet(within.incrementAndGet(), Math::max);
                    asked.incrementAndGet();
                    LockSupport.parkNanos(5_000_000);
                    within.decrementAndGet();
                }
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
            AwsSettings settings = AwsSettings.of(
                            URI.create("http://localhost:" + server.getAddress().getPort()),
                            new Region("eu-west-1"),
                            "Role")
                    .organizationsIn(new SingleFile(1_000, System::nanoTime));
            Keys keys = new Keys("AKIDTEST", "secret", null);
            Scope scope = new Scope(new AccountId("111111111111"), Region.GLOBAL);
            ObjectNode nothing = JsonNodeFactory.instance.objectNode();
            try (AwsSession one = AwsSession.open(settings, keys, Instant::now, System::nanoTime, new Random(1));
                    AwsSession two = AwsSession.open(
                            settings.writing("Role"), keys, Instant::now, System::nanoTime, new Random(2));
                    ExecutorService callers = Executors.newFixedThreadPool(8)) {
                for (int i = 0; i < 16; i++) {
                    AwsSession session = i % 2 == 0 ? one : two;
                    callers.execute(() -> session.reader().read(scope, "organizations", "ListRoots", nothing));
                }
            }
            assertThat(asked).hasValue(16);
            assertThat(most).hasValue(1);
        } finally {
            server.stop(0);
        }
    }
}
