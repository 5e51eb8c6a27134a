package dev.holdfast.triage;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The days on which the queue is worked.
 *
 * @param week days of the week
 * @param holidays days off
 */
public record WorkingDays(Set<DayOfWeek> week, Set<LocalDate> holidays) {
    /** Where nothing else is said: Monday to Friday. */
    public static final WorkingDays USUAL =
            new WorkingDays(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), Set.of());

    /** Copies its sets. */
    public WorkingDays {
        week = Set.copyOf(week);
        holidays = Set.copyOf(holidays);
    }

    /** True for a day on which somebody works. */
    public boolean includes(LocalDate day) {
        return week.contains(day.getDayOfWeek()) && !holidays.contains(day);
    }

    /** The working days from one day up to and without another, oldest first. */
    public List<LocalDate> between(LocalDate from, LocalDate before) {
        List<LocalDate> out = new ArrayList<>();
        for (LocalDate day = from; day.isBefore(before); day = day.plusDays(1)) {
            if (includes(day)) {
                out.add(day);
            }
        }
        return List.copyOf(out);
    }
}
