package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One record of a VPC flow log.
 *
 * @param face the network interface
 * @param from source address, empty when the record has none
 * @param to destination address
 * @param fromPort source port
 * @param toPort destination port
 * @param bytes how many were moved
 * @param start first second, seconds since 1970 in UTC
 * @param end last second
 * @param rejected whether it was turned away
 * @param status {@code OK}, {@code NODATA} or {@code SKIPDATA}: whether AWS recorded all there was
 */
public record Flow(
        String face,
        String from,
        String to,
        int fromPort,
        int toPort,
        long bytes,
        long start,
        long end,
        boolean rejected,
        String status) {
    /** The fields of version 2 in their order. Source: Amazon VPC User Guide, flow log records. */
    static final List<String> DEFAULT_FIELDS = List.of(
            "version",
            "account-id",
            "interface-id",
            "srcaddr",
            "dstaddr",
            "srcport",
            "dstport",
            "protocol",
            "packets",
            "bytes",
            "start",
            "end",
            "action",
            "log-status");

    /** Whether a line names fields rather than giving their values. */
    static boolean names(String line) {
        return line.contains("interface-id") || line.startsWith("version ");
    }

    /** The fields that a heading names. */
    static List<String> fields(String line) {
        return new ArrayList<>(Arrays.asList(line.strip().split("\\s+", -1)));
    }

    /** Reads a line; empty when it is no record of these fields. */
    static Optional<Flow> read(String line, List<String> fields) {
        String[] values = line.strip().split("\\s+", -1);
        if (values.length < fields.size()) {
            return Optional.empty();
        }
        Map<String, String> at = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            at.put(fields.get(i), values[i].equals("-") ? "" : values[i]);
        }
        return of(at);
    }

    /** Reads a record whose fields have names; empty when it has no time. */
    static Optional<Flow> of(JsonNode record) {
        Map<String, String> at = new HashMap<>();
        record.properties()
                .forEach(f -> at.put(
                        f.getKey(),
                        f.getValue().asText().equals("-") ? "" : f.getValue().asText()));
        return of(at);
    }

    private static Optional<Flow> of(Map<String, String> at) {
        try {
            long start = Long.parseLong(at.getOrDefault("start", ""));
            return Optional.of(new Flow(
                    at.getOrDefault("interface-id", ""),
                    at.getOrDefault("srcaddr", ""),
                    at.getOrDefault("dstaddr", ""),
                    (int) number(at.get("srcport")),
                    (int) number(at.get("dstport")),
                    number(at.get("bytes")),
                    start,
                    Math.max(start, number(at.get("end"))),
                    "REJECT".equals(at.get("action")),
                    at.getOrDefault("log-status", "OK")));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static long number(@org.jspecify.annotations.Nullable String text) {
        return text == null || text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
