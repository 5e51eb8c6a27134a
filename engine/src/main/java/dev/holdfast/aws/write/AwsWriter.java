package dev.holdfast.aws.write;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Scope;

/** The door through which AWS is changed. Never retries a call whose outcome is ambiguous: the caller decides. */
public interface AwsWriter {
    /**
     * Makes one call, once.
     *
     * @param scope account and region
     * @param service service prefix
     * @param operation API name
     * @param input the request with the member names AWS documents
     * @return the answer
     * @throws AwsFailure when it was refused, or when it is not known whether it took effect
     *     ({@link AwsFailure#ambiguous()})
     */
    JsonNode write(Scope scope, String service, String operation, JsonNode input);
}
