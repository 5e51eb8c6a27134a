package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a digest file of CloudTrail says. Source: AWS CloudTrail User Guide, "CloudTrail digest file structure".
 *
 * @param bucket the bucket that it says it was delivered to
 * @param object the key that it says it has
 * @param end the end of its hour, as written
 * @param fingerprint of the public key for its signature
 * @param hash SHA-256 of its unpacked content, in hexadecimal
 * @param previous the key of the digest before; empty for the first of a chain
 * @param previousHash what that digest's hash must be
 * @param previousSignature that digest's signature, in hexadecimal; empty for the first of a chain
 * @param files the log files that it tells of
 */
record TrailDigest(
        String bucket,
        String object,
        String end,
        String fingerprint,
        String hash,
        String previous,
        String previousHash,
        String previousSignature,
        List<Listed> files) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A log file that a digest tells of.
     *
     * @param object its key
     * @param hash SHA-256 of its unpacked content, in hexadecimal
     */
    record Listed(String object, String hash) {}

    /** @throws IOException when the content is no digest */
    static TrailDigest read(byte[] content) throws IOException {
        JsonNode top = JSON.readTree(content);
        if (top == null
                || !top.path("digestS3Object").isTextual()
                || !top.path("logFiles").isArray()) {
            throw new IOException("this is no digest");
        }
        List<Listed> files = new ArrayList<>();
        for (JsonNode file : top.path("logFiles")) {
            files.add(new Listed(
                    file.path("s3Object").asText(), file.path("hashValue").asText()));
        }
        return new TrailDigest(
                top.path("digestS3Bucket").asText(),
                top.path("digestS3Object").asText(),
                top.path("digestEndTime").asText(),
                top.path("digestPublicKeyFingerprint").asText(),
                TrailFiles.hex(TrailFiles.sha256(content)),
                text(top, "previousDigestS3Object"),
                text(top, "previousDigestHashValue"),
                text(top, "previousDigestSignature"),
                files);
    }

    private static String text(JsonNode top, String name) {
        return top.path(name).isTextual() ? top.path(name).asText() : "";
    }

    /** What CloudTrail signs: the end, the place, the hash, and the signature before, each on a line. */
    String signed() {
        String before = previousSignature.isEmpty() ? "null" : previousSignature;
        return end + "\n" + bucket + "/" + object + "\n" + hash + "\n" + before;
    }

    /** The same without the list, which is long. */
    TrailDigest brief() {
        return new TrailDigest(
                bucket, object, end, fingerprint, hash, previous, previousHash, previousSignature, List.of());
    }
}
