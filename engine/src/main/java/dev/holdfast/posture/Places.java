package dev.holdfast.posture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where accounts lie in the organization, as far as the snapshot knows for sure. */
final class Places {
    private static final List<String> TREE =
            List.of("aws_organizations_root", "aws_organizations_organizational_unit", "aws_organizations_account");

    /** A root, unit or account. */
    private record Node(String id, String name, String parent) {}

    private final Snapshot snapshot;
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final boolean known;

    Places(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.known = TREE.stream().allMatch(table -> whole(table, "name", "parent_id"));
        if (known) {
            node("SELECT id, name, '' AS parent_id FROM aws_organizations_root");
            node("SELECT id, name, parent_id FROM aws_organizations_organizational_unit");
            node("SELECT id, name, parent_id FROM aws_organizations_account");
        }
        for (String table : List.of("holdfast_account", "aws_organizations_account")) {
            if (snapshot.schemas().containsKey(table)) {
                snapshot.query(
                        "SELECT id, name FROM " + table + " WHERE name IS NOT NULL",
                        c -> {},
                        row -> names.put(
                                row.path("id").asText(), row.path("name").asText()));
            }
        }
    }

    /** True when the table was listed without a gap, and these of its columns were read in every row. */
    boolean whole(String table, String... columns) {
        if (!snapshot.schemas().containsKey(table) || !snapshot.schemas().containsKey("holdfast_collection")) {
            return false;
        }
        List<ObjectNode> collected = snapshot.answer(
                        "SELECT count(*) AS asked, count(kind) AS failed FROM holdfast_collection WHERE table_name = '"
                                + table + "'")
                .rows();
        if (collected.get(0).path("asked").asLong() == 0
                || collected.get(0).path("failed").asLong() > 0) {
            return false;
        }
        boolean[] whole = {true};
        snapshot.query(
                "SELECT _errors FROM " + table + " WHERE _errors IS NOT NULL",
                c -> {},
                row -> whole[0] &= Arrays.stream(columns)
                        .noneMatch(column -> row.path("_errors").has(column)));
        return whole[0];
    }

    private void node(String sql) {
        snapshot.query(
                sql,
                c -> {},
                row -> nodes.put(
                        row.path("id").asText(),
                        new Node(
                                row.path("id").asText(),
                                row.path("name").asText(""),
                                row.path("parent_id").asText(""))));
    }

    /** Name and id of a root, unit or account, for people. */
    String label(String id) {
        Node node = nodes.get(id);
        return node == null || node.name().isEmpty() ? id : node.name() + " (" + id + ")";
    }

    /** The account's name, empty when not known. */
    String name(String account) {
        return names.getOrDefault(account, "");
    }

    /** Ids from the account up to the root; null when the way up is not known whole. */
    @Nullable
    List<String> path(String account) {
        List<String> out = new ArrayList<>();
        Node at = known ? nodes.get(account) : null;
        for (int depth = 0; at != null && depth < 16; depth++) {
            out.add(at.id());
            if (at.parent().isEmpty()) {
                return at.id().startsWith("r-") || depth > 0 ? out : null;
            }
            at = nodes.get(at.parent());
        }
        return null;
    }

    /** Everything a person may call a unit at or above the account: id, name, path. Null when that is not known. */
    @Nullable
    Set<String> units(String account) {
        List<String> path = path(account);
        if (path == null) {
            return null;
        }
        Set<String> out = new HashSet<>();
        String below = "";
        String top = "";
        for (int i = path.size() - 1; i >= 1; i--) {
            Node node = nodes.get(path.get(i));
            if (node == null) {
                return null;
            }
            boolean root = i == path.size() - 1;
            top = root ? node.name() : top;
            below = root ? "" : below.isEmpty() ? node.name() : below + "/" + node.name();
            out.add(node.id());
            out.add(node.name());
            out.add(root ? node.name() : top + "/" + below);
            out.add(below);
        }
        out.remove("");
        return out;
    }
}
