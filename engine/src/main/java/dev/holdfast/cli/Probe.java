package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a restored database is asked: a program of the user's ({@code backup.probes} of holdfast.yaml), whose output is compared.
 *
 * @param command program and arguments, without a shell
 * @param expected what it must print, null when it must print what it prints of the original
 * @param seconds how long it may take
 */
record Probe(List<String> command, @Nullable String expected, int seconds) {
    private static final int MOST_BYTES = 64 * 1024;
    private static final int SAID = 300;
    private static final int SECONDS = 60;

    /** Where a database answers. */
    record Place(String host, String port) {}

    /** What a program printed, or why that is not known. */
    private record Answer(String text, String problem) {}

    /**
     * The first that fits a database.
     *
     * @param backup the section {@code backup} of holdfast.yaml
     * @param arn the database or cluster
     * @param tags its tags
     */
    static Optional<Probe> of(JsonNode backup, String arn, Map<String, String> tags) {
        for (JsonNode one : backup.path("probes")) {
            String[] tag = one.path("tag").asText().split("=", 2);
            boolean named =
                    !one.has("resource") || one.path("resource").asText().equals(arn);
            boolean tagged = !one.has("tag") || (tag.length == 2 && tag[1].equals(tags.get(tag[0])));
            if (named && tagged) {
                List<String> command = new ArrayList<>();
                one.path("run").forEach(word -> command.add(word.asText()));
                return Optional.of(new Probe(
                        command,
                        one.has("expect") ? one.path("expect").asText() : null,
                        one.path("seconds").asInt(SECONDS)));
            }
        }
        return Optional.empty();
    }

    /**
     * Asks the copy, and the original where nothing else is expected.
     *
     * @param resource ARN of the original, told to the program
     * @return why the copy is not what it must be; empty when it is
     */
    String ask(String resource, Place copy, Place original) {
        Answer found = run(resource, "copy", copy);
        if (!found.problem().isEmpty()) {
            return "the probe of the copy " + found.problem();
        }
        if (expected != null) {
            return found.text().equals(expected.strip()) ? "" : differs(found.text(), expected.strip());
        }
        Answer wanted = run(resource, "original", original);
        if (!wanted.problem().isEmpty()) {
            return "the probe of the original " + wanted.problem();
        }
        return found.text().equals(wanted.text()) ? "" : differs(found.text(), wanted.text());
    }

    private static String differs(String found, String wanted) {
        return "the probe of the copy said `" + said(found) + "`, expected `" + said(wanted) + "`";
    }

    private static String said(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > SAID ? line.substring(0, SAID) + "…" : line;
    }

    private Answer run(String resource, String what, Place place) {
        try {
            Path out = Files.createTempFile("holdfast-probe", ".out");
            Path err = Files.createTempFile("holdfast-probe", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment()
                        .putAll(Map.of(
                                "HOLDFAST_PROBE_HOST",
                                place.host(),
                                "HOLDFAST_PROBE_PORT",
                                place.port(),
                                "HOLDFAST_PROBE_OF",
                                what,
                                "HOLDFAST_PROBE_RESOURCE",
                                resource));
                return ended(builder.start(), out, err);
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            return new Answer("", "could not be run: " + e.getMessage());
        }
    }

    private Answer ended(Process process, Path out, Path err) throws IOException {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                return new Answer("", "took longer than " + seconds + " s and was ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer("", "was interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String text = read(out);
        return process.exitValue() == 0
                ? text.isEmpty() ? new Answer("", "printed nothing") : new Answer(text, "")
                : new Answer("", "ended with " + process.exitValue() + ": " + said(read(err)));
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
        }
    }
}
