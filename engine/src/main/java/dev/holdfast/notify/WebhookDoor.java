package dev.holdfast.notify;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts the message as JSON. {@code Idempotency-Key} is the message's id. With a secret, {@code X-Holdfast-Signature} is
 * {@code sha256=} and the HMAC-SHA256 in hexadecimal of {@code X-Holdfast-Timestamp}, a full stop and the body.
 */
public final class WebhookDoor implements Door {
    private final URI url;
    private final String secret;
    private final Wire wire;

    /**
     * @param url where to, https unless it is this machine
     * @param secret signs the message; empty for none
     * @throws IllegalArgumentException when the address will not do
     */
    public WebhookDoor(String url, String secret) {
        this.url = Wire.address(url);
        this.secret = secret;
        this.wire = new Wire(List.of(secret, url));
    }

    @Override
    public String deliver(Notice notice, Instant now) throws Refused {
        String body = notice.json().toString();
        Map<String, String> headers = new TreeMap<>();
        headers.put("Idempotency-Key", notice.id());
        if (!secret.isEmpty()) {
            String time = String.valueOf(now.getEpochSecond());
            headers.put("X-Holdfast-Timestamp", time);
            headers.put("X-Holdfast-Signature", "sha256=" + hmac(time + "." + body));
        }
        wire.post(url, body, headers);
        return "";
    }

    private String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
