package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Stands a keyed hash (HMAC-SHA-256) in for a value that must not be kept: equal values stay equal, nothing more. */
public final class SecretHash {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param key at least 32 bytes that belong to this installation */
    public SecretHash(byte[] key) {
        if (key.length < 32) {
            throw new IllegalArgumentException("the key for hashing secrets needs at least 32 bytes");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    String of(JsonNode value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            String text = value.isValueNode() ? value.asText() : value.toString();
            return "hmac-sha256:" + HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }
}
