package dev.holdfast.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.LineShape;
import dev.holdfast.model.ByteHash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a file of JSON records through a {@link RecordSieve}, so that only those become trees that somebody wants to see.
 * Whatever is unusual is left to {@link RecordDecoder}, from the first such record to the end of the file: this is a short
 * cut, never another opinion. One thread.
 */
final class SievedRecords {
    private static final int BUFFER = 256 * 1024;

    /** Gets records. */
    interface Sink {
        /** Nobody wants to see the record with this id; gives whether it is a new one. */
        boolean passed(String source, String id);

        /**
         * Nobody wants to see a record that has no id.
         *
         * @param digest of its bytes
         * @param times how often they came in the file
         * @return whether it is a new one
         */
        boolean passed(String source, long digest, int times);

        /**
         * Somebody wants to see it.
         *
         * @param source where it certainly belongs; null when its members must tell
         */
        void record(long number, ObjectNode record, @Nullable KnownSource source);
    }

    /**
     * What is left to be read in the ordinary way.
     *
     * @param in the bytes from there on, made whole where they stand inside an envelope
     * @param number records before
     * @param lines whether the file has a value to a line; null when that is still to be seen
     * @param inLine whether it begins after a value on the same line
     */
    record Rest(InputStream in, long number, @Nullable Boolean lines, boolean inLine) {}

    private record Ready(SieveSigns signs, RecordSieve sieve, String name) {}

    private final EventMaker maker;
    private final RecordSieve.Maker sieves;
    private final LogLimits limits;
    private final Set<String> envelopes;
    private final ObjectMapper json;
    private final Map<KnownSource, Optional<Ready>> ready = new HashMap<>();
    private final LineCounts repeats;
    private byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private boolean ended;
    private boolean lines;
    private boolean inLine;

