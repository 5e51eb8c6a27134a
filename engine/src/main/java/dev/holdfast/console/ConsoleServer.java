package dev.holdfast.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Serves pages on loopback to whoever holds the token. The token comes once in the address and is then kept in a cookie
 * that no script and no other site can use. The {@code Host} must be this machine by name or address, so that no name of
 * somebody else's can be made to lead here.
 */
public final class ConsoleServer implements AutoCloseable {
    private static final int LARGEST_FORM = 16 * 1024;
    private static final int AT_ONCE = 8;
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';" + " frame-ancestors 'none'";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    private final Pages pages;
    private final String token;
    private final String formSecret;

    private ConsoleServer(HttpServer server, Pages pages, String token, String formSecret) {
        this.server = server;
        this.pages = pages;
        this.token = token;
        this.formSecret = formSecret;
    }

    /**
     * Starts it.
     *
     * @param port 0 for any
     * @param token a secret of letters and digits
     * @param formSecret another one
     * @throws IOException when the port is taken
     */
    public static ConsoleServer start(int port, Pages pages, String token, String formSecret) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        ConsoleServer console = new ConsoleServer(server, pages, token, formSecret);
        server.createContext("/", console::serve);
        server.setExecutor(console.threads);
        server.start();
        return console;
    }

    /** The port. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Where the person begins, with the token in it. */
    public String address() {
        return "http://127.0.0.1:" + port() + "/?token=" + token;
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            Pages.Answer answer;
            try {
                answer = answer(exchange);
            } catch (RuntimeException e) {
                answer = plain(500, "This went wrong: " + e.getClass().getSimpleName());
            }
            send(exchange, answer);
        } catch (IOException e) {
            // Whoever asked is gone; there is nobody to tell.
            exchange.close();
        }
    }

    private Pages.Answer answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        if (!ours(exchange.getRequestHeaders())) {
            return plain(421, "This address is not the console's");
        }
        if (method.equals("GET") && path.equals("/") && same(query.getOrDefault("token", ""), token)) {
            exchange.getResponseHeaders()
                    .add("Set-Cookie", cookieName() + "=" + token + "; Path=/; HttpOnly; SameSite=Strict");
            return Pages.Answer.to("/");
        }
        if (!signedIn(exchange.getRequestHeaders())) {
            return plain(403, "Open the address that was printed when the console began");
        }
        return switch (method) {
            case "GET" -> pages.answer(new Pages.Request(false, path, query), formSecret);
            case "POST" -> {
                byte[] body = exchange.getRequestBody().readNBytes(LARGEST_FORM + 1);
                Map<String, String> form = form(new String(body, StandardCharsets.UTF_8));
                yield body.length > LARGEST_FORM
                        ? plain(413, "That is too long")
                        : !same(form.getOrDefault("secret", ""), formSecret)
                                ? plain(403, "This form is not of this console; load the page again")
                                : pages.answer(new Pages.Request(true, path, form), formSecret);
            }
            default -> plain(405, "Only GET and POST");
        };
    }

    private boolean ours(Headers headers) {
        Set<String> names = Set.of("127.0.0.1:" + port(), "localhost:" + port());
        String host = headers.getFirst("Host");
        String origin = headers.getFirst("Origin");
        boolean own = origin == null
                || names.stream().anyMatch(n -> origin.equals("http://" + n))
                // With this page's referrer policy browsers send `null` for forms of the same origin.
                || origin.equals("null");
        return host != null && names.contains(host) && own;
    }

    private String cookieName() {
        // Cookies do not know ports, so consoles side by side need names of their own.
        return "holdfast-" + port();
    }

    private boolean signedIn(Headers headers) {
        for (String line : headers.getOrDefault("Cookie", List.of())) {
            for (String cookie : line.split(";\\s*")) {
                if (cookie.startsWith(cookieName() + "=")
                        && same(cookie.substring(cookieName().length() + 1), token)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> form(@Nullable String text) {
        Map<String, String> out = new HashMap<>();
        if (text == null || text.isEmpty()) {
            return out;
        }
        for (String pair : text.split("&")) {
            int cut = pair.indexOf('=');
            try {
                out.put(
                        URLDecoder.decode(cut < 0 ? pair : pair.substring(0, cut), StandardCharsets.UTF_8),
                        cut < 0 ? "" : URLDecoder.decode(pair.substring(cut + 1), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                return Map.of();
            }
        }
        return out;
    }

    private static Pages.Answer plain(int status, String text) {
        return new Pages.Answer(status, "text/plain; charset=utf-8", text + "\n");
    }

    private static void send(HttpExchange exchange, Pages.Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
        if (answer.status() == 303) {
            headers.set("Location", answer.body());
            exchange.sendResponseHeaders(303, -1);
            return;
        }
        headers.set("Content-Type", answer.type());
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), body.length == 0 || head ? -1 : body.length);
        if (body.length > 0 && !head) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
