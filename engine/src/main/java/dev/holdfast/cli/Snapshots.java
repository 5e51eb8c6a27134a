package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.lake.GrowingFolder;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.report.AccountNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kept runs of {@code identify}: a database file each, and beside it what the run said of itself.
 *
 * @param folder where they lie
 */
record Snapshots(Path folder) {
    static final String ENDING = ".duckdb";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    static Snapshots of(Home home) {
        return new Snapshots(home.sub("snapshots"));
    }

    /** A file for a new snapshot; sorts by time. */
    Path next(Surroundings here) {
        byte[] salt = new byte[2];
        here.random().nextBytes(salt);
        Instant now = here.clock().instant();
        return folder.resolve(STAMP.format(now) + "-" + HexFormat.of().formatHex(salt) + ENDING);
    }

    /** The names, oldest first. */
    List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(ENDING))
                    .map(n -> n.substring(0, n.length() - ENDING.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, "`" + folder + "` cannot be listed: " + e.getMessage(), "");
        }
    }

    /** The file meant: a path, a name, or the newest one. */
    Path find(@Nullable String wanted, Surroundings here) {
        if (wanted == null) {
            List<String> names = names();
            if (names.isEmpty()) {
                throw Stop.usage("there is no snapshot yet", "Collect one: holdfast identify");
            }
            return folder.resolve(names.get(names.size() - 1) + ENDING);
        }
        Path path = here.folder().resolve(wanted);
        if (Files.isRegularFile(path)) {
            return path;
        }
        Path named = folder.resolve(wanted + ENDING);
        if (Files.isRegularFile(named)) {
            return named;
        }
        if (new GrowingFolder(named).exists()) {
            throw Stop.usage(
                    "the run `" + wanted + "` was interrupted", "Carry it on: holdfast identify --resume " + wanted);
        }
        throw Stop.usage("there is no snapshot `" + wanted + "`", "See `holdfast snapshots list`");
    }

    /**
     * The newest snapshot whose run ended before a moment; it takes a while, so its beginning alone does not do.
     *
     * @param now left out
     */
    @Nullable
    Path before(Instant moment, Path now) {
        Path found = null;
        for (String name : names()) {
            Instant begun = begun(name);
            Path file = folder().resolve(name + ENDING);
            if (begun == null || file.equals(now)) {
                continue;
            }
            var run = description(file);
            Instant ended =
                    begun.plusMillis(run == null ? 0 : run.path("durationMs").asLong());
            found = ended.isBefore(moment) ? file : found;
        }
        return found;
    }

    /** When a snapshot of this name was begun; null when its name is not one of ours. */
    static @Nullable Instant begun(String name) {
        try {
            return STAMP.parse(name.substring(0, Math.min(name.length(), 16)), Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }

    static String name(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    static Snapshot open(Path file) {
        return Snapshot.open(file, QueryLimits.USUAL);
    }

    /** Keeps what the run said of itself, whole or not at all. */
    static void describe(Path file, JsonNode run) {
        Path target = file.resolveSibling(name(file) + ".json");
        try {
            Path partial = Files.createTempFile(target.getParent(), "run", ".tmp");
            Files.write(partial, run.toPrettyString().getBytes(StandardCharsets.UTF_8));
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, "`" + target + "` cannot be written: " + e.getMessage(), "");
        }
    }

    /** What the run said of itself; null when that is lost. */
    static @Nullable JsonNode description(Path file) {
        Path source = file.resolveSibling(name(file) + ".json");
        try {
            return Files.exists(source) ? Verb.JSON.readTree(Files.readAllBytes(source)) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** What people call the accounts, as the run that collected them said. */
    static AccountNames accountNames(Path file) {
        JsonNode run = description(file);
        Map<String, String> names = new HashMap<>();
        if (run != null) {
            run.path("organization")
                    .path("accounts")
                    .forEach(
                            a -> names.put(a.path("id").asText(), a.path("name").asText()));
        }
        return new AccountNames(names);
    }

    /** Removes what an interrupted run left. */
    static void remove(GrowingFolder run) {
        try {
            run.remove();
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, "`" + run.path() + "` cannot be removed: " + e.getMessage(), "");
        }
    }

    /** Removes a snapshot, its description and its kept verdicts. */
    void remove(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name + ENDING));
            Files.deleteIfExists(folder.resolve(name + ".json"));
            Files.deleteIfExists(SinceLast.file(folder.resolve(name + ENDING)));
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, "snapshot `" + name + "` cannot be removed: " + e.getMessage(), "");
        }
    }
}
