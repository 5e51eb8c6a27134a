import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a tool and an AWS endpoint: adds a fixed delay to every call and counts calls by service and operation,
 * as far as the request tells. {@code GET /_bench/counts} gives the counts, {@code POST /_bench/mark} begins anew.
 *
 * <p>usage: java -Djdk.httpclient.allowRestrictedHeaders=host bench/posture/Proxy.java PORT TARGET MILLISECONDS
 */
final class Proxy {
    private static final Set<String> DROPPED =
            Set.of("connection", "content-length", "expect", "upgrade", "transfer-encoding", "http2-settings");
    private static final Pattern SCOPE = Pattern.compile("Credential=[^/]+/\\d+/[^/]+/([^/]+)/");
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");

    private static final Map<String, Long> COUNTS = new TreeMap<>();

    public static void main(String[] args) throws IOException {
        URI target = URI.create(args[1]);
        long delay = Long.parseLong(args[2]);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 512);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                serve(exchange, client, target, delay);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        System.out.println("ready");
    }

    private static void serve(HttpExchange exchange, HttpClient client, URI target, long delay)
            throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getRawPath();
        if (path.startsWith("/_bench/")) {
            answer(exchange, path.endsWith("mark") ? mark() : counts());
            return;
        }
        count(exchange, body);
        Thread.sleep(delay);
        String query = exchange.getRequestURI().getRawQuery();
        URI uri = URI.create(target + path + (query == null ? "" : "?" + query));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!DROPPED.contains(name.toLowerCase())) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<byte[]> found = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        found.headers().map().forEach((name, values) -> {
            if (!DROPPED.contains(name.toLowerCase())) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
            }
        });
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(found.statusCode(), head || found.body().length == 0 ? -1 : found.body().length);
        if (!head && found.body().length > 0) {
            exchange.getResponseBody().write(found.body());
        }
    }

    private static void count(HttpExchange exchange, byte[] body) {
        String signed = exchange.getRequestHeaders().getFirst("Authorization");
        Matcher scope = SCOPE.matcher(signed == null ? "" : signed);
        String service = scope.find() ? scope.group(1) : "unsigned";
        String named = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        Matcher action = ACTION.matcher(new String(body, StandardCharsets.UTF_8));
        String operation = named != null
                ? named.substring(named.lastIndexOf('.') + 1)
                : action.find() ? action.group(1) : exchange.getRequestMethod();
        synchronized (COUNTS) {
            COUNTS.merge(service + ":" + operation, 1L, Long::sum);
        }
    }

    private static String mark() {
        synchronized (COUNTS) {
            COUNTS.clear();
        }
        return "{}";
    }

    private static String counts() {
        StringBuilder out = new StringBuilder("{");
        synchronized (COUNTS) {
            COUNTS.forEach((name, n) -> out.append(out.length() > 1 ? "," : "").append('"').append(name).append("\":").append(n));
        }
        return out.append('}').toString();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
