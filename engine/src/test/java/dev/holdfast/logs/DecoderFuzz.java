package dev.holdfast.logs;

import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.model.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The decoders as a fuzzer asks them: whatever the bytes are, nothing is thrown and what cannot be read is counted. */
public final class DecoderFuzz {
    private static final Instant REFERENCE = Instant.parse("2026-06-01T00:00:00Z");
    private static final LogLimits LIMITS = new LogLimits(200_000, 32, 8_000_000, 100, 1_000);
    static final List<SourceDefinition> SOURCES = SourceDefinitions.read(
            new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content"))), new ArrayList<>());
    private static final Pattern HEAD = Pattern.compile("\\s*[a-z][a-z0-9 ,-]*\\s*");
    private static final OcsfView VIEW = new OcsfView(SOURCES);

    private DecoderFuzz() {}

    /** Jazzer's door. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        ReadReport report = new LogReader(SOURCES, LIMITS, Progress.SILENT).bytes("bent", bytes, REFERENCE, event -> {
            if (event.id().isEmpty()) {
                throw new AssertionError("an event without an id");
            }
            if (!event.source().product().equals("ocsf")) {
                List<String> problems = OcsfRules.problems(VIEW.of(event));
                if (!problems.isEmpty()) {
                    throw new AssertionError("no OCSF: " + problems);
                }
            }
        });
        boolean silent = report.events() + report.parseErrors() + report.skipped() + report.duplicates() == 0;
        if (silent && says(bytes)) {
            throw new AssertionError("said nothing of what it could not read");
        }
    }

    /** False for blanks, for what is packed, and for the empty lists and heads of columns that hold no record. */
    private static boolean says(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8)
                .replaceFirst("^\ufeff", "")
                .strip();
        boolean packed = bytes.length > 1 && (bytes[0] & 0xff) == 0x1f;
        // A line ends at a line feed alone: a carriage return in a comment is part of it.
        boolean heads = Stream.of(text.split("\n"))
                .allMatch(line -> line.isBlank()
                        || line.startsWith("#")
                        || HEAD.matcher(line).matches());
        return !packed
                && !heads
                && text.codePoints().filter(Character::isLetterOrDigit).count() > 20
                && !text.contains("[");
    }
}
