package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.AwsFailure;

/**
 * Why a value of a row is not known.
 *
 * @param operation {@code service:Operation} that failed
 * @param kind what sort of failure
 * @param error code and message of AWS
 */
record CellError(String operation, AwsFailure.Kind kind, String error) {
    static CellError of(AwsFailure failure) {
        String said = failure.getMessage() == null ? "" : failure.getMessage();
        String code = failure.code();
        return new CellError(
                failure.operation(), failure.kind(), code.isEmpty() || said.equals(code) ? said : code + ": " + said);
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("operation", operation)
                .put("kind", kind.name())
                .put("error", error);
    }
}
