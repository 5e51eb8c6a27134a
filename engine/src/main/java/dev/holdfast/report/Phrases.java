package dev.holdfast.report;

import dev.holdfast.model.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How numbers, times and words are said to people, the same in every format. */
public final class Phrases {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Phrases() {}

    /** Such as {@code 1 resource}, {@code 12,000 resources}. */
    public static String count(long number, String singular, String plural) {
        return number(number) + " " + (number == 1 ? singular : plural);
    }

    /** With thousands set apart by commas. */
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Date and time to the minute, UTC. */
    public static String minute(Instant time) {
        return MINUTE.format(time);
    }

    /** Date and time to the second, UTC. */
    public static String second(Instant time) {
        return SECOND.format(time);
    }

    /** Time of day to the second, UTC. */
    public static String clock(Instant time) {
        return CLOCK.format(time);
    }

    /** Such as {@code 350 ms}, {@code 42 s}, {@code 4 min 5 s}, {@code 3 h 10 min}, {@code 2 d 4 h}. */
    public static String duration(Duration length) {
        long seconds = length.toSeconds();
        if (seconds < 1) {
            return length.toMillis() + " ms";
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return pair(length.toMinutes(), "min", length.toSecondsPart(), "s");
        }
        if (seconds < 86_400) {
            return pair(length.toHours(), "h", length.toMinutesPart(), "min");
        }
        return pair(length.toDays(), "d", length.toHoursPart(), "h");
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return small == 0 ? large + " " + largeUnit : large + " " + largeUnit + " " + small + " " + smallUnit;
    }

    /** The outcome as people say it. */
    public static String outcome(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The first letter in upper case. */
    public static String sentence(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** A metric's name as people say it: {@code rtoSeconds} is {@code time to restore}. */
    public static String metric(String name) {
        return switch (name) {
            case "mttdSeconds" -> "time to detect";
            case "mttcSeconds" -> "time to contain";
            case "mttrSeconds" -> "time to recover";
            case "rtoSeconds" -> "time to restore";
            case "rpoSeconds" -> "age of the restored data";
            default -> name.replace("Seconds", "");
        };
    }

    /** An ARN's last part, which is the name people know; other text unchanged. */
    public static String resource(String resource) {
        String[] parts = resource.split(":", 6);
        return parts.length == 6 && parts[0].equals("arn") && !parts[5].isEmpty() ? parts[5] : resource;
    }
}
