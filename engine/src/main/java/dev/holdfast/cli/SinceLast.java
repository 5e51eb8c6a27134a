package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.report.FindingsDiff;
import dev.holdfast.report.data.KeptVerdicts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What is new since the last judged run. What failed or was unknown is kept beside each snapshot of the home and goes
 * with it; at most {@link #MOST} verdicts, so that a home does not grow without bound.
 */
final class SinceLast {
    /** More are not kept, and then nothing is compared with that run. */
    static final int MOST = 500_000;

    private static final String ENDING = ".verdicts.jsonl.gz";

    private SinceLast() {}

    /**
     * The comparison with the newest judged run before this one.
     *
     * @param before its snapshot's name
     * @param diff what became of the failures, among the checks that both runs judged by
     */
    record Comparison(String before, FindingsDiff diff) {}

    static Path file(Path snapshot) {
        return snapshot.resolveSibling(Snapshots.name(snapshot) + ENDING);
    }

    /** Keeps what a run over all checks said; a snapshot outside the home is left as it is. */
    static void keep(Snapshots store, Path snapshot, Set<String> rules, List<Finding> findings) {
        long pressing = findings.stream().filter(SinceLast::presses).count();
        if (!store.folder().toAbsolutePath().equals(snapshot.toAbsolutePath().getParent()) || pressing > MOST) {
            return;
        }
        try {
            Path partial = Files.createTempFile(store.folder(), "verdicts", ".tmp");
            try (var out = new GZIPOutputStream(Files.newOutputStream(partial))) {
                out.write(KeptVerdicts.write(
                                rules,
                                findings.stream().filter(SinceLast::presses).toList())
                        .getBytes(StandardCharsets.UTF_8));
            }
            Files.move(partial, file(snapshot), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, "the verdicts cannot be kept: " + e.getMessage(), "Is the disk full?");
        }
    }

    /** Compares with the newest earlier snapshot of which verdicts are kept; empty when there is none. */
    static Optional<Comparison> compare(Snapshots store, Path snapshot, Set<String> rules, List<Finding> findings) {
        List<String> names = store.names();
        int place = names.indexOf(Snapshots.name(snapshot));
        for (int i = place - 1; i >= 0; i--) {
            Path kept = store.folder().resolve(names.get(i) + ENDING);
            if (Files.exists(kept)) {
                Optional<KeptVerdicts> read = read(kept);
                if (read.isEmpty()) {
                    return Optional.empty();
                }
                Set<String> both = new HashSet<>(read.get().rules());
                both.retainAll(rules);
                return Optional.of(new Comparison(
                        names.get(i),
                        FindingsDiff.of(only(both, read.get().findings()), only(both, findings), looked(snapshot))));
            }
        }
        return Optional.empty();
    }

    /** What is kept of a snapshot's verdicts; nothing when there is none. */
    static List<Finding> kept(Path snapshot) {
        Path kept = file(snapshot);
        return Files.exists(kept) ? read(kept).map(KeptVerdicts::findings).orElse(List.of()) : List.of();
    }

    private static Optional<KeptVerdicts> read(Path kept) {
        try (var in = new GZIPInputStream(Files.newInputStream(kept))) {
            return Optional.of(KeptVerdicts.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException e) {
            // A file that was cut short is no ground for a claim about what is new.
            return Optional.empty();
        }
    }

    private static List<Finding> only(Set<String> rules, List<Finding> findings) {
        return findings.stream().filter(f -> rules.contains(f.rule())).toList();
    }

    private static boolean presses(Finding finding) {
        return finding.kind() == Finding.Kind.CHECK
                && (finding.outcome() == Outcome.FAIL || finding.outcome() == Outcome.UNKNOWN);
    }

    /** Where a run looked. */
    static FindingsDiff.Looked looked(Path snapshot) {
        try (Snapshot open = Snapshots.open(snapshot)) {
            Set<String> accounts = new HashSet<>();
            Set<String> regions = new HashSet<>();
            if (open.schemas().containsKey("holdfast_account")) {
                texts(open, "SELECT id AS value FROM holdfast_account").forEach(accounts::add);
            }
            if (open.schemas().containsKey("holdfast_snapshot")) {
                texts(open, "SELECT value FROM holdfast_snapshot WHERE name = 'regions'")
                        .forEach(list -> regions.addAll(List.of(list.split(","))));
            }
            return new FindingsDiff.Looked(accounts, regions);
        }
    }

    private static List<String> texts(Snapshot open, String sql) {
        List<String> out = new ArrayList<>();
        for (JsonNode row : open.answer(sql).rows()) {
            out.add(row.path("value").asText());
        }
        return out;
    }
}
