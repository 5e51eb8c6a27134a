package dev.holdfast.emulator.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The organizational units of a generated organization: some at the root, some below each of them, and the accounts
 * spread over the lower ones.
 */
final class OrganizationTree {
    private static final String ROOT = "r-hold";
    private static final String UNIT = "ou-hold-";
    private static final int ACCOUNTS_PER_UNIT = 10;
    private static final int MOST_BELOW = 20;

    private final Census census;
    private final int tops;
    private final int below;

    OrganizationTree(Census census) {
        this.census = census;
        int units = Math.max(1, census.accounts() / ACCOUNTS_PER_UNIT);
        this.tops = Math.min(MOST_BELOW, (int) Math.ceil(Math.sqrt(units)));
        this.below = Math.min(MOST_BELOW, (int) Math.ceil((double) units / tops));
    }

    /** How many units there are at both levels. */
    int units() {
        return tops + tops * below;
    }

    /** The units whose parent this is; none below the lower level. */
    ArrayNode unitsBelow(String parent) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        if (parent.equals(ROOT)) {
            for (int top = 1; top <= tops; top++) {
                out.add(unit(top, 0));
            }
        } else if (parent.startsWith(UNIT) && parent.endsWith("000")) {
            int top = Integer.parseInt(parent.substring(UNIT.length())) / 1000;
            for (int low = 1; low <= below; low++) {
                out.add(unit(top, low));
            }
        }
        return out;
    }

    private ObjectNode unit(int top, int low) {
        String id = id(top, low);
        return JsonNodeFactory.instance
                .objectNode()
                .put("Id", id)
                .put("Arn", "arn:aws:organizations::" + census.management() + ":ou/o-holdfast00/" + id)
                .put("Name", low == 0 ? "division-" + top : "team-" + top + "-" + low);
    }

    private static String id(int top, int low) {
        return UNIT + "%08d".formatted(top * 1000 + low);
    }

    /** The one parent of an account or a unit; none when the organization has no such child. */
    ArrayNode parents(String child) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        int number = census.number(child);
        if (number > 0) {
            int unit = number % (tops * below);
            parent(out, id(unit / below + 1, unit % below + 1));
        } else if (number == 0) {
            parent(out, ROOT);
        } else if (child.startsWith(UNIT)) {
            int code = Integer.parseInt(child.substring(UNIT.length()));
            parent(out, code % 1000 == 0 ? ROOT : id(code / 1000, 0));
        }
        return out;
    }

    private static void parent(ArrayNode out, String id) {
        out.addObject().put("Id", id).put("Type", id.equals(ROOT) ? "ROOT" : "ORGANIZATIONAL_UNIT");
    }

    /** The answer to an operation that asks about the tree; missing for all others. */
    JsonNode answer(String operation, JsonNode request) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (operation) {
            case "ListOrganizationalUnitsForParent" ->
                make.objectNode()
                        .set(
                                "OrganizationalUnits",
                                unitsBelow(request.path("ParentId").asText()));
            case "ListParents" ->
                make.objectNode().set("Parents", parents(request.path("ChildId").asText()));
            default -> make.missingNode();
        };
    }
}
