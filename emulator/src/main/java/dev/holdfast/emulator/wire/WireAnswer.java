package dev.holdfast.emulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer as it goes over the wire. */
public final class WireAnswer {
    private final int status;
    private final List<Header> headers;
    private final byte[] body;

    /**
     * @param status HTTP status
     * @param headers in order, without those that frame the message
     * @param body the bytes, not copied
     */
    public WireAnswer(int status, List<Header> headers, byte[] body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    /** An answer with text of one type. */
    public static WireAnswer of(int status, String contentType, String body) {
        return new WireAnswer(
                status, List.of(new Header("Content-Type", contentType)), body.getBytes(StandardCharsets.UTF_8));
    }

    public int status() {
        return status;
    }

    /** True for 2xx. */
    public boolean good() {
        return status >= 200 && status < 300;
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
}
