package dev.holdfast.enrich;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a file in MaxMind's format (version 2.0, IPv4, records of 24 bits) with a few networks, for tests. */
final class TinyPlaces {
    private static final byte[] MARK = {
        (byte) 0xab, (byte) 0xcd, (byte) 0xef, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
    };
    private static final int EMPTY = -1;

    /** Of each node what follows bit 0 and bit 1: another node, {@code EMPTY}, or the place of a value below -1. */
    private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {EMPTY, EMPTY}));

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** Adds the value for {@code a.b.c.0/24}. */
    TinyPlaces put(int a, int b, int c, Map<String, Object> value) throws IOException {
        int at = data.size();
        write(data, value);
        int address = (a << 16) | (b << 8) | c;
        int node = 0;
        for (int bit = 23; bit >= 0; bit--) {
            int side = (address >> bit) & 1;
            if (bit == 0) {
                nodes.get(node)[side] = -2 - at;
            } else {
                if (nodes.get(node)[side] == EMPTY) {
                    nodes.add(new int[] {EMPTY, EMPTY});
                    nodes.get(node)[side] = nodes.size() - 1;
                }
                node = nodes.get(node)[side];
            }
        }
        return this;
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            for (int side : node) {
                int record = side == EMPTY ? nodes.size() : side < EMPTY ? nodes.size() + 16 + (-2 - side) : side;
                out.write(record >> 16);
                out.write(record >> 8);
                out.write(record);
            }
        }
        out.write(new byte[16]);
        out.write(data.toByteArray());
        out.write(MARK);
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("binary_format_major_version", 2);
        about.put("binary_format_minor_version", 0);
        about.put("build_epoch", 1);
        about.put("database_type", "Test");
        about.put("description", Map.of("en", "Test"));
        about.put("ip_version", 4);
        about.put("languages", List.of("en"));
        about.put("node_count", nodes.size());
        about.put("record_size", 24);
        write(out, about);
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, Object value) throws IOException {
        switch (value) {
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                head(out, 2, bytes.length);
                out.write(bytes);
            }
            case Double number -> {
                head(out, 3, 8);
                out.write(ByteBuffer.allocate(8).putDouble(number).array());
            }
            case Integer number -> {
                head(out, 6, 4);
                out.write(ByteBuffer.allocate(4).putInt(number).array());
            }
            case Map<?, ?> map -> {
                head(out, 7, map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    write(out, entry.getKey());
                    write(out, entry.getValue());
                }
            }
            case List<?> list -> {
                // Types over 7 stand in a second byte.
                out.write(list.size());
                out.write(11 - 7);
                for (Object one : list) {
                    write(out, one);
                }
            }
            default -> throw new IllegalArgumentException(value.toString());
        }
    }

    private static void head(ByteArrayOutputStream out, int type, int size) {
        out.write((type << 5) | Math.min(size, 29));
        if (size >= 29) {
            out.write(size - 29);
        }
    }
}
