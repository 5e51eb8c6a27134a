package dev.holdfast.logs;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times that logs write: ISO 8601 with or without a zone, seconds (or thousandths, millionths) since 1970, that of
 * web servers, and that of syslog, which has no year. Without a zone it is UTC. A time without a year gets the latest year
 * that does not lie more than a day after the reference.
 */
final class LogTimes {
    private static final String FORM = "0000-00-00T00:00:00";
    private static final int T = 10;
    private static final Duration AHEAD = Duration.ofDays(1);
    private static final Instant EARLIEST = Instant.parse("1971-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final List<DateTimeFormatter> ZONED = List.of(
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT),
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSSSSSSSS][.SSSSSS][.SSS]xx", Locale.ROOT),
            DateTimeFormatter.RFC_1123_DATE_TIME,
            DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a 'UTC'", Locale.US)
                    .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy 'UTC'", Locale.US)
                    .withZone(ZoneOffset.UTC));

    private static final List<DateTimeFormatter> LOCAL = List.of(
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .appendLiteral(' ')
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .toFormatter(Locale.ROOT),
            DateTimeFormatter.ofPattern("MMM d yyyy HH:mm:ss", Locale.US),
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.US),
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.US),
            DateTimeFormatter.ofPattern("M/d/yyyy h:mm:ss a", Locale.US));

    private static final DateTimeFormatter YEARLESS =
            DateTimeFormatter.ofPattern("MMM d HH:mm:ss[.SSS] yyyy", Locale.US);

    private LogTimes() {}

    /**
     * @param reference what a time without a year lies before; null when that is not known, and such a time is none
     * @return empty when the text is not a time, or one that no log was written at
     */
    static Optional<Instant> parse(String raw, @Nullable Instant reference) {
        String text = raw.strip();
        if (text.isEmpty() || text.length() > 64) {
            return Optional.empty();
        }
        return any(text, reference).filter(t -> t.isAfter(EARLIEST) && t.isBefore(LATEST));
    }

    /** Whether {@link #parse} reads it, however far back; the usual forms are told without reading them. */
    static boolean isTime(String text) {
        return isUsual(text) || parse(text, null).isPresent();
    }

    /** `2026-01-02T03:04:05`, or with a blank, a fraction, a Z after a T; on a day that every month has. */
    private static boolean isUsual(String text) {
        int length = text.length();
        if (length < FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char form = FORM.charAt(i);
            char c = text.charAt(i);
            if (form == '0' ? !isDigit(text, i) : c != form && (i != T || c != ' ')) {
                return false;
            }
        }
        int at = FORM.length();
        if (at < length && text.charAt(at) == '.') {
            at++;
            while (at < length && isDigit(text, at)) {
                at++;
            }
            if (at == FORM.length() + 1 || at > FORM.length() + 10) {
                return false;
            }
        }
        boolean ends = at == length || (at == length - 1 && text.charAt(at) == 'Z' && text.charAt(T) == 'T');
        boolean year = text.startsWith("20") || text.startsWith("199");
        boolean day = within(text, 5, 1, 12) && within(text, 8, 1, 28);
        return ends && year && day && within(text, 11, 0, 23) && within(text, 14, 0, 59) && within(text, 17, 0, 59);
    }

    private static boolean isDigit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static boolean within(String text, int at, int low, int high) {
        int value = (text.charAt(at) - '0') * 10 + (text.charAt(at + 1) - '0');
        return value >= low && value <= high;
    }

    private static Optional<Instant> any(String text, @Nullable Instant reference) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        char first = text.charAt(0);
        try {
            if (text.length() >= 19 && text.charAt(4) == '-' && (text.charAt(10) == 'T' || text.charAt(10) == 't')) {
                return Optional.of(iso(text));
            }
            if (text.length() >= 19 && text.charAt(4) == '-' && text.charAt(T) == ' ' && text.charAt(T + 1) != ' ') {
                return Optional.of(iso(text.substring(0, T) + "T" + text.substring(T + 1)));
            }
            if (first >= '0' && first <= '9' && text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))) {
                return sinceEpoch(text);
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Other forms begin alike.
        }
        if (first == '[') {
            return any(text.substring(1, text.endsWith("]") ? text.length() - 1 : text.length()), reference);
        }
        Optional<Instant> full = byPattern(text);
        return full.isPresent() || reference == null ? full : yearless(text, reference);
    }

    private static Instant iso(String text) {
        int zone = Math.max(
                text.indexOf('+', 10),
                Math.max(text.indexOf('-', 10), text.toUpperCase(Locale.ROOT).indexOf('Z', 10)));
        return zone < 0
                ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
                : OffsetDateTime.parse(text).toInstant();
    }

    /** The size tells the unit: no log was written before 1971. */
    private static Optional<Instant> sinceEpoch(String text) {
        int dot = text.indexOf('.');
        if (dot != text.lastIndexOf('.') || (dot < 0 ? text.length() : dot) > 19) {
            return Optional.empty();
        }
        long whole = Long.parseLong(dot < 0 ? text : text.substring(0, dot));
        if (dot >= 0) {
            String nanos = (text.substring(dot + 1) + "000000000").substring(0, 9);
            if (whole < 100_000_000_000L) {
                return Optional.of(Instant.ofEpochSecond(whole, Long.parseLong(nanos)));
            }
        }
        if (whole < 100_000_000_000L) {
            return Optional.of(Instant.ofEpochSecond(whole));
        } else if (whole < 100_000_000_000_000L) {
            return Optional.of(Instant.ofEpochMilli(whole));
        } else if (whole < 100_000_000_000_000_000L) {
            return Optional.of(Instant.ofEpochSecond(whole / 1_000_000, whole % 1_000_000 * 1_000));
        }
        return Optional.of(Instant.ofEpochSecond(whole / 1_000_000_000, whole % 1_000_000_000));
    }

    private static Optional<Instant> byPattern(String text) {
        String single = text.replaceAll(" +", " ");
        for (DateTimeFormatter format : ZONED) {
            try {
                return Optional.of(Instant.from(format.parse(single)));
            } catch (DateTimeException e) {
                // The next one.
            }
        }
        for (DateTimeFormatter format : LOCAL) {
            try {
                return Optional.of(LocalDateTime.parse(single, format).toInstant(ZoneOffset.UTC));
            } catch (DateTimeParseException e) {
                // The next one.
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> yearless(String text, Instant reference) {
        String single = text.replaceAll(" +", " ");
        int year = reference.plus(AHEAD).atOffset(ZoneOffset.UTC).getYear();
        // Eight years back, for the 29th of February.
        for (int back = 0; back <= 8; back++) {
            try {
                Instant time = LocalDateTime.parse(single + " " + (year - back), YEARLESS)
                        .toInstant(ZoneOffset.UTC);
                // A parser that bends the 29th to the 28th would move an event by a day.
                boolean same = !single.startsWith("Feb 29")
                        || time.atOffset(ZoneOffset.UTC).getDayOfMonth() == 29;
                if (same && !time.isAfter(reference.plus(AHEAD))) {
                    return Optional.of(time);
                }
            } catch (DateTimeParseException e) {
                if (back > 0 && !single.startsWith("Feb 29")) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
