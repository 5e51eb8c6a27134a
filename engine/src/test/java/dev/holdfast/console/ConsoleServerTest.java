package dev.holdfast.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleServerTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final String SECRET = "fedcba9876543210";

    private final List<Pages.Request> asked = Collections.synchronizedList(new ArrayList<>());
    private final ConsoleServer server;

    ConsoleServerTest() throws IOException {
        server = ConsoleServer.start(
                0,
                (request, secret) -> {
                    asked.add(request);
                    if (request.path().equals("/wrong")) {
                        throw new IllegalStateException("inside");
                    }
                    return request.post() ? Pages.Answer.to("/done") : Pages.Answer.page(200, "<p>" + secret + "</p>");
                },
                TOKEN,
                SECRET);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A request written by hand, since a client would not send these headers. */
    private String send(String first, String body, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5_000);
            String text = first + " HTTP/1.1\r\n"
                    + String.join(
                            "",
                            java.util.Arrays.stream(headers)
                                    .map(h -> h + "\r\n")
                                    .toList()) + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                    + body;
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .lines()
                    .collect(Collectors.joining("\n"));
        }
    }

    private String host() {
        return "Host: 127.0.0.1:" + server.port();
    }

    private String cookie() {
        return "Cookie: other=1; holdfast-" + server.port() + "=" + TOKEN;
    }

    @Test
    void theTokenBecomesACookieThatNoScriptAndNoOtherSiteCanUse() throws IOException {
        String answer = send("GET /?token=" + TOKEN, "", host());
        assertThat(answer).startsWith("HTTP/1.1 303").containsIgnoringCase("Location: /");
        assertThat(answer).contains("=" + TOKEN + "; Path=/; HttpOnly; SameSite=Strict");
        assertThat(send("GET /", "", host(), cookie()))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("Content-Security-Policy: default-src 'none'; style-src 'self';")
                .containsIgnoringCase("X-Content-Type-Options: nosniff")
                .containsIgnoringCase("Cache-Control: no-store");
    }

    @Test
    void withoutTheTokenNothingIsShownOrDone() throws IOException {
        assertThat(send("GET /", "", host())).startsWith("HTTP/1.1 403");
        assertThat(send("GET /?token=0123456789abcdee", "", host())).startsWith("HTTP/1.1 403");
        assertThat(send("GET /", "", host(), "Cookie: holdfast-" + server.port() + "=x"))
                .startsWith("HTTP/1.1 403");
        assertThat(send("POST /x", "secret=" + SECRET, host())).startsWith("HTTP/1.1 403");
        assertThat(asked).isEmpty();
    }

    @Test
    void anotherNameOrAnotherSiteDoesNotGetIn() throws IOException {
        assertThat(send("GET /", "", "Host: evil.example:" + server.port(), cookie()))
                .startsWith("HTTP/1.1 421");
        assertThat(send("GET /", "", cookie())).doesNotStartWith("HTTP/1.1 200");
        assertThat(send("POST /x", "secret=" + SECRET, host(), cookie(), "Origin: https://evil.example"))
                .startsWith("HTTP/1.1 421");
        assertThat(send("POST /x", "a=b", host(), cookie())).startsWith("HTTP/1.1 403");
        assertThat(asked).isEmpty();
    }

    @Test
    void aFormOfItsOwnIsTaken() throws IOException {
        assertThat(send(
                        "POST /case/1",
                        "secret=" + SECRET + "&note=a%20%26+b",
                        host(),
                        cookie(),
                        "Origin: http://127.0.0.1:" + server.port()))
                .startsWith("HTTP/1.1 303");
        assertThat(asked.get(0).value("note")).isEqualTo("a & b");
    }

    @Test
    void whatIsTooLongOrGoesWrongSaysNothingOfTheInside() throws IOException {
        assertThat(send("POST /x", "secret=" + SECRET + "&a=" + "x".repeat(20_000), host(), cookie()))
                .startsWith("HTTP/1.1 413");
        assertThat(send("GET /wrong", "", host(), cookie()))
                .startsWith("HTTP/1.1 500")
                .doesNotContain("inside");
        assertThat(send("PUT /", "", host(), cookie())).startsWith("HTTP/1.1 405");
        assertThat(send("POST /x", "secret=%zz", host(), cookie())).startsWith("HTTP/1.1 403");
    }
}
