package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.runbook.DryWalk;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what owns a resource: what we changed there, its owner would change back. Known by tags of CloudFormation,
 * Terraform and Control Tower, by names that Control Tower gives, and by tags that the company names.
 *
 * @param rules the company's own tags
 * @param known tags that were read before, such as those of a snapshot
 */
public record Owners(List<Rule> rules, Known known) {
    /** Without tags of the company's own. */
    public static final Owners USUAL = new Owners(List.of(), (account, resource) -> Set.of());

    /** Source: AWS Control Tower User Guide, "How AWS Control Tower works": names of what it makes in accounts. */
    private static final List<String> CONTROL_TOWER =
            List.of("aws-controltower-", "awscontroltower", "aws-guardrails-");

    private static final String CONTROL_TOWER_ITSELF = "AWS Control Tower";

    /**
     * A tag by which the company marks what it deploys with something else.
     *
     * @param tag {@code key=value}
     * @param by what owns it, for people
     */
    public record Rule(String tag, String by) {}

    /** Tags that were read before. */
    public interface Known {
        /** Tags of a resource as {@code key=value}; none when nothing is known. */
        Set<String> tags(String account, String resource);
    }

    public Owners {
        rules = List.copyOf(rules);
    }

    /**
     * The owner by tags, for people; empty when no tag names one.
     *
     * @param tags a list of {@code {Key, Value}}, or of members named otherwise, or a mapping
     */
    Optional<String> byTags(JsonNode tags) {
        if (tags.isObject()) {
            return tags.properties().stream()
                    .flatMap(t -> byTag(t.getKey(), t.getValue().asText()).stream())
                    .findFirst();
        }
        return tags.valueStream()
                .flatMap(t -> byTag(first(t, "Key", "TagKey", "key"), first(t, "Value", "TagValue", "value")).stream())
                .findFirst();
    }

    /** The owner by what was read before. */
    Optional<String> byKnown(String account, String resource) {
        return known.tags(account, resource).stream()
                .sorted()
                .flatMap(tag -> byTag(tag.substring(0, tag.indexOf('=')), tag.substring(tag.indexOf('=') + 1)).stream())
                .findFirst();
    }

    private Optional<String> byTag(String key, String value) {
        if (key.equals("aws:cloudformation:stack-name") || key.equals("aws:cloudformation:stack-id")) {
            return Optional.of("the CloudFormation stack " + value);
        }
        for (Rule rule : rules) {
            if (rule.tag().equals(key + "=" + value)) {
                return Optional.of(rule.by());
            }
        }
        String name = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        if (name.equals("terraform")
                || (name.equals("managedby") && value.toLowerCase(Locale.ROOT).contains("terraform"))) {
            return Optional.of("Terraform");
        }
        return name.startsWith("awscontroltower") ? Optional.of(CONTROL_TOWER_ITSELF) : Optional.empty();
    }

    /** The owner by the names of what would be changed; empty when they tell nothing. */
    Optional<String> byNames(String resource, List<DryWalk.Write> writes) {
        boolean its = ofControlTower(resource)
                || writes.stream()
                        .filter(w -> !makes(w))
                        .anyMatch(w -> ofControlTower(first(w.found(), "name", "Name"))
                                || (w.next().prior() != null
                                        && anyOfControlTower(
                                                w.next().prior().call().request())));
        return its ? Optional.of(CONTROL_TOWER_ITSELF) : Optional.empty();
    }

    /** What is not there yet belongs to nobody, whatever it will be called. */
    private static boolean makes(DryWalk.Write write) {
        return write.found().equals(DryWalk.LATER)
                || (write.found().isNull() && write.next().call().api().startsWith("Create"));
    }

    private static boolean anyOfControlTower(JsonNode value) {
        return value.isTextual()
                ? ofControlTower(value.textValue())
                : value.valueStream().anyMatch(Owners::anyOfControlTower);
    }

    /** The name itself, or the last part of an ARN. */
    private static boolean ofControlTower(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1)
                .toLowerCase(Locale.ROOT);
        return CONTROL_TOWER.stream().anyMatch(last::startsWith);
    }

    private static String first(JsonNode given, String... names) {
        for (String name : names) {
            if (given.path(name).isTextual()) {
                return given.path(name).asText();
            }
        }
        return "";
    }
}
