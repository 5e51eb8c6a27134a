package dev.holdfast.inventory;

import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.util.List;

/** The tables every snapshot has beside the collected ones. */
public final class SnapshotTables {
    /**
     * One row for each account, region and table that was asked: how it went. {@code error} is null when well;
     * {@code calls} counts the answers used, also where another table got the same; {@code collected_at} is when the
     * reading began, which is earlier than the snapshot where rows were taken over from another.
     */
    public static final TableSchema COLLECTION = new TableSchema(
            "holdfast_collection",
            List.of(
                    text("account"),
                    text("region"),
                    text("table_name"),
                    new Column("rows", Type.INTEGER),
                    new Column("calls", Type.INTEGER),
                    text("operation"),
                    text("error"),
                    text("kind"),
                    text("action"),
                    text("principal"),
                    new Column("collected_at", Type.TIMESTAMP)));

    /**
     * What was left out on purpose, with the reason: an account that AWS lets nobody into ({@code table_name} is null), or
     * a table in a region that is not switched on in the account. Neither an error nor unknown.
     */
    public static final TableSchema SKIPPED = new TableSchema(
            "holdfast_skipped",
            List.of(text("account"), text("region"), text("table_name"), text("status"), text("reason")));

    /** The accounts in scope. */
    public static final TableSchema ACCOUNT = new TableSchema(
            "holdfast_account",
            List.of(text("id"), text("name"), text("status"), new Column("management", Type.BOOLEAN)));

    /** What the run was: {@code organization}, {@code management}, {@code regions}, {@code started}. */
    public static final TableSchema SNAPSHOT =
            new TableSchema("holdfast_snapshot", List.of(text("name"), text("value")));

    /** The tables in which a finished cell has its row. */
    static final List<String> CELLS = List.of(COLLECTION.name(), SKIPPED.name());

    private SnapshotTables() {}

    private static Column text(String name) {
        return new Column(name, Type.TEXT);
    }
}
