package dev.holdfast.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Policies that {@code holdfast.yaml} keeps in JSON files beside it. */
final class PolicyFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Far above what IAM Identity Center takes, so that its own limit is what is told. */
    private static final int MOST_BYTES = 256 * 1024;

    private PolicyFiles() {}

    /**
     * Puts the inline policy of each permission set beside the name of its file, as {@code inline-policy}.
     *
     * @param document the configuration
     * @param file {@code holdfast.yaml}
     * @throws Stop when a file is not there, or is no JSON object
     */
    static void into(ObjectNode document, Path file) {
        document.path("access").path("permission-sets").properties().forEach(set -> {
            String name = set.getValue().path("inline").asText();
            if (!name.isEmpty() && set.getValue() instanceof ObjectNode entry) {
                entry.put("inline-policy", policy(file.resolveSibling(name), name, set.getKey()));
            }
        });
    }

    private static String policy(Path file, String name, String set) {
        String what = "`access.permission-sets." + set + ".inline`: `" + name + "`";
        try (InputStream in = Files.newInputStream(file)) {
            JsonNode policy = JSON.readTree(in.readNBytes(MOST_BYTES));
            if (!policy.isObject()) {
                throw Stop.usage(what + " is no JSON object", "Write a policy document into it");
            }
            return policy.toString();
        } catch (JsonProcessingException e) {
            throw Stop.usage(what + " is no JSON: " + e.getOriginalMessage(), "Write a policy document into it");
        } catch (IOException e) {
            throw Stop.usage(what + " cannot be read", "Give a JSON file beside holdfast.yaml");
        }
    }
}
