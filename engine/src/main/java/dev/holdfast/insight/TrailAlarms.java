package dev.holdfast.insight;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.insight.FilterExpression.Match;
import dev.holdfast.insight.WatchedEvents.Sample;
import dev.holdfast.insight.WatchedEvents.Watch;
import dev.holdfast.lake.Workspace;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The way from a trail to a person: trail, log group, metric filter, alarm, topic with a confirmed subscription; and
 * which watched events get through on it.
 */
final class TrailAlarms {
    /**
     * {@code holdfast_trail_alarm}: one row per trail with a log group and each way on from it; what is missing on the
     * way is null. {@code prompt} is true when the alarm goes off at the first event.
     */
    static final String ALARM = """
            WITH logged AS (
                SELECT account_id, region, resource, name, log_group_arn,
                       split_part(log_group_arn, ':', 5) AS log_account,
                       split_part(log_group_arn, ':', 4) AS log_region,
                       split_part(log_group_arn, ':', 7) AS log_group_name
                FROM holdfast_trail
                WHERE log_group_arn IS NOT NULL AND is_logging AND is_multi_region AND management
            ), metric AS (
                SELECT account_id, region, name, arn, actions_enabled, alarm_actions, comparison_operator, threshold,
                       coalesce(datapoints_to_alarm, evaluation_periods, 1) AS datapoints,
                       namespace, metric_name
                FROM aws_cloudwatch_alarm WHERE metric_name IS NOT NULL
                UNION ALL
                SELECT coalesce(m->>'AccountId', account_id), region, name, arn, actions_enabled, alarm_actions,
                       comparison_operator, threshold, coalesce(datapoints_to_alarm, evaluation_periods, 1),
                       m->>'$.MetricStat.Metric.Namespace', m->>'$.MetricStat.Metric.MetricName'
                FROM aws_cloudwatch_alarm, unnest(from_json(metrics, '["json"]')) AS x(m)
            ), alarm AS (
                SELECT * EXCLUDE (alarm_actions), unnest(from_json(alarm_actions, '["varchar"]')) AS topic_arn
                FROM metric
                WHERE actions_enabled AND comparison_operator IN ('GreaterThanOrEqualToThreshold', 'GreaterThanThreshold')
            )
            SELECT l.account_id, l.region, l.resource, l.name, l.log_group_arn,
                   f.name AS filter_name, f.filter_pattern, a.name AS alarm_name, a.topic_arn,
                   a.datapoints <= 1
                   AND CASE WHEN a.comparison_operator = 'GreaterThanThreshold' THEN a.threshold < v.value
                            ELSE a.threshold <= v.value END AS prompt,
                   TRY_CAST(t.subscriptions_confirmed AS INTEGER) > 0 AS confirmed,
                   l.log_account, l.log_region,
                   -- In a region or an account that was left out there may be filters that nobody read.
                   EXISTS (SELECT 1 FROM holdfast_collection c
                           WHERE c.account = l.log_account AND c.region = l.log_region
                             AND c.table_name = 'aws_cloudwatch_log_metric_filter') AS looked_at
            FROM logged l
            LEFT JOIN aws_cloudwatch_log_metric_filter f
              ON f.account_id = l.log_account AND f.region = l.log_region AND f.log_group_name = l.log_group_name
            -- A filter that takes its number from the event counts at least something.
            LEFT JOIN LATERAL (SELECT coalesce(TRY_CAST(f.metric_transformation_value AS DOUBLE), 1) AS value) v ON true
            LEFT JOIN alarm a
              ON a.account_id = f.account_id AND a.region = f.region
             AND a.namespace = f.metric_transformation_namespace AND a.metric_name = f.metric_transformation_name
             AND v.value > 0
            LEFT JOIN aws_sns_topic t ON t.topic_arn = a.topic_arn
            """;

