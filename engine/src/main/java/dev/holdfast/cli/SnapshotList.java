package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.GrowingFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is kept in a home, and what of it may go. */
final class SnapshotList {
    private static final Pattern AGE = Pattern.compile("([1-9]\\d{0,4})([dhm])");

    private SnapshotList() {}

    /** A snapshot is whole, or what an interrupted run left, or still being written. */
    enum State {
        WHOLE,
        INTERRUPTED,
        RUNNING
    }

    /**
     * One line.
     *
     * @param name of the snapshot, or that it would have had
     * @param state what it is
     * @param begun when its run began, null when not known
     * @param bytes size of its file, 0 when not whole
     * @param run what its run said of itself, null when not known
     */
    record Entry(
            String name,
            State state,
            @Nullable Instant begun,
            long bytes,
            @Nullable JsonNode run) {
        ObjectNode json() {
            ObjectNode out = Verb.JSON.createObjectNode().put("name", name);
            out.put("state", state.name().toLowerCase(Locale.ROOT));
            out.put("begun", begun == null ? null : begun.toString());
            out.put("bytes", bytes);
            if (run != null) {
                out.put("accounts", accounts()).put("regions", regions()).put("tables", tables());
                out.put("rows", rows()).put("unknown", run.path("unknown").size());
                out.put("base", run.path("base").isTextual() ? run.path("base").asText() : null);
            }
            return out;
        }

        private int accounts() {
            return run == null ? 0 : run.path("organization").path("accounts").size();
        }

        private int regions() {
            return run == null ? 0 : run.path("organization").path("regions").size();
        }

        private int tables() {
            return run == null ? 0 : run.path("tables").size();
        }

        private long rows() {
            long out = 0;
            for (JsonNode table : run == null ? Verb.JSON.createArrayNode() : run.path("tables")) {
                out += table.path("rows").asLong();
            }
            return out;
        }
    }

    static List<Entry> of(Snapshots store) {
        List<Entry> out = new ArrayList<>();
        for (String name : store.names()) {
            Path file = store.folder().resolve(name + Snapshots.ENDING);
            out.add(new Entry(name, State.WHOLE, Snapshots.begun(name), size(file), Snapshots.description(file)));
        }
        for (GrowingFolder folder : Interrupted.unfinished(store)) {
            String name = Snapshots.name(folder.target());
            State state = Interrupted.busy(folder) ? State.RUNNING : State.INTERRUPTED;
            out.add(new Entry(name, state, Snapshots.begun(name), 0, null));
        }
        out.sort(java.util.Comparator.comparing(Entry::name));
        return out;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    static List<String> lines(List<Entry> entries, Instant now) {
        List<String> out = new ArrayList<>();
        for (Entry entry : entries) {
            Instant begun = entry.begun();
            String age = begun == null ? "" : Freshness.ago(Duration.between(begun, now)) + " ago";
            String what = switch (entry.state()) {
                case WHOLE ->
                    String.format(
                            Locale.ROOT,
                            "%4d accounts  %2d regions  %3d tables  %,9d rows  %,6d kB",
                            entry.accounts(),
                            entry.regions(),
                            entry.tables(),
                            entry.rows(),
                            entry.bytes() / 1000);
                case INTERRUPTED -> "interrupted; carry on: holdfast identify --resume " + entry.name();
                case RUNNING -> "being written";
            };
            JsonNode run = entry.run();
            String base = run == null ? "" : run.path("base").asText("");
            out.add(String.format(Locale.ROOT, "%-24s %10s  %s", entry.name(), age, what)
                    + (base.isEmpty() ? "" : "  built on " + base));
        }
        return out;
    }

    /** An age such as {@code 30d}. */
    static Duration age(String text) {
        Matcher found = AGE.matcher(text);
        if (!found.matches()) {
            throw Stop.usage("`--older-than " + text + "` is not an age", "Write it like 30d, 12h or 90m");
        }
        long number = Long.parseLong(found.group(1));
        return switch (found.group(2)) {
            case "d" -> Duration.ofDays(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofMinutes(number);
        };
    }

    /**
     * What may go.
     *
     * @param snapshots names of snapshots, oldest first
     * @param interrupted what interrupted runs left
     * @param kept how many snapshots stay
     */
    record Prune(List<String> snapshots, List<GrowingFolder> interrupted, int kept) {}

    /**
     * Chooses what may go: snapshots beyond the newest ones and begun before a time, and interrupted runs begun before the
     * newest whole snapshot or that time. What a kept snapshot was built on stays.
     */
    static Prune prune(Snapshots store, int keep, Instant before) {
        List<String> names = store.names();
        int old = Math.max(0, names.size() - keep);
        Set<String> bases = new HashSet<>();
        for (String name : names.subList(old, names.size())) {
            JsonNode run = Snapshots.description(store.folder().resolve(name + Snapshots.ENDING));
            bases.add(run == null ? "" : run.path("base").asText(""));
        }
        List<String> go = names.subList(0, old).stream()
                .filter(name -> !bases.contains(name) && older(name, before))
                .toList();
        String newest = names.isEmpty() ? "" : names.getLast();
        List<GrowingFolder> runs = Interrupted.all(store).stream()
                .filter(f -> Snapshots.name(f.target()).compareTo(newest) < 0
                        || !f.exists()
                        || older(Snapshots.name(f.target()), before.minus(Duration.ofDays(1))))
                .toList();
        return new Prune(go, runs, names.size() - go.size());
    }

    /** One whose name does not tell its age counts as old. */
    private static boolean older(String name, Instant before) {
        Instant begun = Snapshots.begun(name);
        return begun == null || begun.isBefore(before);
    }
}
