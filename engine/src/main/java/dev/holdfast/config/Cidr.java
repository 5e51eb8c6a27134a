package dev.holdfast.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 network.
 *
 * @param address its first address
 * @param bits length of the prefix, 0 to 32
 */
record Cidr(long address, int bits) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
    private static final int ALL = 32;

    /** The network that an address lies in; empty when the text is not one. */
    static Optional<Cidr> of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 1; i <= 4; i++) {
            int part = Integer.parseInt(form.group(i));
            if (part > 255) {
                return Optional.empty();
            }
            address = address << 8 | part;
        }
        int bits = Integer.parseInt(form.group(5));
        return bits > ALL ? Optional.empty() : Optional.of(new Cidr(address & -(1L << (ALL - bits)), bits));
    }

    /** How many addresses it has. */
    long size() {
        return 1L << (ALL - bits);
    }

    boolean overlaps(Cidr other) {
        return address < other.address + other.size() && other.address < address + size();
    }

    boolean contains(Cidr other) {
        return bits <= other.bits && overlaps(other);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d.%d.%d.%d/%d",
                address >> 24 & 255,
                address >> 16 & 255,
                address >> 8 & 255,
                address & 255,
                bits);
    }
}
