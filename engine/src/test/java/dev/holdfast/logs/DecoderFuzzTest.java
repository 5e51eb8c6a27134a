package dev.holdfast.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.content.SourceExample;
import dev.holdfast.model.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Feeds each source's examples, bent in every way, to the reader: it never throws, and what it cannot read it counts. A few
 * tries in the ordinary run; sixty seconds for each source with {@code -Dholdfast.full=true}.
 */
class DecoderFuzzTest {
    private static final boolean FULL = Boolean.getBoolean("holdfast.full");
    private static final int TRIES = 40;
    private static final long FULL_NANOS = 60_000_000_000L;
    private static final Instant REFERENCE = Instant.parse("2026-06-01T00:00:00Z");
    private static final LogLimits LIMITS = new LogLimits(200_000, 32, 8_000_000, 100, 1_000);
    private static final List<SourceDefinition> SOURCES = SourceDefinitions.read(
            new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content"))), new ArrayList<>());
    private static final OcsfView VIEW = new OcsfView(SOURCES);
    private static final String[] SIGNS = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\",
        "\n",
        "\r\n",
        "\t",
        " ",
        ",",
        ":",
        "=",
        "'",
        "\u0000",
        "\ufeff",
        "null",
        "-",
        "1e999",
        "{\"Records\":[",
        "#fields\t",
        "#separator \\x09\n",
        "<134>",
        "type=",
        "%{}",
        "\ud800",
        "9999999999999999999999",
        "[[[[[[[["
    };

    static List<String> sources() {
        return SOURCES.stream().map(SourceDefinition::id).toList();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void nothing_bent_stops_the_reader(String id) throws IOException {
        List<byte[]> seeds = seeds(id);
        if (seeds.isEmpty()) {
            return;
        }
        Random random = new Random(id.hashCode());
        long end = System.nanoTime() + FULL_NANOS;
        for (int i = 0; FULL ? System.nanoTime() < end : i < TRIES; i++) {
            byte[] bent = bent(seeds.get(random.nextInt(seeds.size())), seeds, random);
            read(random.nextInt(10) == 0 ? packed(bent, random) : bent);
        }
    }

    private static void read(byte[] bytes) {
        try {
            ReadReport report = new LogReader(SOURCES, LIMITS, Progress.SILENT)
                    .bytes("bent", bytes, REFERENCE, event -> {
                        assertThat(event.id()).isNotEmpty();
                        List<String> problems = event.source().product().equals("ocsf")
                                ? List.of()
                                : OcsfRules.problems(VIEW.of(event));
                        assertThat(problems).isEmpty();
                    });
            boolean silent = report.events() + report.parseErrors() + report.skipped() + report.duplicates() == 0;
            if (silent && says(bytes)) {
                fail("said nothing of what it could not read");
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
            throw new AssertionError("with " + Base64.getEncoder().encodeToString(bytes), e);
        }
    }

    /** False for blanks, for what is packed, and for the empty lists and heads of columns that hold no record. */
    private static boolean says(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        boolean packed = bytes.length > 1 && (bytes[0] & 0xff) == 0x1f;
        boolean heads = text.lines().allMatch(line -> line.startsWith("#"));
        return !packed
                && !heads
                && text.codePoints().filter(Character::isLetterOrDigit).count() > 20
                && !text.contains("[");
    }

    private static List<byte[]> seeds(String id) {
        List<byte[]> out = new ArrayList<>();
        for (SourceDefinition source : SOURCES) {
            for (SourceExample example : source.id().equals(id) ? source.examples() : List.<SourceExample>of()) {
                out.add(example.raw().getBytes(StandardCharsets.UTF_8));
            }
        }
        return out;
    }

    private static byte[] bent(byte[] seed, List<byte[]> seeds, Random random) {
        byte[] out = seed;
        for (int n = random.nextInt(6); n >= 0; n--) {
            int at = random.nextInt(out.length + 1);
            int to = Math.min(out.length, at + random.nextInt(40));
            out = switch (random.nextInt(7)) {
                case 0 -> Arrays.copyOf(out, at);
                case 1 -> joined(out, at, new byte[] {(byte) random.nextInt(256)}, Math.min(out.length, at + 1));
                case 2 -> joined(out, at, SIGNS[random.nextInt(SIGNS.length)].getBytes(StandardCharsets.UTF_8), at);
                case 3 -> joined(out, at, new byte[0], to);
                case 4 -> joined(out, at, Arrays.copyOfRange(out, at, to), at);
                case 5 -> joined(out, at, seeds.get(random.nextInt(seeds.size())), to);
                default -> joined(out, at, "{\"a\":[".repeat(random.nextInt(40)).getBytes(StandardCharsets.UTF_8), at);
            };
        }
        return out;
    }

    private static byte[] joined(byte[] bytes, int head, byte[] middle, int tail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, head);
        out.writeBytes(middle);
        out.write(bytes, tail, bytes.length - tail);
        return out.toByteArray();
    }

    private static byte[] packed(byte[] bytes, Random random) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        byte[] whole = out.toByteArray();
        return random.nextBoolean() ? whole : Arrays.copyOf(whole, random.nextInt(whole.length));
    }
}
