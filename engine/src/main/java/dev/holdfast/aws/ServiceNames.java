package dev.holdfast.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The services that can be called and what the SDK and IAM call them, from the committed list. */
final class ServiceNames {
    /**
     * @param prefix the name used in content, that of the AWS CLI
     * @param sdkPackage last part of the SDK's package
     * @param client the SDK client's name without "Client"
     * @param iam the prefix of IAM actions
     */
    record Service(String prefix, String sdkPackage, String client, String iam) {
        String basePackage() {
            return "software.amazon.awssdk.services." + sdkPackage;
        }
    }

    private static final Map<String, Service> BY_PREFIX = load();

    private ServiceNames() {}

    static Optional<Service> find(String prefix) {
        return Optional.ofNullable(BY_PREFIX.get(prefix));
    }

    static List<String> prefixes() {
        return List.copyOf(BY_PREFIX.keySet());
    }

    private static Map<String, Service> load() {
        Map<String, Service> out = new TreeMap<>();
        for (String[] word : lines("/aws/services.txt")) {
            out.put(word[0], new Service(word[0], word[1], word[2], word[3]));
        }
        return out;
    }

    /** The words of each line of a resource, comments left out. */
    static List<String[]> lines(String resource) {
        try (InputStream in = ServiceNames.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the build");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split(" "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
