package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.Severity;
import dev.holdfast.triage.Sla;
import dev.holdfast.triage.WorkingDays;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How the queue is worked, from {@code triage} in holdfast.yaml.
 *
 * @param days when somebody works
 * @param signWithin days after a day within which it may be signed off
 * @param lookBack days back that are judged
 * @param sla how soon somebody must have looked at a case
 * @param noisePerDay findings a rule may make on a day, on average of a week
 * @param arrival what is allowed to each log source
 * @param sources other limits of single log sources
 */
record TriageSettings(
        WorkingDays days,
        int signWithin,
        int lookBack,
        Sla sla,
        double noisePerDay,
        Limits arrival,
        Map<String, Limits> sources) {
    /**
     * How late and how broken a log source may be.
     *
     * @param lag how old its newest event may be
     * @param gapHours how many hours in a row an account may say nothing
     */
    record Limits(Duration lag, int gapHours) {}

    static TriageSettings of(Config config) {
        JsonNode triage = config.document().path("triage");
        Set<DayOfWeek> week = EnumSet.noneOf(DayOfWeek.class);
        triage.path("working-days").forEach(word -> {
            for (DayOfWeek day : DayOfWeek.values()) {
                if (day.name().toLowerCase(Locale.ROOT).startsWith(word.asText())) {
                    week.add(day);
                }
            }
        });
        Set<LocalDate> holidays = new HashSet<>();
        triage.path("holidays").forEach(day -> holidays.add(date(day.asText())));
        Map<Severity, Integer> hours = new EnumMap<>(Severity.class);
        for (Severity severity : Severity.values()) {
            hours.put(severity, triage.path("sla-hours").path(severity.word()).asInt(24));
        }
        Limits usual = limits(triage.path("arrival"), new Limits(Duration.ofHours(24), 6));
        Map<String, Limits> sources = new java.util.TreeMap<>();
        triage.path("sources").properties().forEach(e -> sources.put(e.getKey(), limits(e.getValue(), usual)));
        return new TriageSettings(
                new WorkingDays(week, holidays),
                triage.path("sign-off-within-days").asInt(3),
                triage.path("look-back-days").asInt(30),
                new Sla(hours),
                triage.path("noise-per-day").asDouble(5),
                usual,
                sources);
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Stop.usage("`" + text + "` under `triage.holidays` is no day", "Write it like 2026-12-25");
        }
    }

    private static Limits limits(JsonNode node, Limits otherwise) {
        return new Limits(
                Duration.ofHours(
                        node.path("max-lag-hours").asLong(otherwise.lag().toHours())),
                node.path("max-gap-hours").asInt(otherwise.gapHours()));
    }

    /** The limits of a log source. */
    Limits limits(String source) {
        return sources.getOrDefault(source, arrival);
    }
}
