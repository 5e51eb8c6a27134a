package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.config.Ground;
import dev.holdfast.lake.QueryFailure;
import dev.holdfast.lake.Snapshot;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of units and accounts, as the newest snapshot has them. */
final class KnownNames {
    /** Every unit with its path below the root. */
    static final String UNITS = """
            WITH RECURSIVE unit AS (
              SELECT u.id, u.name, u.name AS path, 1 AS depth FROM aws_organizations_organizational_unit u
              JOIN aws_organizations_root r ON r.id = u.parent_id
              UNION ALL
              SELECT u.id, u.name, concat(unit.path, '/', u.name), depth + 1 FROM aws_organizations_organizational_unit u
              JOIN unit ON unit.id = u.parent_id)
            """;

    private KnownNames() {}

    /** Empty when there is no snapshot and none was asked for, or when it could not list them. */
    static Optional<Ground.Known> find(Home home, @Nullable String wanted, Surroundings here) {
        Snapshots snapshots = Snapshots.of(home);
        if (wanted == null && snapshots.names().isEmpty()) {
            return Optional.empty();
        }
        return of(snapshots.find(wanted, here));
    }

    static Optional<Ground.Known> of(Path file) {
        try (Snapshot open = Snapshots.open(file)) {
            List<ObjectNode> gaps = open.answer(
                            "SELECT 1 FROM holdfast_collection WHERE error IS NOT NULL AND table_name IN "
                                    + "('aws_organizations_account', 'aws_organizations_organizational_unit')")
                    .rows();
            Set<String> accounts = texts(open, "SELECT unnest([id, name]) AS name FROM aws_organizations_account");
            Set<String> units = texts(open, UNITS + "SELECT unnest([name, path]) AS name FROM unit");
            return gaps.isEmpty() && !accounts.isEmpty()
                    ? Optional.of(new Ground.Known(units, accounts))
                    : Optional.empty();
        } catch (QueryFailure e) {
            return Optional.empty();
        }
    }

    private static Set<String> texts(Snapshot open, String sql) {
        Set<String> out = new HashSet<>();
        open.answer(sql).rows().forEach(row -> out.add(row.path("name").asText()));
        return out;
    }
}
