package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.model.Problems;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The public keys by which CloudTrail's digests are proven, by their fingerprints: from an answer of
 * {@code cloudtrail list-public-keys} kept as JSON, or asked of AWS.
 */
public final class TrailKeys {
    /** What is said of a signature. */
    enum Verdict {
        PROVEN,
        WRONG,
        NO_KEY
    }

    /** No keys: signatures cannot be checked. */
    public static final TrailKeys NONE = new TrailKeys(Map.of());

    private final Map<String, PublicKey> keys;

    private TrailKeys(Map<String, PublicKey> keys) {
        this.keys = Map.copyOf(keys);
    }

    /**
     * Reads a file with one or more answers of {@code list-public-keys}.
     *
     * @throws Problems when it holds no keys
     */
    public static TrailKeys read(Path file) {
        Map<String, PublicKey> out = new HashMap<>();
        try {
            JsonNode top = new ObjectMapper().readTree(Files.readAllBytes(file));
            (top.isArray() ? top : JsonNodeFactory.instance.arrayNode().add(top)).forEach(page -> add(out, page));
        } catch (IOException | IllegalArgumentException e) {
            throw problem(file.toString(), "the public keys cannot be read: " + e.getMessage());
        }
        if (out.isEmpty()) {
            throw problem(file.toString(), "there are no public keys in it");
        }
        return new TrailKeys(out);
    }

    private static Problems problem(String file, String what) {
        return Problems.of(file, 0, what, "Keep one: aws cloudtrail list-public-keys --start-time … > keys.json");
    }

    /**
     * Asks AWS for the keys of a region that held at any time in a span.
     *
     * @throws dev.holdfast.model.AwsFailure when they are not told
     */
    public static TrailKeys ask(AwsReader aws, Scope scope, Instant from, Instant until) {
        Map<String, PublicKey> out = new HashMap<>();
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("StartTime", from.toString())
                .put("EndTime", until.toString());
        aws.pages(scope, "cloudtrail", "ListPublicKeys", request, page -> add(out, page));
        return new TrailKeys(out);
    }

    /** These and others. */
    public TrailKeys with(TrailKeys others) {
        Map<String, PublicKey> out = new HashMap<>(keys);
        out.putAll(others.keys);
        return new TrailKeys(out);
    }

    private static void add(Map<String, PublicKey> out, JsonNode answer) {
        for (JsonNode key : answer.path("PublicKeyList")) {
            byte[] der = Base64.getDecoder().decode(key.path("Value").asText());
            out.put(key.path("Fingerprint").asText(), rsa(der));
        }
    }

    /** Source: RFC 8017, appendix A.1.1: a sequence of two whole numbers. */
    private static PublicKey rsa(byte[] der) {
        int[] at = {0};
        element(der, at, 0x30);
        BigInteger modulus = number(der, at);
        BigInteger exponent = number(der, at);
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a key is no RSA key", e);
        }
    }

    private static BigInteger number(byte[] der, int[] at) {
        int length = element(der, at, 0x02);
        BigInteger out = new BigInteger(1, der, at[0], length);
        at[0] += length;
        return out;
    }

    /** Goes to the content of an element; gives its length. */
    private static int element(byte[] der, int[] at, int tag) {
        if (at[0] + 2 > der.length || (der[at[0]] & 0xff) != tag) {
            throw new IllegalArgumentException("a key is not in the form of PKCS #1");
        }
        int length = der[at[0] + 1] & 0xff;
        at[0] += 2;
        if (length > 0x80) {
            int bytes = length - 0x80;
            length = 0;
            for (int i = 0; i < bytes && bytes <= 3 && at[0] < der.length; i++) {
                length = (length << 8) | (der[at[0]++] & 0xff);
            }
        }
        if (length < 0 || at[0] + length > der.length) {
            throw new IllegalArgumentException("a key is cut off");
        }
        return length;
    }

    /** @param signature in hexadecimal */
    Verdict proves(TrailDigest digest, String signature) {
        PublicKey key = keys.get(digest.fingerprint());
        if (key == null) {
            return Verdict.NO_KEY;
        }
        try {
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(key);
            check.update(digest.signed().getBytes(StandardCharsets.UTF_8));
            return check.verify(HexFormat.of().parseHex(signature)) ? Verdict.PROVEN : Verdict.WRONG;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Verdict.WRONG;
        }
    }
}
