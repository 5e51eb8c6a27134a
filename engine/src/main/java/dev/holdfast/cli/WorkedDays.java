package dev.holdfast.cli;

import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.QueueDay;
import dev.holdfast.model.Outcome;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.terminal.QueueView;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which working days there were since the queue began, and which of them were signed off in time. */
final class WorkedDays {
    private WorkedDays() {}

    /**
     * A working day.
     *
     * @param day the day
     * @param due whether it is over
     * @param signed who signed it, null when nobody did
     * @param inTime whether it was signed in time
     */
    record Worked(LocalDate day, boolean due, @Nullable QueueDay signed, boolean inTime) {
        Outcome outcome() {
            return inTime ? Outcome.PASS : due ? Outcome.FAIL : Outcome.UNKNOWN;
        }

        QueueView.Day shown() {
            if (signed == null) {
                return new QueueView.Day(day, outcome(), due ? "not signed off" : "today; to be signed off");
            }
            return new QueueView.Day(
                    day,
                    outcome(),
                    "signed by " + signed.by() + " on " + Phrases.minute(signed.at()) + (inTime ? "" : ", too late")
                            + (signed.unseen() > 0 ? ", with cases nobody had seen: " + signed.unseen() : "")
                            + (signed.note().isEmpty() ? "" : ": " + signed.note()));
        }
    }

    /** The working days up to a time, today included, oldest first; none when there never was a queue. */
    static List<Worked> of(Ledger ledger, TriageSettings settings, Instant at) {
        return of(began(ledger), ledger.queueDays().all(), settings, at);
    }

    /** The same, from what was read of the ledger before. */
    static List<Worked> of(Optional<LocalDate> began, List<QueueDay> signatures, TriageSettings settings, Instant at) {
        LocalDate today = at.atZone(ZoneOffset.UTC).toLocalDate();
        if (began.isEmpty() || began.get().isAfter(today)) {
            return List.of();
        }
        LocalDate earliest = today.minusDays(settings.lookBack());
        LocalDate from = began.get().isAfter(earliest) ? began.get() : earliest;
        Map<LocalDate, QueueDay> signed =
                signatures.stream().collect(Collectors.toMap(QueueDay::day, Function.identity()));
        List<Worked> out = new ArrayList<>();
        for (LocalDate day : settings.days().between(from, today.plusDays(1))) {
            QueueDay by = signed.get(day);
            boolean inTime = by != null
                    && !by.at().atZone(ZoneOffset.UTC).toLocalDate().isAfter(day.plusDays(settings.signWithin()));
            out.add(new Worked(day, day.isBefore(today), by, inTime));
        }
        return List.copyOf(out);
    }

    /** The day of the first case, the first signature or the first log that was read. */
    static Optional<LocalDate> began(Ledger ledger) {
        return Stream.of(
                        ledger.cases().all().stream().map(CaseFile::openedAt),
                        ledger.queueDays().all().stream()
                                .map(d -> d.day().atStartOfDay(ZoneOffset.UTC).toInstant()),
                        ledger.arrivals().newest().stream().map(h -> h.firstRead()))
                .flatMap(s -> s)
                .min(Instant::compareTo)
                .map(first -> first.atZone(ZoneOffset.UTC).toLocalDate());
    }
}
