package dev.holdfast.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.Evidence;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** How a link of the chain is hashed, signed and written down. The format is described in docs/evidence.md. */
final class Links {
    static final String START = "0".repeat(64);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Links() {}

    /** A link with its signature, as it stands in the chain's file. */
    record Signed(Evidence link, String signature) {}

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The hash over all members but the hash itself; each is written as its length in bytes, a colon and its text. */
    static String hash(Evidence link) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String part : List.of(
                link.run(),
                Long.toString(link.seq()),
                link.kind(),
                link.name(),
                link.sha256(),
                Long.toString(link.bytes()),
                link.takenAt().toString(),
                link.by(),
                link.source(),
                link.previous())) {
            byte[] text = part.getBytes(StandardCharsets.UTF_8);
            out.writeBytes((text.length + ":").getBytes(StandardCharsets.UTF_8));
            out.writeBytes(text);
        }
        return sha256(out.toByteArray());
    }

    /** What is signed for each link. */
    static byte[] linkStatement(Evidence link) {
        return statement("link", link.run(), link.seq(), link.hash());
    }

    /** What is signed for the head: a link's own signature must not pass for it, or a chain could be cut short. */
    static byte[] headStatement(String run, long seq, String hash) {
        return statement("head", run, seq, hash);
    }

    private static byte[] statement(String what, String run, long seq, String hash) {
        return ("holdfast-evidence-" + what + "\n" + run + "\n" + seq + "\n" + hash + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    static String write(Signed signed) {
        Evidence link = signed.link();
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("run", link.run())
                .put("seq", link.seq())
                .put("kind", link.kind())
                .put("name", link.name());
        out.put("sha256", link.sha256()).put("bytes", link.bytes());
        out.put("takenAt", link.takenAt().toString()).put("by", link.by()).put("source", link.source());
        out.put("previous", link.previous()).put("hash", link.hash()).put("signature", signed.signature());
        return out.toString();
    }

    /** @throws IllegalArgumentException when the line is not a link */
    static Signed read(String line) {
        try {
            JsonNode json = MAPPER.readTree(line);
            if (json == null || json.size() != 12) {
                throw new IllegalArgumentException("not a link");
            }
            Evidence link = new Evidence(
                    text(json, "run"),
                    number(json, "seq"),
                    text(json, "kind"),
                    text(json, "name"),
                    text(json, "sha256"),
                    number(json, "bytes"),
                    Instant.parse(text(json, "takenAt")),
                    text(json, "by"),
                    text(json, "source"),
                    text(json, "previous"),
                    text(json, "hash"));
            Signed signed = new Signed(link, text(json, "signature"));
            if (!write(signed).equals(line)) {
                throw new IllegalArgumentException("not written as Holdfast writes it");
            }
            return signed;
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("not a link", e);
        }
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("not a link");
        }
        return value.textValue();
    }

    private static long number(JsonNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("not a link");
        }
        return value.longValue();
    }
}
