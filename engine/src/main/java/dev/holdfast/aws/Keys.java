package dev.holdfast.aws;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * An access key given outright.
 *
 * @param id access key id
 * @param secret secret access key
 * @param token session token, null for a long-term key
 */
public record Keys(String id, String secret, @Nullable String token) {
    AwsCredentialsProvider provider() {
        return StaticCredentialsProvider.create(
                token == null
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, token));
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "Keys[" + id + "]";
    }
}