    /**
     * {@code holdfast_watch}: one row per subject (see {@link Trails#SUBJECT}) and watch. {@code state} is
     * {@code heard}, {@code missed} or {@code unclear}; {@code missing} says what gets through to nobody; {@code reads}
     * are the accounts whose facts decided it.
     */
    static final String WATCH = """
            WITH path AS (
                SELECT s.resource, s.account, w.watch, w.missing, w.unclear, w.accounts,
                       coalesce(w.missing = '', false) AS heard
                FROM holdfast_trail_subject s
                JOIN holdfast_trail_watch w ON w.resource = s.trail
                UNION ALL
                SELECT s.resource, s.account, n.watch,
                       CASE WHEN count(s.trail) = 0 THEN 'There is no trail'
                            ELSE 'No trail that records everything everywhere delivers to CloudWatch Logs' END,
                       false, '[]', false
                FROM holdfast_trail_subject s CROSS JOIN holdfast_watch_name n
                GROUP BY s.resource, s.account, n.watch
                HAVING NOT bool_or(coalesce(s.trail IN (SELECT resource FROM holdfast_trail_watch), false))
            )
            SELECT resource, account, watch,
                   CASE WHEN bool_or(heard) THEN 'heard' WHEN bool_or(unclear) THEN 'unclear' ELSE 'missed' END AS state,
                   min(missing) AS missing,
                   list_distinct(list_concat([account],
                       flatten(list(from_json(accounts, '["varchar"]'))))) AS reads
            FROM path GROUP BY resource, account, watch
            """;

    private static final TableSchema WATCHES = new TableSchema(
            "holdfast_trail_watch",
            List.of(
                    new Column("account_id", Type.TEXT),
                    new Column("region", Type.TEXT),
                    new Column("resource", Type.TEXT),
                    new Column("watch", Type.TEXT),
                    new Column("missing", Type.TEXT),
                    new Column("unclear", Type.BOOLEAN),
                    new Column("accounts", Type.JSON)));

    /** The tables that all of this is made of, beside those of {@link Trails}. */
    static final Set<String> SOURCES =
            Set.of("aws_cloudwatch_log_metric_filter", "aws_cloudwatch_alarm", "aws_sns_topic", "holdfast_collection");

    private static final String ALL_WAYS = "SELECT * FROM holdfast_trail_alarm ORDER BY ALL";
    private static final int MOST_NAMED = 5;

    private final Map<String, Optional<FilterExpression>> read = new HashMap<>();
    private final Map<String, Boolean> loud = new HashMap<>();

    /** Adds {@code holdfast_trail_watch} (trail and watch) and the names of all watches. */
    static void derive(Workspace workspace) {
        workspace.derived(WATCHES, TrailAlarms::rows, () -> workspace.reads(ALL_WAYS));
        workspace.view(
                "holdfast_watch_name",
                WatchedEvents.ALL.stream()
                        .map(w -> "SELECT '" + w.name().replace("'", "''") + "' AS watch")
                        .collect(Collectors.joining(" UNION ALL ")));
    }

    private static List<ObjectNode> rows(Workspace workspace) {
        Map<String, List<ObjectNode>> byTrail = new HashMap<>();
        // What is derived from no trail is empty; asking would cost each example of a check its time.
        boolean none = workspace.empty("aws_cloudtrail_trail") && workspace.empty("aws_cloudtrail_organization_trail");
        String source = none ? ALL_WAYS + " LIMIT 0" : ALL_WAYS;
        workspace.query(
                source,
                row -> byTrail.computeIfAbsent(row.path("resource").asText(), k -> new ArrayList<>())
                        .add(row));
        TrailAlarms alarms = new TrailAlarms();
        List<ObjectNode> rows = new ArrayList<>();
        byTrail.values().forEach(ways -> WatchedEvents.ALL.forEach(watch -> rows.add(alarms.row(ways, watch))));
        return rows;
    }

