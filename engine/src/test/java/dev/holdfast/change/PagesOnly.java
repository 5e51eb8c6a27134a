package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.model.Scope;
import java.io.InputStream;

/** A reading door of a test that answers page by page and nothing else. */
abstract class PagesOnly implements AwsReader {
    @Override
    public JsonNode read(Scope scope, String service, String operation, JsonNode input) {
        throw new AssertionError("a test asked " + operation + " without pages");
    }

    @Override
    public InputStream object(Scope scope, String bucket, String key) {
        throw new AssertionError("a test asked for the object " + key);
    }

    @Override
    public String principal(Scope scope) {
        return "p";
    }
}
