package dev.holdfast.report.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.stream.StreamSupport;

/** How JSON is written: two blanks of indent and line feeds, or one line; the same bytes on every system. */
public final class Json {
    /** The version of every shape in this package. */
    static final int SCHEMA_VERSION = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    private Json() {}

    /** Indented, for files and terminals; ends with a line feed. */
    public static String pretty(JsonNode node) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(INDENT);
        printer.indentArraysWith(INDENT);
        try {
            return Steering.spelled(MAPPER.writer(printer).writeValueAsString(node)) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree can always be written", impossible);
        }
    }

    /** On one line, for formats with one object per line; ends with a line feed. */
    public static String line(JsonNode node) {
        return Steering.spelled(node.toString()) + "\n";
    }

    /**
     * Writes a frame indented, and into the empty array that is its last one the items, one at a time: a large
     * organization has more of them than fit in one text. The bytes are those of {@link #pretty} with the items in place.
     *
     * @param depth how deep the items lie, in steps of the indent
     * @throws IOException when it cannot be written
     */
    static void write(Writer out, JsonNode frame, int depth, Iterable<ObjectNode> items) throws IOException {
        String line = line(depth);
        writeTexts(
                out,
                frame,
                depth,
                () -> StreamSupport.stream(items.spliterator(), false)
                        .<CharSequence>map(item -> pretty(item).stripTrailing().replace("\n", line))
                        .iterator());
    }

    /** What begins a line that lies so deep. */
    static String line(int depth) {
        return "\n" + "  ".repeat(depth);
    }

    /** The same for items that are indented JSON already, all but their first line. */
    static void writeTexts(Writer out, JsonNode frame, int depth, Iterable<CharSequence> items) throws IOException {
        String text = pretty(frame);
        int hole = text.lastIndexOf("[ ]");
        String line = line(depth);
        boolean any = false;
        for (CharSequence item : items) {
            out.write(any ? "," : text.substring(0, hole + 1));
            out.write(line);
            out.append(item);
            any = true;
        }
        if (any) {
            out.write("\n" + "  ".repeat(depth - 1));
        }
        out.write(any ? text.substring(hole + 2) : text);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A new object that says which version of the shapes it follows. */
    static ObjectNode top() {
        return object().put("schemaVersion", SCHEMA_VERSION);
    }

    static TextNode text(String value) {
        return TextNode.valueOf(value);
    }

    static ArrayNode strings(Collection<String> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        return array;
    }
}
