package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/** Tells from its tags what owns a resource: what we changed there, its owner would change back. */
final class Owner {
    private Owner() {}

    /**
     * The owner, for people; empty when no tag names one.
     *
     * @param tags a list of {@code {Key, Value}}
     */
    static Optional<String> of(JsonNode tags) {
        for (JsonNode tag : tags) {
            String key = tag.path("Key").asText();
            String value = tag.path("Value").asText();
            if (key.equals("aws:cloudformation:stack-name") || key.equals("aws:cloudformation:stack-id")) {
                return Optional.of("the CloudFormation stack " + value);
            }
            String name = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
            if (name.equals("terraform")
                    || (name.equals("managedby")
                            && value.toLowerCase(Locale.ROOT).contains("terraform"))) {
                return Optional.of("Terraform");
            }
            if (name.startsWith("awscontroltower")) {
                return Optional.of("AWS Control Tower");
            }
        }
        return Optional.empty();
    }
}
