package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.TableCall;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.model.AwsFailure;

/**
 * Why a value of a row is not known.
 *
 * @param operation {@code service:Operation} that failed
 * @param kind what sort of failure
 * @param error code and message of AWS
 * @param action the IAM action that allows the operation, empty when not known
 * @param principal ARN of who made the call, empty when not known
 */
record CellError(String operation, AwsFailure.Kind kind, String error, String action, String principal) {
    CellError(String operation, AwsFailure.Kind kind, String error) {
        this(operation, kind, error, "", "");
    }

    private static final String ASSUME_ROLE = "sts:AssumeRole";

    static CellError of(AwsFailure failure) {
        String said = failure.getMessage() == null ? "" : failure.getMessage();
        String code = failure.code();
        return new CellError(
                failure.operation(),
                failure.kind(),
                code.isEmpty() || said.equals(code) ? said : code + ": " + said,
                "",
                failure.principal());
    }

    /** The same, with the IAM action that the table's definition declares for the call. */
    CellError declaredBy(TableDefinition table) {
        String declared = operation.equals(ASSUME_ROLE)
                ? ASSUME_ROLE
                : table.calls().stream()
                        .filter(call -> call.name().equals(operation))
                        .map(TableCall::action)
                        .findFirst()
                        .orElse("");
        return new CellError(operation, kind, error, declared, principal);
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("operation", operation)
                .put("kind", kind.name())
                .put("error", error)
                .put("action", action)
                .put("principal", principal);
    }
}
