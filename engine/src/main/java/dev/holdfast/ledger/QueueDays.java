package dev.holdfast.ledger;

import java.time.LocalDate;
import java.util.List;

/** Which days were worked, and how many findings each rule made on which day. */
public final class QueueDays {
    private final Database database;

    QueueDays(Database database) {
        this.database = database;
    }

    /** Signs a day; false when it is signed already, and then the first signature stays. */
    public boolean sign(QueueDay day) {
        return database.change(c -> Database.run(
                        c,
                        "INSERT INTO queue_day (day, signed_by, signed_at, note, open_cases, unseen_cases, overdue_cases)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (day) DO NOTHING",
                        day.day().toString(),
                        day.by(),
                        Micros.of(day.at()),
                        day.note(),
                        day.open(),
                        day.unseen(),
                        day.overdue()))
                == 1;
    }

    /** The signed days, oldest first. */
    public List<QueueDay> all() {
        return database.rows(
                "SELECT day, signed_by, signed_at, note, open_cases, unseen_cases, overdue_cases FROM queue_day ORDER BY day",
                row -> new QueueDay(
                        LocalDate.parse(row.getString(1)),
                        row.getString(2),
                        Micros.instant(row.getLong(3)),
                        row.getString(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7)));
    }

    /**
     * What a rule did on a day.
     *
     * @param rule the rule's id
     * @param day the day of the events (UTC)
     * @param findings findings that reached the queue
     * @param suppressed findings that a suppression kept out
     */
    public record RuleDay(String rule, LocalDate day, long findings, long suppressed) {}

    /** Adds to what is known of rules and days. */
    public void add(List<RuleDay> counts) {
        if (counts.isEmpty()) {
            return;
        }
        database.change(c -> {
            for (RuleDay count : counts) {
                Database.run(
                        c,
                        "INSERT INTO rule_day (rule, day, findings, suppressed) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (rule, day) DO UPDATE SET findings = rule_day.findings"
                                + " + excluded.findings, suppressed = rule_day.suppressed + excluded.suppressed",
                        count.rule(),
                        count.day().toString(),
                        count.findings(),
                        count.suppressed());
            }
            return counts.size();
        });
    }

    /** What the rules did from a day on. */
    public List<RuleDay> rules(LocalDate since) {
        return database.rows(
                "SELECT rule, day, findings, suppressed FROM rule_day WHERE day >= ? ORDER BY rule, day",
                row -> new RuleDay(row.getString(1), LocalDate.parse(row.getString(2)), row.getLong(3), row.getLong(4)),
                since.toString());
    }
}
