package dev.holdfast.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.holdfast.content.LineShape;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a file into records: JSON in an envelope whose member holds them ({@code {"Records":[…]}}), in an array, one to a line
 * or one after the other; or lines of text. One record is in memory at a time. What cannot be read is reported with the
 * number of the record and the place; the records before it were given, and with one record to a line the lines after it too.
 */
final class RecordDecoder {
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final Set<String> envelopes;
    private final RecordReader records;
    private final JsonFactory factory;
    private final RecordSink sink;
    private final LogLimits limits;
    private final Function<RecordSink, TextLines> text;
    private long number;

    /**
     * @param envelopes names of members whose array holds the records
     * @param text what reads lines that are no JSON
     */
    RecordDecoder(Set<String> envelopes, LogLimits limits, Function<RecordSink, TextLines> text, RecordSink sink) {
        this(envelopes, limits, text, sink, 0);
    }

    /** @param before records of the file that were read already */
    RecordDecoder(
            Set<String> envelopes,
            LogLimits limits,
            Function<RecordSink, TextLines> text,
            RecordSink sink,
            long before) {
        this.number = before;
        this.envelopes = envelopes;
        this.limits = limits;
        this.text = text;
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
        decode(in, null, false);
    }

    /**
     * @param lines whether the file has a value to a line; null when its beginning is to tell
     * @param inLine whether it begins after a value on the same line
     */
    void decode(InputStream in, @Nullable Boolean lines, boolean inLine) {
        LineInput input = new LineInput(in);
        try {
            if (lines != null) {
                if (lines) {
                    byLine(input, inLine);
                } else {
                    document(input, "");
                }
                return;
            }
            byte[] head = input.head();
            if (head.length > 2 && Arrays.equals(head, 0, 3, MARK, 0, 3)) {
                input.skipNBytes(3);
                head = input.head();
            }
            int at = 0;
            while (at < head.length && head[at] >= 0 && head[at] <= ' ') {
                if (head[at] == 0) {
                    break;
                }
                at++;
            }
            boolean json = at < head.length && (head[at] == '{' || (head[at] == '[' && jsonArray(head, at + 1)));
            if (json && !input.looksLikeLines()) {
                document(input, "");
            } else if (binary(head)) {
                sink.error(0, "this is neither text nor of a form that is known");
            } else {
                byLine(input, false);
            }
        } catch (IOException e) {
            sink.error(number + 1, broken(e));
        }
    }

    /** A line of a log may begin with its time in brackets. */
    private static boolean jsonArray(byte[] head, int from) {
        int at = from;
        while (at < head.length && head[at] >= 0 && head[at] <= ' ') {
            at++;
        }
        return at >= head.length || ("{[]\"-0123456789tfn".indexOf(head[at]) >= 0 && !dated(head, at));
    }

    private static boolean dated(byte[] head, int at) {
        return at + 3 < head.length
                && head[at] >= '0'
                && head[at] <= '9'
                && (head[at + 2] == '/' || head[at + 4 < head.length ? at + 4 : at] == '-');
    }

    /** Text holds no zero bytes. */
    private static boolean binary(byte[] head) {
        for (int i = 0; i < Math.min(head.length, 4096); i++) {
            if (head[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private void byLine(LineInput input, boolean inLine) throws IOException {
        TextLines lines = text.apply(sink);
        long line = 0;
        while (input.nextLine()) {
            line++;
            int first = input.peek();
            boolean goesOn = inLine && line == 1;
            if (goesOn || first == '{' || (first == '[' && jsonArray(input.ahead(16), 1))) {
                document(input, "line " + line + ", ");
                continue;
            }
            String one = input.text(limits.recordBytes());
            if (one.isBlank()) {
                continue;
            }
            number++;
            if (input.cut()) {
                sink.error(number, "line " + line + ": longer than " + limits.recordBytes() + " bytes, the limit");
            } else {
                lines.line(one, number, line);
            }
        }
        lines.end();
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
            sink.record(number, read.record(), LineShape.Kind.JSON, null);
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
