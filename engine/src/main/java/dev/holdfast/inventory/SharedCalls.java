package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.TableCall;
import dev.holdfast.content.TableDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which operations may be asked twice with the same request, by the definitions alone. Only their answers are kept for the
 * next who asks; all others stream by.
 */
final class SharedCalls {
    /** What {@link OrganizationDiscovery} asks, with requests that have no members. */
    private static final Set<String> DISCOVERY =
            Set.of("organizations:DescribeOrganization", "organizations:ListAccounts", "ec2:DescribeRegions");

    private SharedCalls() {}

    /** Operations, as {@code service:Operation}. */
    static Set<String> of(List<TableDefinition> tables) {
        Map<String, List<TableCall>> byName = new HashMap<>();
        for (TableDefinition table : tables) {
            for (TableCall call : table.calls()) {
                byName.computeIfAbsent(call.name(), k -> new ArrayList<>()).add(call);
            }
        }
        Set<String> out = new HashSet<>();
        byName.forEach((name, calls) -> {
            if (DISCOVERY.contains(name) || meet(calls)) {
                out.add(name);
            }
        });
        for (TableDefinition table : tables) {
            table.details().stream()
                    .map(TableDefinition.Detail::call)
                    .filter(SharedCalls::sameForEachRow)
                    .forEach(call -> out.add(call.name()));
        }
        return out;
    }

    private static boolean sameForEachRow(TableCall call) {
        return call.with().values().stream().noneMatch(SharedCalls::refers);
    }

    private static boolean refers(JsonNode value) {
        if (value.isTextual()) {
            return value.asText().startsWith("$");
        }
        for (JsonNode inner : value) {
            if (refers(inner)) {
                return true;
            }
        }
        return false;
    }

    private static boolean meet(List<TableCall> calls) {
        for (int i = 0; i < calls.size(); i++) {
            for (int j = i + 1; j < calls.size(); j++) {
                if (mayBeEqual(calls.get(i), calls.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean mayBeEqual(TableCall a, TableCall b) {
        return a.with().keySet().equals(b.with().keySet())
                && a.with().entrySet().stream()
                        .allMatch(e -> mayBeEqual(e.getValue(), b.with().get(e.getKey())));
    }

    private static boolean mayBeEqual(JsonNode a, @Nullable JsonNode b) {
        return b != null && (refers(a) || refers(b) || a.equals(b));
    }
}
