package dev.holdfast.logs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.holdfast.content.LineShape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Lines whose columns are named by lines that begin with {@code #}: Zeek ({@code #separator}, {@code #fields}, {@code #types},
 * {@code #path}) and the W3C's extended log format ({@code #Fields:}). Zeek's path becomes the member {@code _path}.
 */
final class Directives {
    private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-fA-F]{2})");

    private final RecordSink sink;
    private boolean zeek;
    private boolean begun;
    private String separator = "\t";
    private String within = ",";
    private String empty = "(empty)";
    private String unset = "-";
    private String path = "";
    private List<String> names = List.of();
    private List<String> types = List.of();

    Directives(RecordSink sink) {
        this.sink = sink;
    }

    /** True for a directive, and for every line after the first of them. */
    boolean takes(String text) {
        return begun
                || (text.startsWith("#")
                        && text.matches("#(separator|set_separator|fields|path|Version:|Fields:|Software:|Date:).*"));
    }

    void line(String text, long number) {
        begun = true;
        if (text.startsWith("#")) {
            directive(text);
        } else if (names.isEmpty()) {
            sink.error(number, "no line before this one names the columns");
        } else {
            values(text, number);
        }
    }

    private void directive(String text) {
        if (text.startsWith("#Fields:")) {
            names = Arrays.asList(text.substring("#Fields:".length()).strip().split("\\s+"));
            types = List.of();
            zeek = false;
            return;
        }
        if (text.startsWith("#separator ")) {
            zeek = true;
            separator = plain(text.substring("#separator ".length()).strip());
            separator = separator.isEmpty() ? "\t" : separator;
            names = List.of();
            return;
        }
        List<String> parts = split(text);
        switch (parts.get(0)) {
            case "#set_separator" -> within = parts.size() > 1 ? plain(parts.get(1)) : ",";
            case "#empty_field" -> empty = parts.size() > 1 ? parts.get(1) : "(empty)";
            case "#unset_field" -> unset = parts.size() > 1 ? parts.get(1) : "-";
            case "#path" -> path = parts.size() > 1 ? parts.get(1) : "";
            case "#fields" -> {
                zeek = true;
                names = List.copyOf(parts.subList(1, parts.size()));
            }
            case "#types" -> types = List.copyOf(parts.subList(1, parts.size()));
            default -> {
                // #open, #close, #Version and the like say nothing about records.
            }
        }
    }

    private List<String> split(String text) {
        return Arrays.asList(text.split(java.util.regex.Pattern.quote(separator), -1));
    }

    private void values(String text, long number) {
        List<String> values = zeek || text.indexOf('\t') >= 0 ? split(text) : Columns.of(text, ' ');
        if (values.size() != names.size()) {
            sink.error(number, values.size() + " columns, and the line that names them has " + names.size());
            return;
        }
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            if (!value.equals(unset)) {
                put(record, names.get(i), i < types.size() ? types.get(i) : "string", value);
            }
        }
        if (zeek && !path.isEmpty()) {
            record.put("_path", path);
        }
        sink.record(number, record.put(TextLines.LINE, text), LineShape.Kind.DIRECTIVES, null);
    }

    private void put(ObjectNode record, String name, String type, String value) {
        if (type.startsWith("set[") || type.startsWith("vector[")) {
            ArrayNode list = record.putArray(name);
            if (!value.equals(empty) && !value.isEmpty()) {
                for (String item : value.split(java.util.regex.Pattern.quote(within), -1)) {
                    list.add(plain(item));
                }
            }
            return;
        }
        String text = value.equals(empty) ? "" : plain(value);
        switch (type.toLowerCase(Locale.ROOT)) {
            case "bool" -> record.put(name, value.equals("T"));
            case "count", "int", "port" -> whole(record, name, text);
            default -> record.put(name, text);
        }
    }

    private static void whole(ObjectNode record, String name, String text) {
        if (text.matches("-?\\d{1,18}")) {
            record.put(name, Long.parseLong(text));
        } else {
            record.put(name, text);
        }
    }

    /** Zeek writes bytes that would disturb the columns as {@code \x09}. */
    private static String plain(String text) {
        if (text.indexOf("\\x") < 0) {
            return text;
        }
        Matcher match = ESCAPE.matcher(text);
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (match.find()) {
            out.append(text, from, match.start());
            out.append(new String(
                    new byte[] {(byte) Integer.parseInt(match.group(1), 16)}, StandardCharsets.ISO_8859_1));
            from = match.end();
        }
        String bytes = out.append(text.substring(from)).toString();
        boolean latin = bytes.chars().allMatch(c -> c < 256);
        return latin ? new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8) : bytes;
    }

    void end() {
        names = List.of();
    }
}
