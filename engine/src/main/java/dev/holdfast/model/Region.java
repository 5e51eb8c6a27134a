package dev.holdfast.model;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An AWS region, or {@link #GLOBAL} for what an account has once.
 *
 * @param value the region code, such as {@code eu-west-1}
 */
public record Region(@JsonValue String value) implements Comparable<Region> {
    /** The place of facts that an account has once, whatever the region (IAM, Organizations, the list of buckets). */
    public static final Region GLOBAL = new Region("global");

    /** @throws IllegalArgumentException when {@code value} does not look like a region code */
    public Region {
        if (value.isEmpty() || value.length() > 32 || !value.chars().allMatch(Region::allowed)) {
            throw new IllegalArgumentException("`" + value + "` is not a region code such as `eu-west-1`");
        }
    }

    private static boolean allowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }

    @Override
    public int compareTo(Region other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
