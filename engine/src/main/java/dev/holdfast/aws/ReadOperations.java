package dev.holdfast.aws;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The committed list of operations that read and hand out no secrets, with the IAM action each needs. Source: access
 * levels of the AWS Service Authorization Reference.
 */
public final class ReadOperations {
    private static final Map<String, String> ACTIONS = load();

    private ReadOperations() {}

    /** True when the operation may be called through {@link AwsReader}. */
    public static boolean contains(String service, String operation) {
        return ACTIONS.containsKey(key(service, operation));
    }

    /** The IAM action that allows the operation, such as {@code s3:GetEncryptionConfiguration}. */
    public static Optional<String> action(String service, String operation) {
        return Optional.ofNullable(ACTIONS.get(key(service, operation)));
    }

    private static String key(String service, String operation) {
        return service + ":" + operation.toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> load() {
        Map<String, String> out = new HashMap<>();
        // sts:GetCallerIdentity needs no permission, yet is on the list like the others.
        for (String[] word : ServiceNames.lines("/aws/read-operations.txt")) {
            out.put(key(word[0], word[1]), word[2]);
        }
        return Map.copyOf(out);
    }
}
