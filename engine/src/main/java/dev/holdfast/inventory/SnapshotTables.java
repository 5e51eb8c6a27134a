package dev.holdfast.inventory;

import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.util.List;

/** The tables every snapshot has beside the collected ones. */
public final class SnapshotTables {
    /** One row for each account, region and table that was asked: how it went. {@code error} is null when well. */
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
                    text("principal")));

    /** The accounts in scope. */
    public static final TableSchema ACCOUNT = new TableSchema(
            "holdfast_account",
            List.of(text("id"), text("name"), text("status"), new Column("management", Type.BOOLEAN)));

    /** What the run was: {@code organization}, {@code management}, {@code regions}, {@code started}. */
    public static final TableSchema SNAPSHOT =
            new TableSchema("holdfast_snapshot", List.of(text("name"), text("value")));

    private SnapshotTables() {}

    private static Column text(String name) {
        return new Column(name, Type.TEXT);
    }
}
