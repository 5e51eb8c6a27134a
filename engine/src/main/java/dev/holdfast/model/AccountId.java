package dev.holdfast.model;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An AWS account id.
 *
 * @param value twelve decimal digits
 */
public record AccountId(@JsonValue String value) implements Comparable<AccountId> {
    /** @throws IllegalArgumentException when {@code value} is not twelve digits */
    public AccountId {
        if (value.length() != 12 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("`" + value + "` is not an account id: twelve digits are");
        }
    }

    @Override
    public int compareTo(AccountId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
