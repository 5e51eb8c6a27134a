package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.EventLake;
import dev.holdfast.lake.LakeCare;
import dev.holdfast.report.data.Json;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Keeps the lake in order. */
@Command(
        name = "compact",
        description = {
            "Join the small files of the lake, and with --keep drop the days that are older than that.",
            "",
            "Joining changes nothing that is found. What is dropped is gone; --dry-run says which days that would be."
        },
        footer = {"", "Examples:", "  holdfast detect compact", "  holdfast detect compact --keep 365d --dry-run"})
final class DetectCompactVerb extends Verb {
    @Option(names = "--keep", paramLabel = "DAYS", description = "Drop whole days older than this, such as 365d.")
    @Nullable
    String keep;

    @Option(names = "--dry-run", description = "Only say which days would be dropped; join nothing.")
    boolean dryRun;

    @Override
    public Integer call() {
        EventLake lake = new EventLake(home().sub("lake"));
        String given = keep;
        try (LakeCare care = new LakeCare(lake)) {
            List<LocalDate> old = given == null ? List.of() : care.before(first(given));
            LakeCare.Outcome outcome = new LakeCare.Outcome(0, 0, 0, List.of());
            if (!dryRun) {
                for (LocalDate day : old) {
                    care.drop(day);
                }
                outcome = care.join();
            }
            show(old, outcome);
            outcome.unread().forEach(u -> screen().note("not read: " + u));
            return outcome.unread().isEmpty() ? Exit.FINE : Exit.PARTIAL;
        } catch (IOException e) {
            throw new Stop(
                    Exit.FAILED,
                    "the lake cannot be written: " + e.getMessage(),
                    "See that there is room in " + lake.folder() + ", then run it again");
        }
    }

    private LocalDate first(String given) {
        if (!given.matches("[1-9]\\d{0,4}d")) {
            throw Stop.usage("`--keep " + given + "` is not a number of days", "Write it like 365d");
        }
        long days = Long.parseLong(given.substring(0, given.length() - 1));
        return LocalDate.ofInstant(here().clock().instant(), ZoneOffset.UTC).minusDays(days);
    }

    private void show(List<LocalDate> old, LakeCare.Outcome outcome) {
        if (json()) {
            ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
            ObjectNode inner = top.putObject("summary")
                    .put("dryRun", dryRun)
                    .put("filesBefore", outcome.before())
                    .put("filesAfter", outcome.after())
                    .put("eventsTwice", outcome.twice());
            old.forEach(day -> inner.withArray("dropped").add(day.toString()));
            screen().line(Json.line(top));
            return;
        }
        if (!old.isEmpty()) {
            String days = old.stream().map(LocalDate::toString).collect(Collectors.joining(", "));
            screen().line((dryRun ? "would drop " : "dropped ") + days);
        }
        if (!dryRun) {
            screen().line(String.format(
                    Locale.ROOT,
                    "%,d files, %,d before; %,d events lay there twice",
                    outcome.after(),
                    outcome.before(),
                    outcome.twice()));
        }
    }
}
