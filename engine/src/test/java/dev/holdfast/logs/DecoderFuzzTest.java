package dev.holdfast.logs;

import dev.holdfast.content.SourceDefinition;
import dev.holdfast.content.SourceExample;
import dev.holdfast.fuzz.Campaign;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes come, the reader never throws, and what it cannot read it counts ({@link DecoderFuzz}). */
class DecoderFuzzTest {
    static List<String> sources() {
        return DecoderFuzz.SOURCES.stream()
                .filter(s -> !s.examples().isEmpty())
                .map(SourceDefinition::id)
                .toList();
    }

    @Test
    void nothing_that_a_campaign_kept_stops_the_reader() {
        Campaign.kept("decoders").forEach(DecoderFuzzTest::read);
    }

    @ParameterizedTest
    @MethodSource("sources")
    void examples_cut_anywhere_and_packed_do_not_stop_the_reader(String id) throws IOException {
        for (byte[] seed : seeds(id)) {
            read(seed);
            for (int part = 1; part < 8; part++) {
                byte[] cut = Arrays.copyOf(seed, seed.length * part / 8);
                read(cut);
                read(packed(seed, part));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    @EnabledIfSystemProperty(named = "holdfast.full", matches = "true")
    void jazzer_finds_nothing_that_stops_the_reader(String id, @TempDir Path folder)
            throws IOException, InterruptedException {
        List<byte[]> seeds = seeds(id);
        seeds.add(packed(seeds.getFirst(), 8));
        Campaign.run(DecoderFuzz.class, seeds, Campaign.LONG, folder);
    }

    private static void read(byte[] bytes) {
        try {
            DecoderFuzz.fuzzerTestOneInput(bytes);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
            throw new AssertionError("with " + Base64.getEncoder().encodeToString(bytes), e);
        }
    }

    private static List<byte[]> seeds(String id) {
        List<byte[]> out = new ArrayList<>();
        for (SourceDefinition source : DecoderFuzz.SOURCES) {
            for (SourceExample example : source.id().equals(id) ? source.examples() : List.<SourceExample>of()) {
                out.add(example.raw().getBytes(StandardCharsets.UTF_8));
            }
        }
        return out;
    }

    /** So many eighths of the bytes packed. */
    private static byte[] packed(byte[] bytes, int eighths) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        byte[] whole = out.toByteArray();
        return Arrays.copyOf(whole, whole.length * eighths / 8);
    }
}
