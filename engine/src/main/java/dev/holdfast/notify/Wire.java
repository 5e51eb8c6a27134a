package dev.holdfast.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Speaks HTTP to receivers: encrypted unless the receiver is this machine, bounded in time and size, no redirects
 * followed, so that a message and its secret go to the address that was written down and nowhere else.
 */
final class Wire {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofSeconds(20);
    private static final int MOST = 256 * 1024;
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final List<String> secrets;

    /** @param secrets never to be shown in the text of an error */
    Wire(List<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /** An answer that says yes. */
    record Answer(int status, String body) {
        JsonNode json() {
            try {
                return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
            } catch (JsonProcessingException e) {
                return MissingNode.getInstance();
            }
        }
    }

    /** An address as a person wrote it, refused when it would send secrets in the clear. */
    static URI address(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the address is not one", e);
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null || !(http || "https".equalsIgnoreCase(uri.getScheme()))) {
            throw new IllegalArgumentException("the address must begin with https://");
        }
        if (http && !here(uri.getHost())) {
            throw new IllegalArgumentException(
                    "the address must begin with https://; http:// is taken for this machine alone");
        }
        return uri;
    }

    /** True when a host is this machine. */
    static boolean here(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (!bare.equals("localhost") && !bare.contains(":") && !bare.matches("[0-9.]+")) {
            return false;
        }
        try {
            return InetAddress.getByName(bare).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    Answer post(URI to, String body, Map<String, String> headers) throws Refused {
        return send(request(to, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build());
    }

    Answer get(URI to, Map<String, String> headers) throws Refused {
        return send(request(to, headers).GET().build());
    }

    private static HttpRequest.Builder request(URI to, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(to)
                .timeout(WHOLE)
                .header("User-Agent", "holdfast")
                .header("Accept", "*/*");
        headers.forEach(request::header);
        return request;
    }

    private Answer send(HttpRequest request) throws Refused {
        HttpResponse<InputStream> response;
        String body;
        try {
            response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                body = new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw Refused.forNow(clean(request.uri().getHost() + " cannot be reached: "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refused.forNow("stopped while sending");
        }
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Answer(status, body);
        }
        boolean again = status == 408 || status == 425 || status == 429 || status >= 500;
        String said = body.strip().replaceAll("\\p{Cntrl}+", " ");
        throw new Refused(
                clean(request.uri().getHost() + " answered " + status
                        + (said.isEmpty() ? "" : ": " + said.substring(0, Math.min(200, said.length())))),
                !again,
                again ? wait(response).orElse(null) : null);
    }

    private static Optional<Duration> wait(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(v -> v.matches("\\d{1,6}"))
                .map(v -> Duration.ofSeconds(Long.parseLong(v)))
                .map(d -> d.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : d);
    }

    private String clean(String text) {
        return Masking.masked(Masking.without(text, secrets));
    }
}
