package dev.holdfast.aws.write;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.model.Scope;

/** The writing door over the SDK. */
public final class SdkWriter implements AwsWriter {
    private final AwsSession session;

    /** @param session signed in with a role that may make the changes planned */
    public SdkWriter(AwsSession session) {
        this.session = session;
    }

    @Override
    public JsonNode write(Scope scope, String service, String operation, JsonNode input) {
        return session.caller().once(scope, service, operation, input);
    }
}
