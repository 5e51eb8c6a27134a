package dev.holdfast.detect;

import java.util.Arrays;
import java.util.Optional;

/** A range of IP addresses in CIDR notation, version 4 or 6. Never asks a name server. */
final class AddressRange {
    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** Reads {@code 10.0.0.0/8} or {@code 2001:db8::/32}; an address alone is a range of one. */
    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        Optional<byte[]> network = address(slash < 0 ? text : text.substring(0, slash));
        if (network.isEmpty()) {
            return Optional.empty();
        }
        int most = network.get().length * 8;
        int bits = slash < 0 ? most : decimal(text.substring(slash + 1), most);
        return bits < 0 ? Optional.empty() : Optional.of(new AddressRange(network.get(), bits));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && range.bits == bits && Arrays.equals(network, range.network);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(network) * 31 + bits;
    }

    /** True when the text is an address in the range; false for host names and anything else. */
    boolean contains(String text) {
        byte[] address = address(text).orElse(new byte[0]);
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = 0xff << Math.max(0, 8 - (bits - bit));
            if (((address[bit / 8] ^ network[bit / 8]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<byte[]> address(String text) {
        if (text.length() > 45) {
            return Optional.empty();
        }
        return text.indexOf(':') < 0 ? four(text) : six(text);
    }

    private static Optional<byte[]> four(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] out = new byte[4];
        if (parts.length != 4) {
            return Optional.empty();
        }
        for (int i = 0; i < 4; i++) {
            int value = decimal(parts[i], 255);
            if (value < 0) {
                return Optional.empty();
            }
            out[i] = (byte) value;
        }
        return Optional.of(out);
    }

    private static Optional<byte[]> six(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        Optional<byte[]> head = groups(gap < 0 ? text : text.substring(0, gap));
        Optional<byte[]> tail = groups(gap < 0 ? "" : text.substring(gap + 2));
        if (head.isEmpty() || tail.isEmpty()) {
            return Optional.empty();
        }
        int known = head.get().length + tail.get().length;
        if (gap < 0 ? known != 16 : known > 14) {
            return Optional.empty();
        }
        byte[] out = new byte[16];
        System.arraycopy(head.get(), 0, out, 0, head.get().length);
        System.arraycopy(tail.get(), 0, out, 16 - tail.get().length, tail.get().length);
        return Optional.of(out);
    }

    private static Optional<byte[]> groups(String text) {
        if (text.isEmpty()) {
            return Optional.of(new byte[0]);
        }
        String[] parts = text.split(":", -1);
        Optional<byte[]> last = four(parts[parts.length - 1]);
        int plain = last.isPresent() ? parts.length - 1 : parts.length;
        byte[] out = new byte[plain * 2 + (last.isPresent() ? 4 : 0)];
        for (int i = 0; i < plain; i++) {
            if (parts[i].isEmpty() || parts[i].length() > 4 || !parts[i].chars().allMatch(AddressRange::isHex)) {
                return Optional.empty();
            }
            int value = Integer.parseInt(parts[i], 16);
            out[i * 2] = (byte) (value >> 8);
            out[i * 2 + 1] = (byte) value;
        }
        last.ifPresent(four -> System.arraycopy(four, 0, out, plain * 2, 4));
        return Optional.of(out);
    }

    private static boolean isHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static int decimal(String text, int most) {
        boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int value = digits ? Integer.parseInt(text) : -1;
        return value <= most ? value : -1;
    }
}
