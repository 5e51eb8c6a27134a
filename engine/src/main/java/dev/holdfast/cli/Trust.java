package dev.holdfast.cli;

import dev.holdfast.content.Exemption;
import dev.holdfast.content.ExemptionReader;
import dev.holdfast.evidence.Attestations;
import dev.holdfast.model.Attestation;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Problems;
import dev.holdfast.posture.Exemptions.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What people said that shapes verdicts, and the day it is held against.
 *
 * @param exemptions exceptions of all files
 * @param attestations oldest first
 * @param today the day (UTC) that ends are held against
 */
record Trust(List<Exemption> exemptions, List<Attestation> attestations, LocalDate today) {
    /** The file of exceptions in the home and beside the configuration. */
    static final String FILE = "exceptions.yaml";

    /** Nobody said anything. */
    static final Trust NONE = new Trust(List.of(), List.of(), LocalDate.EPOCH);

    /** The option that names further exceptions. */
    static final class Options {
        @Option(
                names = "--exceptions",
                paramLabel = "FILE",
                description = "Exceptions beside those of exceptions.yaml in the home and next to holdfast.yaml."
                        + " Repeatable.")
        List<Path> files = new ArrayList<>();
    }

    /**
     * All of it.
     *
     * @param asOf the time to hold ends against, null for now
     */
    static Trust of(Verb verb, Options options, @Nullable Instant asOf) {
        LocalDate today = (asOf == null ? verb.here().clock().instant() : asOf)
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
        return new Trust(exemptions(verb, options.files), attestations(verb, today), today);
    }

    /** What was signed up to that day. */
    private static List<Attestation> attestations(Verb verb, LocalDate today) {
        Path folder = verb.home().folder().resolve("evidence");
        return Attestations.in(folder).stream()
                .filter(a -> !a.at().atZone(ZoneOffset.UTC).toLocalDate().isAfter(today))
                .toList();
    }

    private static List<Exemption> exemptions(Verb verb, List<Path> given) {
        Path config = verb.config().file();
        Path folder = verb.here().folder().toAbsolutePath().normalize();
        Path beside =
                (config == null ? folder.resolve("-") : config.toAbsolutePath().normalize()).resolveSibling(FILE);
        Set<Path> files = new LinkedHashSet<>();
        for (Path usual : List.of(verb.home().folder().resolve(FILE), beside)) {
            if (Files.exists(usual)) {
                files.add(usual.toAbsolutePath().normalize());
            }
        }
        for (Path file : given) {
            Path found = verb.here().folder().resolve(file).toAbsolutePath().normalize();
            if (!Files.isRegularFile(found)) {
                throw Stop.usage("`--exceptions " + file + "` is not a file", "Give an existing file");
            }
            files.add(found);
        }
        List<Exemption> out = new ArrayList<>();
        List<ContentError> errors = new ArrayList<>();
        Set<String> ids = new TreeSet<>();
        for (Path file : files) {
            String name = file.startsWith(folder) ? folder.relativize(file).toString() : file.toString();
            for (Exemption one : ExemptionReader.read(name, bytes(file), errors)) {
                if (!ids.add(one.id())) {
                    errors.add(new ContentError(
                            one.file(),
                            one.line(),
                            0,
                            "another file has an exception `" + one.id() + "` too",
                            "Give each its own id"));
                }
                out.add(one);
            }
        }
        if (!errors.isEmpty()) {
            throw new Problems(errors.stream().distinct().toList());
        }
        return List.copyOf(out);
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Stop.usage("`" + file + "` cannot be read: " + e.getMessage(), "");
        }
    }

    /** What must be said aloud of exceptions, beside any result. */
    static List<String> warnings(List<Use> uses) {
        List<String> out = new ArrayList<>();
        for (Use use : uses) {
            Exemption one = use.exemption();
            String which = "exception " + one.id() + " of " + one.owner() + " (" + one.file() + ":" + one.line() + ")";
            if (use.expired()) {
                out.add("holdfast: the " + which + " expired on " + one.until() + "; "
                        + (use.matched() == 0
                                ? "it fits nothing: delete it"
                                : use.matched() + " failures it silenced count again: mend them, or renew it"));
            } else if (use.unsure() > 0) {
                out.add("holdfast: the " + which + " asks for tags or units that are not known for " + use.unsure()
                        + " failures; they stay failures");
            }
            if (use.days() > ExemptionReader.MOST_DAYS) {
                out.add("holdfast: the " + which + " ends in more than a year, on " + one.until()
                        + ": look at it sooner");
            }
        }
        return out;
    }

    /** Says it, and gives the exit code it asks for: an expired exception is a finding. */
    static int warn(Verb verb, List<Use> uses) {
        warnings(uses).forEach(line -> verb.screen().note(verb.screen().style().safe(line)));
        return uses.stream().anyMatch(Use::expired) ? Exit.FINDINGS : Exit.FINE;
    }
}
