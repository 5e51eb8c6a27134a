package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** By what a record without an id is known: its line, or else its text as compact JSON. */
final class RecordDigest {
    private static final int LENGTH = 20;

    private RecordDigest() {}

    static String of(ObjectNode record) {
        JsonNode line = record.get(TextLines.LINE);
        byte[] text = (line == null ? record.toString() : line.asText()).getBytes(StandardCharsets.UTF_8);
        return of(text, 0, text.length);
    }

    /** The same of the bytes that a record would be written as. */
    static String of(byte[] text, int from, int to) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(text, from, to - from);
            return HexFormat.of().formatHex(sha.digest(), 0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
