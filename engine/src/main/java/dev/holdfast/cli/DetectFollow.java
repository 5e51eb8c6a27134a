package dev.holdfast.cli;

import dev.holdfast.detect.BoundedCorrelationState;
import dev.holdfast.detect.KeptCorrelationState;
import dev.holdfast.ledger.StateLog;
import dev.holdfast.logs.LogFollower;
import dev.holdfast.model.Event;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Sighting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What following remembers over a crash, and the order in which things are written: first what was found, then how far
 * was read. A program killed in between finds the same again and knows it by rule and event ids, so that nothing is lost
 * and nothing kept twice.
 */
final class DetectFollow implements LogFollower.Marks, AutoCloseable {
    private static final String PLACE = "place:";
    private static final String WINDOW = "window:";
    private static final String FOUND = "found:";
    private static final String OUT = "out:";

    /** Findings known again by their events; older ones are beyond what any log delivers twice. */
    private static final int MOST_FOUND = 100_000;

    private static final int MOST_PIECES = 64;

    private final StateLog log;
    private final KeptCorrelationState windows = new KeptCorrelationState(BoundedCorrelationState.DEFAULT_ENTRIES);
    private final Map<String, String> found = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Map<String, @Nullable String> changes = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Consumer<List<Finding>> keep;
    private final @Nullable AppendedFile out;
    private final String outName;
    private final EventIntake detector;
    private long number;
    private long total;
    private int pieces;

    /**
     * @param folder where the state lies
     * @param sources what is followed: another set of places is another state
     * @param out gets findings as lines; cut back to what was kept when the program was killed in the midst of writing
     * @param keep takes findings once for all; may see one again after a crash
     * @param detector made with the state of correlations
     */
    DetectFollow(
            Path folder,
            Collection<String> sources,
            @Nullable Path out,
            Consumer<List<Finding>> keep,
            Function<KeptCorrelationState, EventIntake> detector) {
        this.keep = keep;
        try {
            log = StateLog.open(folder.resolve("follow-" + digest(String.join("\n", sources)) + ".log"));
        } catch (IOException e) {
            throw new Stop(
                    Exit.FAILED,
                    "the state of `detect run --follow` in `" + folder + "` cannot be opened: " + e.getMessage(),
                    "End the other run of these sources, or choose --home");
        }
        log.values().entrySet().stream()
                .sorted(Comparator.comparingInt(
                                (Map.Entry<String, String> e) -> e.getKey().length())
                        .thenComparing(Map.Entry::getKey))
                .forEach(e -> restore(e.getKey(), e.getValue()));
        this.detector = detector.apply(windows);
        this.outName = out == null ? "" : OUT + out.toAbsolutePath();
        this.out = out == null
                ? null
                : AppendedFile.open(out, Long.parseLong(log.values().getOrDefault(outName, "0")));
    }

    private void restore(String name, String value) {
        if (name.startsWith(WINDOW)) {
            windows.restore(name.substring(WINDOW.length()), value);
        } else if (name.startsWith(FOUND)) {
            found.put(name.substring(FOUND.length()), value);
            number = Math.max(number, Long.parseLong(name.substring(FOUND.length())));
            known.add(value);
        }
    }

    /** How many findings were new. */
    long total() {
        return total;
    }

    void take(Event event) {
        for (Finding finding : detector.accept(event)) {
            String key = key(finding);
            if (known.add(key)) {
                String name = Long.toString(++number);
                found.put(name, key);
                changes.put(FOUND + name, key);
                findings.add(finding);
            }
        }
    }

    private static String key(Finding finding) {
        Sighting seen = finding.sighting();
        return digest(finding.rule() + "\n" + (seen == null ? "" : String.join("\n", seen.eventIds())));
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public @Nullable String of(String name) {
        String fresh = changes.get(PLACE + name);
        return fresh == null ? log.values().get(PLACE + name) : fresh;
    }

    @Override
    public void given(String name, String mark) {
        changes.put(PLACE + name, mark);
        pieces++;
        if (!findings.isEmpty() || pieces >= MOST_PIECES) {
            commit();
        }
    }

    /** Keeps everything given so far. */
    void commit() {
        if (changes.isEmpty()) {
            return;
        }
        try {
            if (out != null && !findings.isEmpty()) {
                changes.put(outName, Long.toString(out.add(findings)));
            }
            // Without findings too: what arrived is counted there.
            keep.accept(List.copyOf(findings));
            windows.changes().forEach((name, text) -> changes.put(WINDOW + name, text));
            forget();
            log.keep(changes);
        } catch (UncheckedIOException e) {
            throw new Stop(
                    Exit.FAILED, "what was found cannot be kept: " + e.getMessage(), "Make room, then run it again");
        }
        total += findings.size();
        findings.clear();
        changes.clear();
        pieces = 0;
    }

    private void forget() {
        while (found.size() > MOST_FOUND) {
            Map.Entry<String, String> oldest = found.entrySet().iterator().next();
            changes.put(FOUND + oldest.getKey(), null);
            known.remove(oldest.getValue());
            found.remove(oldest.getKey());
        }
    }

    @Override
    public void close() {
        try {
            log.close();
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, "the state cannot be closed: " + e.getMessage(), "");
        }
    }
}
