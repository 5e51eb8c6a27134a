package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.SigmaRule;
import dev.holdfast.content.SigmaSelection;
import dev.holdfast.model.OperationCatalog;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds rules that can never fire: rules over CloudTrail all of whose event names are names that the service has no
 * operation of. Says nothing where it cannot be sure: services that the SDK here does not know, patterns, services whose
 * log names differ from the operations, and events that a service writes by itself.
 */
final class NeverHappens {
    /** CloudTrail writes other names than the API for these. Source: Amazon S3 User Guide, "CloudTrail events". */
    private static final Set<String> NAMED_OTHERWISE = Set.of("s3");

    /** Events that a service writes by itself. Source: the services' pages on CloudTrail, "AWS service events". */
    private static final Set<String> BY_ITSELF = Set.of(
            "deletekey",
            "rotatekey",
            "deletekeymaterial",
            "synchronizemultiregionkey",
            "createaccountresult",
            "closeaccountresult",
            "switchrole",
            "exitrole",
            "secretversiondeletion",
            "rotationsucceeded",
            "rotationfailed");

    private final OperationCatalog catalog;
    private final Map<String, Set<String>> known = new HashMap<>();

    NeverHappens(OperationCatalog catalog) {
        this.catalog = catalog;
    }

    /** The event names of a rule that can never fire, in a list for people; empty for a rule that may. */
    String of(SigmaRule rule) {
        if (!"aws".equals(rule.logsource().product())
                || !"cloudtrail".equals(rule.logsource().service())) {
            return "";
        }
        Set<String> sources = new TreeSet<>();
        Set<String> names = new TreeSet<>();
        for (SigmaSelection selection : rule.selections().values()) {
            if (!gather(selection, sources, names)) {
                return "";
            }
        }
        Set<String> possible = new HashSet<>();
        for (String source : sources) {
            Set<String> operations = operations(source);
            if (operations.isEmpty()) {
                return "";
            }
            possible.addAll(operations);
        }
        boolean never = !sources.isEmpty() && !names.isEmpty() && names.stream().noneMatch(n -> happens(n, possible));
        return never ? String.join(", ", names) : "";
    }

    private static boolean happens(String name, Set<String> operations) {
        String plain = name.toLowerCase(java.util.Locale.ROOT);
        // Lambda adds the version of its API, such as CreateFunction20150331v2.
        String bare = plain.replaceAll("\\d{8}(v\\d+)?$", "");
        return operations.contains(plain) || operations.contains(bare) || BY_ITSELF.contains(plain);
    }

    /** False when something about the events is said by a pattern. */
    private static boolean gather(SigmaSelection selection, Set<String> sources, Set<String> names) {
        return switch (selection) {
            case SigmaSelection.All all -> gather(all.parts(), sources, names);
            case SigmaSelection.Any any -> gather(any.parts(), sources, names);
            case SigmaSelection.Each each -> true;
            case SigmaSelection.Keywords keywords -> true;
            case SigmaSelection.Field field -> {
                boolean source = field.path().equals("eventSource");
                if (!source && !field.path().equals("eventName")) {
                    yield true;
                }
                for (JsonNode value : field.values()) {
                    String text = value.asText();
                    if (!field.modifiers().isEmpty() || text.contains("*") || text.contains("?")) {
                        yield false;
                    }
                    (source ? sources : names).add(text);
                }
                yield true;
            }
        };
    }

    private static boolean gather(List<SigmaSelection> parts, Set<String> sources, Set<String> names) {
        boolean sure = true;
        for (SigmaSelection part : parts) {
            sure &= gather(part, sources, names);
        }
        return sure;
    }

    /** In lower case, as Sigma compares; none where the service is not known well enough. */
    private Set<String> operations(String eventSource) {
        return known.computeIfAbsent(eventSource, source -> {
            String service = service(source.replace(".amazonaws.com", ""));
            Collection<String> names = NAMED_OTHERWISE.contains(service) ? List.of() : catalog.operations(service);
            Set<String> out = new HashSet<>();
            names.forEach(name -> out.add(name.toLowerCase(java.util.Locale.ROOT)));
            return out;
        });
    }

    private static String service(String prefix) {
        return switch (prefix) {
            case "elasticloadbalancing" -> "elbv2";
            case "monitoring" -> "cloudwatch";
            default -> prefix;
        };
    }
}
