package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.holdfast.content.Doc;
import dev.holdfast.content.Yaml;
import dev.holdfast.emulator.wire.AwsError;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the tables of operations that moto lacks and that only keep things, one file per service. Each operation does
 * one deed (put, get, list, delete) with a collection of its account, or of the one that {@code of} names (of its account
 * and region where {@code regional}),
 * with templates for the collection, the key, the item and the answer; {@code otherwise} is what a get finds where nothing
 * was put, else it answers the error {@code missing} ({@code Code} or {@code Code: message}). In a list, {@code item} says
 * how each item is shown and {@code where} which members it must have.
 */
final class StoredOperations {
    private static final String FOLDER = "/emulator/operations/";
    private static final Set<String> KEYS =
            Set.of("deed", "collection", "of", "regional", "key", "where", "item", "answer", "otherwise", "missing");
    private static final int NOT_FOUND = 404;

    private StoredOperations() {}

    /**
     * The operations of every service that has a file of its name.
     *
     * @param services service prefixes
     */
    static Map<String, StoredAnswers.Operation> load(List<String> services) {
        Map<String, StoredAnswers.Operation> out = new TreeMap<>();
        for (String service : services) {
            String file = FOLDER + service + ".yaml";
            try (InputStream in = StoredOperations.class.getResourceAsStream(file)) {
                if (in != null) {
                    out.putAll(read(file, in.readAllBytes()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return out;
    }

    static Map<String, StoredAnswers.Operation> read(String file, byte[] bytes) {
        List<ContentError> errors = new ArrayList<>();
        Map<String, StoredAnswers.Operation> out = new TreeMap<>();
        for (Doc doc : Yaml.read(file, bytes, errors)) {
            doc.entries().forEach((name, operation) -> out.put(name, operation(operation.only(KEYS))));
        }
        if (!errors.isEmpty()) {
            throw new Problems(errors);
        }
        return out;
    }

    private static StoredAnswers.Operation operation(Doc doc) {
        return new StoredAnswers.Operation(
                doc.choice("deed", StoredAnswers.Deed.class, StoredAnswers.Deed.LIST),
                doc.needText("collection"),
                doc.text("of", ""),
                doc.truth("regional", false),
                doc.text("key", "only"),
                doc.get("where").map(Doc::json).orElse(JsonNodeFactory.instance.objectNode()),
                doc.get("item").map(Doc::json).orElse(JsonNodeFactory.instance.objectNode()),
                doc.get("answer").map(Doc::json).orElse(JsonNodeFactory.instance.objectNode()),
                doc.get("otherwise").map(Doc::json).orElse(MissingNode.getInstance()),
                missing(doc.text("missing", "ResourceNotFoundException")));
    }

    /** An error by its code, or by its code and message. */
    private static AwsError missing(String told) {
        int colon = told.indexOf(": ");
        return colon < 0
                ? new AwsError(NOT_FOUND, told, "The requested resource was not found.")
                : new AwsError(NOT_FOUND, told.substring(0, colon), told.substring(colon + 2));
    }
}