    SievedRecords(EventMaker maker, RecordSieve.Maker sieves, LogLimits limits, Set<String> envelopes) {
        this.maker = maker;
        this.sieves = sieves;
        this.limits = limits;
        this.repeats = new LineCounts(limits.knownIds());
        this.envelopes = envelopes;
        this.json = new ObjectMapper(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxStringLength(limits.recordBytes())
                        .build())
                .build());
    }

    /** Reads as far as it can; gives what is left, or null when nothing is. */
    @Nullable
    Rest read(InputStream in, Sink sink) throws IOException {
        at = 0;
        end = 0;
        ended = false;
        inLine = false;
        repeats.begin();
        while (end < buffer.length && fill(in)) {
            // The beginning tells what the file is.
        }
        lines = new LineInput(new ByteArrayInputStream(buffer, 0, end)).looksLikeLines();
        String envelope = envelope();
        boolean bare = envelope.isEmpty() && (end == 0 || buffer[0] != '{' || !lines);
        Ready with = bare ? null : source();
        if (with == null) {
            return new Rest(new SequenceInputStream(new ByteArrayInputStream(buffer, 0, end), in), 0, null, false);
        }
        return records(in, envelope, with, sink);
    }

    private @Nullable Rest records(InputStream in, String envelope, Ready with, Sink sink) throws IOException {
        RecordSieve sieve = with.sieve();
        long number = 0;
        boolean separated = true;
        while (true) {
            blanks(lines && !envelope.isEmpty());
            if (at < end && buffer[at] == '\n') {
                return rest(envelope, in, number);
            }
            if (at == end) {
                if (fill(in)) {
                    continue;
                }
                return envelope.isEmpty() ? null : rest(envelope, in, number);
            }
            if (!envelope.isEmpty() && !separated) {
                if (buffer[at] != ',') {
                    // After a value only the end may follow; a value here is the same fault as a bracket.
                    return rest(buffer[at] == ']' ? envelope : envelope + "}", in, number);
                }
                at++;
                separated = true;
                continue;
            }
            int stop = sieve.read(buffer, at, end);
            if (stop == RecordSieve.CUT && !ended && end - at <= limits.recordBytes()) {
                fill(in);
                continue;
            }
            if (stop < 0 || stop - at > limits.recordBytes() || (lines && sieve.breaks())) {
                return rest(envelope, in, number);
            }
            boolean certain = with.signs().are(sieve);
            boolean identified = with.signs().source().identified();
            String id = certain && identified ? with.signs().idOf(sieve) : "";
            if (!certain || (identified && id.isEmpty()) || sieve.keeps()) {
                ObjectNode tree = tree(at, stop);
                if (tree == null) {
                    return rest(envelope, in, number);
                }
                sink.record(++number, tree, certain ? with.signs().source() : null);
            } else {
                number++;
                boolean isNew;
                if (identified) {
                    isNew = sink.passed(with.name(), id);
                } else {
                    long digest = ByteHash.of(buffer, at, stop).value();
                    isNew = sink.passed(with.name(), digest, repeats.add(digest));
                }
                if (isNew) {
                    with.signs().timeOf(sieve).ifPresent(sieve::passed);
                }
            }
            at = stop;
            inLine = true;
            separated = envelope.isEmpty();
        }
    }

    private Rest rest(String envelope, InputStream in, long number) {
        byte[] before = envelope.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(before, before.length + end - at);
        System.arraycopy(buffer, at, bytes, before.length, end - at);
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(bytes), in);
        return new Rest(all, number, lines, inLine && envelope.isEmpty());
    }

    /** Goes on past blanks; a line break is one only where a value may follow on another line. */
    private void blanks(boolean oneLine) {
        while (at < end && buffer[at] <= ' ' && buffer[at] > 0 && !(oneLine && buffer[at] == '\n')) {
            inLine &= buffer[at] != '\n';
            at++;
        }
    }

    private boolean fill(InputStream in) throws IOException {
        if (ended) {
            return false;
        }
        if (at > 0) {
            System.arraycopy(buffer, at, buffer, 0, end - at);
            end -= at;
            at = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, end, buffer.length - end);
        ended = read < 0;
        end += Math.max(0, read);
        return !ended;
    }

    /** Goes into the array of an envelope; gives how that began, or an empty text when there is none. */
    private String envelope() {
        String head = new String(buffer, 0, Math.min(end, 128), StandardCharsets.ISO_8859_1);
        int name = head.indexOf('"') + 1;
        int nameEnd = head.indexOf('"', name);
        if (!head.startsWith("{")
                || name == 0
                || nameEnd < 0
                || !head.substring(1, name - 1).isBlank()) {
            return "";
        }
        int array = head.indexOf('[', nameEnd);
        boolean known = array >= 0
                && head.substring(nameEnd + 1, array).strip().equals(":")
                && envelopes.contains(head.substring(name, nameEnd));
        if (!known) {
            return "";
        }
        at = array + 1;
        return head.substring(0, at);
    }

    /** The source of the first record with its sieve; null when the record is not of a source that can be sieved. */
    private @Nullable Ready source() {
        ObjectNode first = tree(at, end);
        if (first == null) {
            return null;
        }
        return maker.recognised(first, LineShape.Kind.JSON)
                .flatMap(source -> ready.computeIfAbsent(source, this::ready))
                .orElse(null);
    }

    private Optional<Ready> ready(KnownSource source) {
        List<KnownSource> all = maker.sources();
        return SieveSigns.of(source, all).flatMap(signs -> {
            RecordSieve sieve = sieves.of(source.definition().source(), signs.names());
            String name = source.definition().source().toString();
            return sieve == null ? Optional.empty() : Optional.of(new Ready(signs, sieve, name));
        });
    }

    private @Nullable ObjectNode tree(int from, int to) {
        try (JsonParser parser = json.getFactory().createParser(buffer, from, to - from)) {
            JsonNode tree = json.readTree(parser);
            return tree instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }
}
