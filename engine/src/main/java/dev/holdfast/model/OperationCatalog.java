package dev.holdfast.model;

import java.util.List;
import java.util.Optional;

/**
 * What is known of AWS operations without calling them, so that content can be checked like code. Answered by the room
 * that owns the SDK.
 */
public interface OperationCatalog {
    /**
     * Finds an operation.
     *
     * @param service the IAM/CLI prefix, such as {@code ec2}, {@code s3}, {@code organizations}
     * @param operation the API name, such as {@code DescribeInstances}
     */
    Optional<Operation> find(String service, String operation);

    /** All operations of a service; empty when the service is not known. */
    List<String> operations(String service);

    /** All services that can be called. */
    List<String> services();

    /**
     * One operation.
     *
     * @param service the service prefix
     * @param name the API name
     * @param reads true when it is on the committed list of operations that only read and return no secrets
     * @param input the members of the request
     * @param output the members of the answer
     */
    record Operation(String service, String name, boolean reads, Shape input, Shape output) {}

    /** The shape of a value in a request or answer, opened one level at a time because shapes may nest in themselves. */
    interface Shape {
        /** What sort of value it is. */
        Type type();

        /** Member names of a structure, in the model's order; empty otherwise. */
        List<String> members();

        /** The shape of a structure's member, a list's element ({@code []}) or a map's value ({@code *}). */
        Optional<Shape> member(String name);
    }

    /** The sorts of values AWS models know. */
    enum Type {
        STRUCTURE,
        LIST,
        MAP,
        STRING,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        TIMESTAMP,
        BLOB,
        DOCUMENT
    }
}
