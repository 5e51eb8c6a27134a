package dev.holdfast.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Scope;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * The door through which AWS is read. Serves only operations on the committed list of reading operations and signs in
 * with a read-only session policy, so that nothing behind this type can change an account. Safe for many threads.
 */
public interface AwsReader {
    /**
     * Makes one call.
     *
     * @param scope account and region; {@link dev.holdfast.model.Region#GLOBAL} goes to the home region
     * @param service service prefix, such as {@code s3}
     * @param operation API name, such as {@code GetBucketPolicy}
     * @param input the request with the member names AWS documents
     * @return the answer with the member names AWS documents; absent members are absent
     * @throws AwsFailure when there is no usable answer, after retries
     * @throws IllegalArgumentException when the operation is unknown, does not only read, or the input does not fit it
     */
    JsonNode read(Scope scope, String service, String operation, JsonNode input);

    /**
     * Makes a call and all that follow it by the service's own paging.
     *
     * @param each gets every page, in order
     * @throws AwsFailure when a page could not be had; pages before it were given
     */
    void pages(Scope scope, String service, String operation, JsonNode input, Consumer<JsonNode> each);

    /**
     * Opens an object in S3 for reading. The caller closes the stream and bounds what it reads.
     *
     * @throws AwsFailure when it cannot be opened
     */
    InputStream object(Scope scope, String bucket, String key);

    /** The principal that calls are made as in this scope (ARN), for journals and error messages. */
    String principal(Scope scope);
}
