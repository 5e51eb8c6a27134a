package dev.holdfast.emulator.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as it came over the wire: nothing decoded that cannot be encoded back. */
public final class WireRequest {
    private final String method;
    private final String target;
    private final List<Header> headers;
    private final byte[] body;

    /**
     * @param method HTTP method in capitals
     * @param target raw path with the raw query, as in the request line
     * @param headers in order
     * @param body the bytes, not copied
     */
    public WireRequest(String method, String target, List<Header> headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    public String method() {
        return method;
    }

    /** Raw path with the raw query. */
    public String target() {
        return target;
    }

    /** Raw path without the query. */
    public String path() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    public List<Header> headers() {
        return headers;
    }

    /** The first header of that name, whatever its case. */
    public @Nullable String header(String name) {
        return headers.stream()
                .filter(h -> h.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse(null);
    }

    public byte[] body() {
        return body;
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The query, decoded; a name without a value has an empty one, and the first of equal names counts. */
    public Map<String, String> query() {
        int question = target.indexOf('?');
        return question < 0 ? Map.of() : pairs(target.substring(question + 1));
    }

    /** The query and, where the body is a form, the form. */
    public Map<String, String> parameters() {
        Map<String, String> out = new LinkedHashMap<>(query());
        String type = header("Content-Type");
        if (type != null && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
            out.putAll(pairs(text()));
        }
        return out;
    }

    /** The same request with one more header. */
    public WireRequest with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new WireRequest(method, target, more, body);
    }

    private static Map<String, String> pairs(String encoded) {
        Map<String, String> out = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                out.putIfAbsent(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return out;
    }

    /** Percent-decoded text; text that is not well encoded stays as it is. */
    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
