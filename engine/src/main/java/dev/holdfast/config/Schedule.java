package dev.holdfast.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The expressions of Amazon EventBridge, which AWS Backup and Systems Manager take too. Source: EventBridge User Guide. */
final class Schedule {
    private static final Pattern RATE = Pattern.compile("rate\\((\\d{1,6}) (minute|hour|day)(s?)\\)");
    private static final Pattern CRON = Pattern.compile("cron\\((.*)\\)");
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final List<Field> FIELDS = List.of(
            new Field("minutes", 0, 59, List.of()),
            new Field("hours", 0, 23, List.of()),
            new Field("day of month", 1, 31, List.of()),
            new Field("month", 1, 12, MONTHS),
            new Field("day of week", 1, 7, DAYS),
            new Field("year", 1970, 2199, List.of()));
    private static final int DAY = 2;
    private static final int WEEKDAY = 4;

    private Schedule() {}

    private record Field(String name, int least, int most, List<String> words) {
        /** One number or word of the field; -1 when it is none. */
        int value(String text) {
            int word = words.indexOf(text.toUpperCase(Locale.ROOT));
            if (word >= 0) {
                return word + 1;
            }
            int number = text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
            return number >= least && number <= most ? number : -1;
        }

        /** A star, a value or a range, each perhaps with a step. */
        boolean takes(String text) {
            String[] step = text.split("/", -1);
            if (step.length > 2 || (step.length == 2 && !step[1].matches("[1-9]\\d{0,3}"))) {
                return false;
            }
            if (step[0].equals("*")) {
                return true;
            }
            String[] range = step[0].split("-", -1);
            if (range.length == 2) {
                int from = value(range[0]);
                int to = value(range[1]);
                return from >= 0 && to >= from;
            }
            return range.length == 1 && value(step[0]) >= 0;
        }
    }

    /** What is wrong with an expression; empty when AWS takes it. */
    static Optional<String> problem(String text) {
        Matcher rate = RATE.matcher(text);
        if (rate.matches()) {
            int number = Integer.parseInt(rate.group(1));
            boolean plural = !rate.group(3).isEmpty();
            return number == 0
                    ? Optional.of("a rate is at least 1")
                    : number == 1 == plural
                            ? Optional.of("1 takes the singular, all others the plural")
                            : Optional.empty();
        }
        Matcher cron = CRON.matcher(text);
        return cron.matches()
                ? cron(cron.group(1).strip().split("\\s+"))
                : Optional.of("neither `cron(…)` nor `rate(…)`");
    }

    private static Optional<String> cron(String... parts) {
        if (parts.length != FIELDS.size()) {
            return Optional.of(parts.length + " fields where cron has 6");
        }
        for (int i = 0; i < parts.length; i++) {
            boolean day = i == DAY || i == WEEKDAY;
            if (day && parts[i].equals("?")) {
                continue;
            }
            for (String one : parts[i].split(",", -1)) {
                if (!FIELDS.get(i).takes(one) && !special(i, one)) {
                    return Optional.of("`" + one + "` is no " + FIELDS.get(i).name());
                }
            }
        }
        boolean dayOpen = parts[DAY].equals("?");
        boolean weekdayOpen = parts[WEEKDAY].equals("?");
        return dayOpen == weekdayOpen
                ? Optional.of("exactly one of day of month and day of week must be `?`")
                : Optional.empty();
    }

    /** The last day, the weekday nearest to a day, the last or the nth weekday of a month. */
    private static boolean special(int field, String text) {
        return switch (field) {
            case DAY -> text.equals("L") || text.matches("(L|[1-9]|[12]\\d|3[01])W");
            case WEEKDAY ->
                text.equals("L")
                        || (text.matches("\\w{1,3}L")
                                && FIELDS.get(WEEKDAY).value(text.substring(0, text.length() - 1)) > 0)
                        || (text.matches("\\w{1,3}#[1-5]")
                                && FIELDS.get(WEEKDAY).value(text.substring(0, text.length() - 2)) > 0);
            default -> false;
        };
    }
}
