package dev.holdfast.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Tells addresses of the company's own networks from others. IPv4 only. */
public final class OwnNetworks implements Predicate<String> {
    /** The private networks. Source: RFC 1918. */
    public static final List<String> PRIVATE = List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");

    private final List<long[]> nets = new ArrayList<>();

    /**
     * @param cidrs such as {@code 10.0.0.0/8}
     * @throws IllegalArgumentException naming the one that is no IPv4 network
     */
    public OwnNetworks(List<String> cidrs) {
        for (String cidr : cidrs) {
            String[] parts = cidr.strip().split("/", 2);
            long address = address(parts[0]);
            int bits = parts.length == 2 && parts[1].matches("\\d{1,2}") ? Integer.parseInt(parts[1]) : 32;
            if (address < 0 || bits > 32) {
                throw new IllegalArgumentException("`" + cidr + "` is not an IPv4 network");
            }
            nets.add(new long[] {address >> (32 - bits), 32 - bits});
        }
    }

    @Override
    public boolean test(String text) {
        long address = address(text);
        return address >= 0 && nets.stream().anyMatch(n -> address >> n[1] == n[0]);
    }

    /** An IPv4 address as a number; -1 for what is none. */
    private static long address(String text) {
        if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            return -1;
        }
        long out = 0;
        for (String part : text.split("\\.", -1)) {
            out = out * 256 + Integer.parseInt(part);
        }
        return out;
    }
}
