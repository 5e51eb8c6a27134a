package dev.holdfast.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.holdfast.model.Problems;
import java.io.EOFException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Holds the files that CloudTrail delivered against its digests. Trust begins at a signature: a digest whose signature
 * holds, and every one before it that the next one vouches for, is proven, and so is a log file whose hash a proven digest
 * tells. What nothing proven speaks of is not known, never valid.
 */
public final class TrailProof {
    /** What is said of a file. */
    public enum State {
        VALID,
        ALTERED,
        MISSING,
        NOT_KNOWN
    }

    /**
     * What is said of one file.
     *
     * @param file its name or key
     * @param digest true for a digest, false for a log file
     * @param state the verdict
     * @param reason why, in words for people
     */
    public record Result(String file, boolean digest, State state, String reason) {}

    private record Known(LogFile file, TrailDigest digest) {}

    private final TrailFiles files;
    private final TrailKeys keys;
    private final Instant since;
    private final Consumer<Result> results;
    private final Map<String, State> digests = new HashMap<>();
    private final Set<String> listed = new HashSet<>();

    private TrailProof(TrailFiles files, TrailKeys keys, Instant since, Consumer<Result> results) {
        this.files = files;
        this.keys = keys;
        this.since = since;
        this.results = results;
    }

    /**
     * Checks every file of a place.
     *
     * @param uri files, a folder, or {@code s3://bucket/prefix}
     * @param doors what the place needs from outside
     * @param keys the public keys there are
     * @param since digests that ended before this time are not missed
     * @param results gets a result for each digest and log file
     * @throws Problems when the place cannot be listed or has no digests
     */
    public static void of(String uri, LogDoors doors, TrailKeys keys, Instant since, Consumer<Result> results) {
        try {
            TrailFiles files = TrailFiles.of(uri, doors);
            if (files.digests().isEmpty()) {
                throw Problems.of(
                        uri,
                        0,
                        "there are no digest files here",
                        "Turn on log file validation, and name a place above AWSLogs/");
            }
            new TrailProof(files, keys, since, results).run();
        } catch (IOException e) {
            throw Problems.of(uri, 0, String.valueOf(e.getMessage()), "See that it can be listed");
        }
    }

    private void run() {
        List<Known> known = new ArrayList<>();
        files.digests().forEach((name, file) -> {
            try {
                known.add(new Known(
                        file, TrailDigest.read(TrailFiles.content(file)).brief()));
            } catch (JsonProcessingException e) {
                digest(name, State.ALTERED, "is no digest any more");
            } catch (IOException e) {
                digest(name, State.NOT_KNOWN, "cannot be read: " + e.getMessage());
            }
        });
        // The newest first: each digest vouches for the one before it.
        known.sort(Comparator.comparing((Known k) -> k.digest().end()).reversed());
        Map<String, TrailDigest> next = new HashMap<>();
        known.forEach(k -> next.put(TrailFiles.last(k.digest().previous()), k.digest()));
        known.forEach(k -> judge(k, next.get(TrailFiles.last(k.file().name()))));
        known.stream().filter(k -> !k.digest().previous().isEmpty()).forEach(this::before);
        known.forEach(this::logs);
        files.logs().forEach((name, file) -> {
            if (!listed.contains(name)) {
                results.accept(new Result(file.name(), false, State.NOT_KNOWN, "no digest here tells of it"));
            }
        });
    }

    private void digest(String name, State state, String reason) {
        digests.put(name, state);
        results.accept(new Result(name, true, state, reason));
    }

    private void judge(Known known, @Nullable TrailDigest next) {
        TrailDigest digest = known.digest();
        String name = TrailFiles.last(known.file().name());
        if (!TrailFiles.standsAt(known.file(), digest.bucket(), digest.object())) {
            digest(name, State.ALTERED, "holds the digest of another place: " + digest.object());
            return;
        }
        State after =
                next == null ? State.NOT_KNOWN : digests.getOrDefault(TrailFiles.last(next.object()), State.NOT_KNOWN);
        String own;
        try {
            own = files.signature(known.file());
        } catch (IOException e) {
            digest(name, State.NOT_KNOWN, "its signature cannot be read: " + e.getMessage());
            return;
        }
        boolean borrowed = own.isEmpty() && next != null;
        String signature = borrowed && next != null ? next.previousSignature() : own;
        TrailKeys.Verdict proof = signature.isEmpty() ? TrailKeys.Verdict.NO_KEY : keys.proves(digest, signature);
        boolean vouched = next != null && next.previousHash().equals(digest.hash());
        if (proof == TrailKeys.Verdict.PROVEN) {
            digest(name, State.VALID, "its signature holds");
        } else if (proof == TrailKeys.Verdict.WRONG && !(borrowed && after == State.ALTERED)) {
            digest(name, State.ALTERED, "its signature does not hold");
        } else if (next != null && !vouched && after != State.ALTERED) {
            digest(name, State.ALTERED, "the digest after it tells another hash");
        } else if (vouched && after == State.VALID) {
            digest(name, State.VALID, "the digest after it vouches for it");
        } else {
            digest(
                    name,
                    State.NOT_KNOWN,
                    next == null ? "there is no signature of it here" : "nothing proven vouches for it");
        }
    }

    private void before(Known known) {
        String previous = TrailFiles.last(known.digest().previous());
        if (digests.containsKey(previous)) {
            return;
        }
        try {
            // A digest covers one hour and ends when the next begins.
            if (Instant.parse(known.digest().end()).minusSeconds(3600).isBefore(since)) {
                return;
            }
        } catch (DateTimeException e) {
            digest(previous, State.NOT_KNOWN, "the digest after it has no time");
            return;
        }
        digest(previous, State.MISSING, "the digest after it names it");
    }

    private void logs(Known known) {
        State proof = digests.getOrDefault(TrailFiles.last(known.file().name()), State.NOT_KNOWN);
        List<TrailDigest.Listed> entries;
        try {
            entries = TrailDigest.read(TrailFiles.content(known.file())).files();
        } catch (IOException e) {
            return;
        }
        for (TrailDigest.Listed entry : entries) {
            listed.add(TrailFiles.last(entry.object()));
            log(entry, proof);
        }
    }

    private void log(TrailDigest.Listed entry, State proof) {
        LogFile file = files.logs().get(TrailFiles.last(entry.object()));
        if (proof == State.ALTERED) {
            results.accept(new Result(entry.object(), false, State.NOT_KNOWN, "its digest was altered"));
            return;
        }
        if (file == null) {
            results.accept(new Result(entry.object(), false, State.MISSING, "its digest tells of it"));
            return;
        }
        try {
            if (!TrailFiles.hash(file).equals(entry.hash())) {
                results.accept(new Result(file.name(), false, State.ALTERED, "its digest tells another hash"));
            } else if (proof == State.VALID) {
                results.accept(new Result(file.name(), false, State.VALID, "its digest tells this hash"));
            } else {
                results.accept(new Result(
                        file.name(), false, State.NOT_KNOWN, "its digest tells this hash, and is not proven itself"));
            }
        } catch (ZipException | EOFException e) {
            results.accept(new Result(file.name(), false, State.ALTERED, "it cannot be unpacked: " + e.getMessage()));
        } catch (IOException e) {
            results.accept(new Result(file.name(), false, State.NOT_KNOWN, "it cannot be read: " + e.getMessage()));
        }
    }
}
