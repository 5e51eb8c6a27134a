package dev.holdfast.posture;

import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.util.List;

/**
 * Tables of facts that do not come from AWS but from Holdfast itself: its settings and its ledger. Whoever judges adds
 * them to the workspace; where one is missing, checks that need it are unknown.
 */
public final class FactTables {
    /** {@code now} (ISO 8601), {@code logging-account}, {@code audit-account} (account id or name), and one {@code trusted-account} (id) each. */
    public static final TableSchema SETTING = new TableSchema("holdfast_setting", List.of(text("name"), text("value")));

    /**
     * {@code holdfast.yaml} with its defaults: a row for each node. {@code path} is written with dots
     * ({@code account-defaults.ebs-encryption}); {@code value} is the text of a scalar and the JSON of a list or mapping.
     */
    public static final TableSchema CONFIG = new TableSchema("holdfast_config", List.of(text("path"), text("value")));

    /** The analyst's queue. */
    public static final TableSchema CASE = new TableSchema(
            "holdfast_case",
            List.of(text("id"), text("state"), text("severity"), time("opened_at"), text("signed_off")));

    /** Runs of runbooks; {@code kind} is {@code real} or {@code drill}, {@code outcome} is {@code succeeded} when all went well. */
    public static final TableSchema RUN = new TableSchema(
            "holdfast_run", List.of(text("id"), text("runbook"), text("outcome"), time("ended_at"), text("kind")));

    /** Drills; {@code kind} is {@code respond} or {@code restore}, {@code outcome} is {@code passed} when all went well. */
    public static final TableSchema DRILL = new TableSchema(
            "holdfast_drill",
            List.of(
                    text("id"),
                    text("scenario"),
                    text("kind"),
                    text("outcome"),
                    time("ended_at"),
                    text("environment"),
                    new Column("rto_seconds", Type.INTEGER),
                    text("resource")));

    /** What a loss may cost, by environment (a unit of the organization, or {@code default}); the strictest that was asked. */
    public static final TableSchema OBJECTIVE = new TableSchema(
            "holdfast_environment_objective",
            List.of(
                    text("environment"),
                    new Column("rpo_hours", Type.DECIMAL),
                    new Column("rto_hours", Type.DECIMAL),
                    text("because")));

    /** All of them. */
    public static final List<TableSchema> ALL = List.of(SETTING, CONFIG, CASE, RUN, DRILL, OBJECTIVE);

    private FactTables() {}

    private static Column text(String name) {
        return new Column(name, Type.TEXT);
    }

    private static Column time(String name) {
        return new Column(name, Type.TIMESTAMP);
    }
}
