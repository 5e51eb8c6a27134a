package dev.holdfast.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Where a ledger lies: a file of one machine, or a server that a team shares. The schema is the same. */
public sealed interface LedgerPlace permits SqliteFile, PostgresServer {
    /**
     * Connects.
     *
     * @throws LedgerException when that is not possible
     */
    Connection connect();

    /** Makes sure, at the beginning of a transaction that writes, that no other one writes at the same time. */
    void begin(Connection connection) throws SQLException;

    /** Takes the right to carry on a run; empty while somebody else has it. It is free once its holder ends. */
    Optional<Lease> lease(String run);
}
