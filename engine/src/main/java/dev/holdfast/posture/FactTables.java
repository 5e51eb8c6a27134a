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
            List.of(
                    text("id"),
                    text("state"),
                    text("severity"),
                    time("opened_at"),
                    text("signed_off"),
                    time("acknowledged_at"),
                    text("disposition")));

    /** GuardDuty's findings in cases, by GuardDuty's id of them. */
    public static final TableSchema CASE_FINDING = new TableSchema(
            "holdfast_case_finding",
            List.of(text("event_id"), text("case_id"), time("opened_at"), time("acknowledged_at")));

    /** Working days since the queue began, today included; {@code due} once a day is over. */
    public static final TableSchema TRIAGE_DAY = new TableSchema(
            "holdfast_triage_day", List.of(text("day"), truth("due"), truth("in_time"), text("signed_by")));

    /** What is kept out of the queue at the time; {@code true_positives}: findings it would hide that turned out to be harm. */
    public static final TableSchema SUPPRESSION = new TableSchema(
            "holdfast_suppression",
            List.of(
                    text("id"),
                    text("rule"),
                    text("owner"),
                    text("reason"),
                    time("expires_at"),
                    whole("hidden"),
                    whole("true_positives")));

    /** Each log source and account that ever arrived, and enabled sources that never did; gaps of the last seven days. */
    public static final TableSchema LOG_SOURCE = new TableSchema(
            "holdfast_log_source",
            List.of(
                    text("id"),
                    text("source"),
                    text("account"),
                    time("newest_event_at"),
                    whole("max_lag_hours"),
                    whole("longest_gap_hours"),
                    whole("max_gap_hours")));

    /** The machines that logs named. */
    public static final TableSchema LOG_HOST = new TableSchema(
            "holdfast_log_host",
            List.of(text("source"), text("host"), time("newest_event_at"), whole("max_lag_hours")));

    /** Each detection and the log source it reads; noise is findings a day on average of the last seven days. */
    public static final TableSchema RULE = new TableSchema(
            "holdfast_rule",
            List.of(
                    text("id"),
                    text("source"),
                    time("source_newest_at"),
                    whole("max_lag_hours"),
                    text("never_happens"),
                    new Column("per_day", Type.DECIMAL),
                    new Column("noise_per_day", Type.DECIMAL)));

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
    public static final List<TableSchema> ALL = List.of(
            SETTING,
            CONFIG,
            CASE,
            CASE_FINDING,
            TRIAGE_DAY,
            SUPPRESSION,
            LOG_SOURCE,
            LOG_HOST,
            RULE,
            RUN,
            DRILL,
            OBJECTIVE);

    private FactTables() {}

    private static Column text(String name) {
        return new Column(name, Type.TEXT);
    }

    private static Column truth(String name) {
        return new Column(name, Type.BOOLEAN);
    }

    private static Column whole(String name) {
        return new Column(name, Type.INTEGER);
    }

    private static Column time(String name) {
        return new Column(name, Type.TIMESTAMP);
    }
}
