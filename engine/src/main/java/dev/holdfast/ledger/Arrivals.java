package dev.holdfast.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The gap ledger: what arrived of each log source, account and region in each hour, and of each host. */
public final class Arrivals {
    private final Database database;

    Arrivals(Database database) {
        this.database = database;
    }

    /**
     * What arrived of an hour.
     *
     * @param source product and service, such as {@code aws/cloudtrail}
     * @param account the account it concerns, empty when the log does not say
     * @param region the region, empty when the log does not say
     * @param hour the hour in which the events happened, by their own clock
     * @param events how many
     * @param newest when the newest of them happened
     * @param firstRead when the first of them was read
     * @param lastRead when the last of them was read
     */
    public record Hour(
            String source,
            String account,
            String region,
            Instant hour,
            long events,
            Instant newest,
            Instant firstRead,
            Instant lastRead) {}

    /**
     * What arrived of a machine.
     *
     * @param source product and service, such as {@code linux/sshd}
     * @param host the machine, as the log names it
     * @param events how many
     * @param newest when the newest of them happened
     * @param lastRead when the last of them was read
     */
    public record Host(String source, String host, long events, Instant newest, Instant lastRead) {}

    /** Adds what arrived; all of it or nothing is on disk when this returns. */
    public void add(Collection<Hour> hours, Collection<Host> hosts) {
        if (hours.isEmpty() && hosts.isEmpty()) {
            return;
        }
        database.change(c -> {
            for (Hour hour : hours) {
                Database.run(
                        c,
                        "INSERT INTO source_hour (source, account, region, hour, events, newest_event_at, first_read_at,"
                                + " last_read_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (source, account, region, hour) DO UPDATE SET"
                                + " events = source_hour.events + excluded.events,"
                                + " newest_event_at = CASE WHEN excluded.newest_event_at > source_hour.newest_event_at"
                                + " THEN excluded.newest_event_at ELSE source_hour.newest_event_at END,"
                                + " last_read_at = excluded.last_read_at",
                        hour.source(),
                        hour.account(),
                        hour.region(),
                        Micros.of(hour.hour()),
                        hour.events(),
                        Micros.of(hour.newest()),
                        Micros.of(hour.firstRead()),
                        Micros.of(hour.lastRead()));
            }
            for (Host host : hosts) {
                Database.run(
                        c,
                        "INSERT INTO source_host (source, host, events, newest_event_at, last_read_at)"
                                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (source, host) DO UPDATE SET"
                                + " events = source_host.events + excluded.events,"
                                + " newest_event_at = CASE WHEN excluded.newest_event_at > source_host.newest_event_at"
                                + " THEN excluded.newest_event_at ELSE source_host.newest_event_at END,"
                                + " last_read_at = excluded.last_read_at",
                        host.source(),
                        host.host(),
                        host.events(),
                        Micros.of(host.newest()),
                        Micros.of(host.lastRead()));
            }
            return true;
        });
    }

    /** What arrived of the hours from a time on, by source, account, region and hour. */
    public List<Hour> hours(Instant since) {
        return database.rows(
                "SELECT source, account, region, hour, events, newest_event_at, first_read_at, last_read_at"
                        + " FROM source_hour WHERE hour >= ? ORDER BY source, account, region, hour",
                row -> new Hour(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        Micros.instant(row.getLong(4)),
                        row.getLong(5),
                        Micros.instant(row.getLong(6)),
                        Micros.instant(row.getLong(7)),
                        Micros.instant(row.getLong(8))),
                Micros.of(since));
    }

    /** For each source, account and region the newest hour of which anything arrived, however long ago. */
    public List<Hour> newest() {
        return database.rows(
                "SELECT source, account, region, MAX(hour), SUM(events), MAX(newest_event_at), MIN(first_read_at),"
                        + " MAX(last_read_at) FROM source_hour GROUP BY source, account, region"
                        + " ORDER BY source, account, region",
                row -> new Hour(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        Micros.instant(row.getLong(4)),
                        row.getLong(5),
                        Micros.instant(row.getLong(6)),
                        Micros.instant(row.getLong(7)),
                        Micros.instant(row.getLong(8))));
    }

    /** The machines that ever sent something. */
    public List<Host> hosts() {
        return database.rows(
                "SELECT source, host, events, newest_event_at, last_read_at FROM source_host ORDER BY source, host",
                row -> new Host(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        Micros.instant(row.getLong(4)),
                        Micros.instant(row.getLong(5))));
    }

    /** Forgets hours before a time, so that the ledger does not grow without end; gives how many. */
    public int forget(Instant before) {
        return database.change(c -> Database.run(c, "DELETE FROM source_hour WHERE hour < ?", Micros.of(before)));
    }
}
