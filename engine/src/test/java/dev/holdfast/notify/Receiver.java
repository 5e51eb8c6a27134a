package dev.holdfast.notify;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A receiver of HTTP on this machine that answers what it is told to and remembers what it was asked. */
public final class Receiver implements AutoCloseable {
    /** What was asked. */
    public record Asked(String method, String path, Map<String, String> headers, String body) {}

    private record Reply(int status, String body, Map<String, String> headers) {}

    private final HttpServer server;
    private final List<Asked> asked = new ArrayList<>();
    private final Deque<Reply> replies = new ArrayDeque<>();

    /** Answers 200 with an empty object until told otherwise. */
    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Reply reply;
            synchronized (asked) {
                asked.add(new Asked(
                        exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
                reply = replies.isEmpty() ? new Reply(200, "{}", Map.of()) : replies.poll();
            }
            reply.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    /** What to answer next. */
    public void then(int status, String body, String... headers) {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i + 1 < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        synchronized (asked) {
            replies.add(new Reply(status, body, all));
        }
    }

    /** Everything asked so far. */
    public List<Asked> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    /** Its address. */
    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
