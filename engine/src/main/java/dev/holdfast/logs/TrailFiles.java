package dev.holdfast.logs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.model.AwsFailure;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of a trail's bucket, or of a copy of it, by the last part of their keys, which CloudTrail gives to one only. */
final class TrailFiles {
    /** Longest digest: an hour of one region with tens of thousands of log files. */
    private static final int LONGEST_DIGEST = 64 << 20;

    private final Map<String, LogFile> digests = new LinkedHashMap<>();
    private final Map<String, LogFile> logs = new LinkedHashMap<>();
    private final LogReader.@Nullable S3 s3;

    private TrailFiles(LogReader.@Nullable S3 s3) {
        this.s3 = s3;
    }

    /** @throws IOException when the place cannot be listed to its end */
    static TrailFiles of(String uri, LogDoors doors) throws IOException {
        TrailFiles out = new TrailFiles(doors.s3());
        LogPlaces.of(uri, doors).each(file -> {
            String name = last(file.name());
            if (name.contains("_CloudTrail-Digest_")) {
                out.digests.put(name, file);
            } else if (name.contains("_CloudTrail")) {
                out.logs.put(name, file);
            }
        });
        return out;
    }

    static String last(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    Map<String, LogFile> digests() {
        return digests;
    }

    Map<String, LogFile> logs() {
        return logs;
    }

    /** True when the file lies where its key says, as far as the place keeps keys whole. */
    static boolean standsAt(LogFile file, String bucket, String key) {
        return file.name().startsWith("s3://")
                ? file.name().equals("s3://" + bucket + "/" + key)
                : last(file.name()).equals(last(key));
    }

    /** The unpacked content. */
    static byte[] content(LogFile file) throws IOException {
        try (InputStream raw = file.opener().open()) {
            byte[][] out = {new byte[0]};
            Packing.open(raw, LogLimits.DEFAULT, (inner, in) -> {
                out[0] = in.readNBytes(LONGEST_DIGEST);
                if (in.read() >= 0) {
                    throw new IOException("longer than " + LONGEST_DIGEST + " bytes");
                }
            });
            return out[0];
        }
    }

    /** SHA-256 of the unpacked content, in hexadecimal. */
    static String hash(LogFile file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream raw = file.opener().open()) {
            Packing.open(raw, LogLimits.DEFAULT, (inner, in) -> {
                byte[] piece = new byte[1 << 16];
                for (int n = in.read(piece, 0, piece.length); n >= 0; n = in.read(piece, 0, piece.length)) {
                    digest.update(piece, 0, n);
                }
            });
        }
        return hex(digest.digest());
    }

    /** The signature that S3 keeps beside a digest, in hexadecimal; empty for a copy, which has none. */
    String signature(LogFile file) throws IOException {
        LogReader.S3 door = s3;
        if (door == null || !file.name().startsWith("s3://")) {
            return "";
        }
        String place = file.name().substring("s3://".length());
        int slash = place.indexOf('/');
        try {
            return door.reader()
                    .read(
                            door.scope(),
                            "s3",
                            "HeadObject",
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("Bucket", place.substring(0, slash))
                                    .put("Key", place.substring(slash + 1)))
                    .path("Metadata")
                    .path("signature")
                    .asText();
        } catch (AwsFailure e) {
            throw new IOException(e.explain(), e);
        }
    }

    static byte[] sha256(byte[] content) {
        return digest().digest(content);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