    private ObjectNode row(List<ObjectNode> ways, Watch watch) {
        ObjectNode trail = ways.get(0);
        Set<String> deaf = new TreeSet<>();
        boolean lookedAt = trail.path("looked_at").asBoolean();
        boolean unclear = !lookedAt;
        Set<String> broken = new TreeSet<>();
        if (!lookedAt) {
            broken.add("its log group lies in " + trail.path("log_account").asText() + "/"
                    + trail.path("log_region").asText() + ", which was not looked at");
        }
        for (Sample sample : watch.samples()) {
            Match best = Match.NO;
            for (ObjectNode way : ways) {
                Match match = match(way, sample);
                if (match != Match.NO) {
                    String lack = lack(way, watch);
                    if (!lack.isEmpty()) {
                        broken.add(lack);
                    } else if (best != Match.YES) {
                        best = match;
                    }
                }
            }
            if (best != Match.YES) {
                deaf.add(sample.name());
                unclear |= best == Match.UNCLEAR;
            }
        }
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        for (String column : List.of("account_id", "region", "resource")) {
            out.set(column, trail.get(column));
        }
        out.put("watch", watch.name()).put("unclear", unclear);
        out.put("missing", deaf.isEmpty() ? "" : missing(trail.path("name").asText(), deaf, broken));
        accounts(ways).forEach(out.putArray("accounts")::add);
        return out;
    }

    /** The accounts that hold the log group and the topics. */
    private static Set<String> accounts(List<ObjectNode> ways) {
        Set<String> out = new TreeSet<>();
        for (ObjectNode way : ways) {
            for (String column : List.of("log_group_arn", "topic_arn")) {
                String[] arn = way.path(column).asText().split(":", 6);
                if (arn.length == 6 && arn[0].equals("arn")) {
                    out.add(arn[4]);
                }
            }
        }
        return out;
    }

    private static String missing(String trail, Set<String> deaf, Set<String> broken) {
        List<String> named = deaf.stream().limit(MOST_NAMED).toList();
        return "Nobody is told of " + String.join(", ", named)
                + (deaf.size() > MOST_NAMED ? " and " + (deaf.size() - MOST_NAMED) + " more" : "")
                + " in trail " + trail
                + (broken.isEmpty() ? "" : ": " + String.join("; ", broken));
    }

    /** Where the way of a filter that hears the event ends, or nothing. */
    private static String lack(ObjectNode way, Watch watch) {
        String filter = "filter " + way.path("filter_name").asText();
        if (way.path("alarm_name").isNull() || way.path("alarm_name").isMissingNode()) {
            return filter + " has no alarm that acts";
        } else if (!watch.often() && !way.path("prompt").asBoolean()) {
            return "alarm " + way.path("alarm_name").asText() + " waits for more than one event";
        } else if (!way.path("confirmed").asBoolean()) {
            return "alarm " + way.path("alarm_name").asText() + " reaches no topic with a confirmed subscriber";
        }
        return "";
    }

    private Match match(ObjectNode way, Sample sample) {
        String pattern = way.path("filter_pattern").asText();
        if (!way.path("filter_name").isTextual()) {
            return Match.NO;
        }
        Optional<FilterExpression> expression = read.computeIfAbsent(pattern, TrailAlarms::read);
        if (expression.isEmpty()) {
            return pattern.isBlank() ? Match.NO : Match.UNCLEAR;
        }
        return loud(pattern, expression.get()) ? Match.NO : expression.get().of(sample.event());
    }

    private static Optional<FilterExpression> read(String pattern) {
        try {
            return Optional.of(FilterPattern.read(pattern));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A filter that counts ordinary events as well drowns what matters. */
    private boolean loud(String pattern, FilterExpression expression) {
        return loud.computeIfAbsent(
                pattern, k -> WatchedEvents.ORDINARY.stream().anyMatch(s -> expression.of(s.event()) == Match.YES));
    }
}
