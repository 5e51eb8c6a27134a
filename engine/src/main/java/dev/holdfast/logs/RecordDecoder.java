package dev.holdfast.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * Cuts a file of JSON into records: an envelope whose member holds them ({@code {"Records":[…]}}), an array, one to a
 * line, or one after the other. One record is in memory at a time. What cannot be read is reported with the number of
 * the record and the place; the records before it were given, and with one record to a line the lines after it too.
 */
final class RecordDecoder {
    /** Gets what a file holds. */
    interface Sink {
        void record(long number, ObjectNode record);

        /** @param number the record at fault, or the one after the last good */
        void error(long number, String problem);
    }

    private final Set<String> envelopes;
    private final RecordReader records;
    private final JsonFactory factory;
    private final Sink sink;
    private long number;

    /** @param envelopes names of members whose array holds the records */
    RecordDecoder(Set<String> envelopes, LogLimits limits, Sink sink) {
        this.envelopes = envelopes;
        this.sink = sink;
        this.records = new RecordReader(limits.recordBytes());
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxStringLength(limits.recordBytes())
                        .maxNameLength(4096)
                        .build())
                .build();
    }

    /** Reads to the end. Never throws for what the file holds. */
    void decode(InputStream in) {
        LineInput lines = new LineInput(in);
        try {
            if (lines.looksLikeLines()) {
                long line = 0;
                while (lines.nextLine()) {
                    line++;
                    document(lines, "line " + line + ", ");
                }
            } else {
                document(lines, "");
            }
        } catch (IOException e) {
            sink.error(number + 1, broken(e));
        }
    }

    private void document(InputStream in, String where) throws IOException {
        try (JsonParser parser = factory.createParser(in)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            try {
                JsonToken token;
                while ((token = parser.nextToken()) != null) {
                    value(parser, token, true);
                }
            } catch (StreamConstraintsException e) {
                sink.error(number + 1, where + "byte " + offset(parser) + ": nested too deep, or a text too long");
            } catch (JsonProcessingException e) {
                sink.error(number + 1, where + "byte " + offset(parser) + ": not JSON, or cut off here");
            }
        }
    }

    private static long offset(JsonParser parser) {
        return Math.max(0, parser.currentLocation().getByteOffset());
    }

    private void value(JsonParser parser, JsonToken token, boolean top) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            object(parser, top);
        } else if (token == JsonToken.START_ARRAY && top) {
            array(parser);
        } else {
            parser.skipChildren();
            sink.error(++number, "a JSON object is expected, this is something else");
        }
    }

    private void array(JsonParser parser) throws IOException {
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            if (token == null) {
                return;
            }
            value(parser, token, false);
        }
    }

    private void object(JsonParser parser, boolean top) throws IOException {
        String first = parser.nextFieldName();
        if (top && first != null && envelopes.contains(first) && parser.nextToken() == JsonToken.START_ARRAY) {
            array(parser);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                parser.nextToken();
                parser.skipChildren();
            }
            return;
        }
        RecordReader.Read read = records.read(parser, first);
        number++;
        if (read.tooLarge()) {
            sink.error(number, "larger than " + records.maxBytes() + " bytes, the limit for one record");
        } else {
            sink.record(number, read.record());
        }
    }

    private static String broken(IOException e) {
        if (e instanceof BoundedInput.TooMuch) {
            return String.valueOf(e.getMessage());
        }
        return e instanceof EOFException || e instanceof ZipException
                ? "the compressed data is damaged or cut off here"
                : "reading stopped: " + e.getClass().getSimpleName();
    }
}
