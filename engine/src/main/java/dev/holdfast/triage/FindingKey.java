package dev.holdfast.triage;

import dev.holdfast.model.Finding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What findings that say the same have in common, as a digest of {@link Triage#key}: a set of a hundred thousand takes some
 * megabytes, where the texts would take a hundred.
 *
 * @param one the digest's first half
 * @param two its second half
 */
public record FindingKey(long one, long two) {
    /** The key of a detection's finding. */
    public static FindingKey of(Finding finding) {
        try {
            byte[] text = Deduplication.key(finding).getBytes(StandardCharsets.UTF_8);
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
            return new FindingKey(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
