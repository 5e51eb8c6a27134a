package dev.holdfast.cli;

import dev.holdfast.content.Check;
import dev.holdfast.content.Framework;
import dev.holdfast.content.FrameworkReader;
import dev.holdfast.evidence.Attestations;
import dev.holdfast.ledger.Lease;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.Attestation;
import dev.holdfast.report.data.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps the signed word of a person. */
@Command(
        name = "attest",
        description = {
            "Keep a person's word that something holds which no program can judge: signed, dated, with an end.",
            "",
            "While it holds the control passes and says who vouches for it; after its end it is manual again.",
            "The word lies with the evidence: holdfast evidence verify attestations proves it."
        },
        footer = {
            "",
            "Example:",
            "  holdfast protect attest 2.2 --framework cis-aws-7.0 --by \"R. Okafor\" --until 2027-01-31 \\",
            "      --statement \"Compared with the register of companies\" --evidence contacts.pdf"
        })
final class AttestVerb extends Verb {
    private static final long MOST_BYTES = 64L << 20;

    @Parameters(
            index = "0",
            paramLabel = "CONTROL",
            description = "Number of the control, framework/number, or id of a check that asks for a person.")
    String control = "";

    @Option(names = "--framework", paramLabel = "ID", description = "The framework that the number belongs to.")
    @Nullable
    String framework;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who vouches for it.")
    String by = "";

    @Option(names = "--statement", required = true, paramLabel = "TEXT", description = "What that person says.")
    String statement = "";

    @Option(
            names = "--until",
            required = true,
            paramLabel = "DATE",
            description = "The last day on which it holds; at most a year and a day from now.")
    String until = "";

    @Option(names = "--evidence", paramLabel = "FILE", description = "A file that shows it; it is kept.")
    @Nullable
    Path evidence;

    @Override
    public Integer call() {
        if (by.isBlank() || statement.isBlank()) {
            throw Stop.usage("`--by` and `--statement` must not be empty", "Say who vouches, and for what");
        }
        String subject = framework == null ? control : framework + "/" + control;
        check(subject);
        LocalDate end = ExceptionsVerb.date("--until", until, this);
        if (end.isAfter(LocalDate.ofInstant(here().clock().instant(), java.time.ZoneOffset.UTC)
                .plusDays(dev.holdfast.content.ExemptionReader.MOST_DAYS))) {
            throw Stop.usage("`--until " + until + "` is more than a year away", "Vouch again when the year is over");
        }
        Attestation kept = keep(subject, end);
        if (json()) {
            screen().line(Json.pretty(AttestationsVerb.json(kept, "in-force")));
        } else {
            screen().line(screen().style().safe(subject + " is attested by " + kept.by() + " until " + kept.until()));
            screen().line("Signed and kept: holdfast evidence verify " + Attestations.CHAIN);
        }
        return Exit.FINE;
    }

    /** The chain has one writer at a time. */
    private Attestation keep(String subject, LocalDate end) {
        byte[] file = shown();
        try (Ledger ledger = Ledger.open(home().sub("ledger"))) {
            Lease lease = ledger.lease(Attestations.CHAIN)
                    .orElseThrow(() ->
                            new Stop(Exit.FAILED, "another process is attesting right now", "Try again in a moment"));
            try {
                return new Attestations(home().sub("evidence"))
                        .keep(
                                subject,
                                statement.strip(),
                                by.strip(),
                                here().clock().instant(),
                                end,
                                file);
            } finally {
                lease.close();
            }
        }
    }

    private byte @Nullable [] shown() {
        if (evidence == null) {
            return null;
        }
        Path file = here().folder().resolve(evidence);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw Stop.usage("`" + evidence + "` is larger than 64 MiB", "Give the pages that matter");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Stop.usage("`" + evidence + "` cannot be read: " + e.getMessage(), "");
        }
    }

    /** What checks alone judge cannot be talked away. */
    private void check(String subject) {
        List<Check> checks = Library.checks(content());
        int slash = subject.indexOf('/');
        Framework found = Library.whole(content(), FrameworkReader::read).stream()
                .filter(f -> slash > 0 && f.id().equals(subject.substring(0, slash)))
                .findFirst()
                .orElse(null);
        List<Check> serving;
        if (found == null) {
            serving = checks.stream().filter(c -> c.id().equals(subject)).toList();
            if (serving.isEmpty()) {
                throw Stop.usage(
                        "there is no control or check `" + subject + "`",
                        slash < 0
                                ? "Name the framework: --framework cis-aws-7.0"
                                : "See `holdfast content docs checks`");
            }
        } else {
            String number = subject.substring(slash + 1);
            if (found.control(number).isEmpty()) {
                throw Stop.usage(
                        "there is no control `" + number + "` in " + found.id(),
                        "See `holdfast protect check --framework " + found.id() + "`");
            }
            serving = checks.stream()
                    .filter(c ->
                            c.frameworks().getOrDefault(found.id(), List.of()).contains(number))
                    .toList();
        }
        if (serving.stream().noneMatch(c -> c.query().contains("'MANUAL'"))) {
            throw Stop.usage(
                    "`" + subject + "` is judged by checks, or not yet: nobody can vouch for it",
                    "An accepted failure is an exception: holdfast protect exceptions --help");
        }
    }
}
