package dev.holdfast.enrich;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address as a number of 128 bits; version 4 lies in its mapped range, so that both are compared alike.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
record Address(long high, long low) {
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final int MAX_TEXT = 45;

    /** Reads an address; never asks a name server. */
    static Optional<Address> parse(String text) {
        return bytes(text).map(Address::of);
    }

    /** The address as Java knows it; empty for anything but a written address. */
    static Optional<InetAddress> bytes(String text) {
        if (text.length() > MAX_TEXT
                || !(V4.matcher(text).matches() || V6.matcher(text).matches())) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static Address of(InetAddress address) {
        byte[] bytes = address.getAddress();
        long high = 0;
        long low = bytes.length == 4 ? 0xffffL : 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes.length == 16 && i < 8) {
                high = (high << 8) | (bytes[i] & 0xff);
            } else {
                low = (low << 8) | (bytes[i] & 0xff);
            }
        }
        return new Address(high, low);
    }

    /** The address with all bits after the first ones cleared. */
    Address first(int bits) {
        long highMask = bits <= 0 ? 0 : bits >= 64 ? -1L : -1L << (64 - bits);
        long lowMask = bits <= 64 ? 0 : bits >= 128 ? -1L : -1L << (128 - bits);
        return new Address(high & highMask, low & lowMask);
    }
}
