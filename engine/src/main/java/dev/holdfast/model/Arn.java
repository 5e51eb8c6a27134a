package dev.holdfast.model;

import java.util.Optional;

/**
 * An Amazon Resource Name (AWS General Reference, "Amazon Resource Names").
 *
 * @param partition {@code aws}, {@code aws-cn}, {@code aws-us-gov} …
 * @param service the service namespace, such as {@code s3}
 * @param region the region code, empty for global resources
 * @param account the owner's account id, empty where the service leaves it out (S3 buckets)
 * @param resource everything after the fifth colon
 */
public record Arn(String partition, String service, String region, String account, String resource) {
    /** Reads an ARN; empty when the text is not one. */
    public static Optional<Arn> parse(String text) {
        String[] parts = text.split(":", 6);
        if (parts.length != 6 || !parts[0].equals("arn") || parts[2].isEmpty() || parts[5].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]));
    }

    @Override
    public String toString() {
        return String.join(":", "arn", partition, service, region, account, resource);
    }
}
