package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Rows out of a report that AWS gives as comma-separated values in base64, such as IAM's credential report. */
final class CsvRows {
    /** An account has at most 5,000 users (IAM quotas), each a line of some hundred characters. */
    private static final int MOST_CHARACTERS = 32 * 1024 * 1024;

    private CsvRows() {}

    /**
     * One object per line, by the names in the first line; every value is text.
     *
     * @param columns the columns that every true report has
     * @throws IllegalArgumentException when it is no such report
     */
    static ArrayNode read(String base64, List<String> columns) {
        if (base64.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("the report is longer than " + MOST_CHARACTERS + " characters");
        }
        String text = new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        List<String> header = List.of();
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        for (String line : text.lines().toList()) {
            if (line.isBlank()) {
                continue;
            }
            List<String> cells = cells(line);
            if (header.isEmpty()) {
                header = cells;
            } else if (cells.size() != header.size()) {
                throw new IllegalArgumentException("a line of the report does not fit its first line");
            } else {
                out.add(row(header, cells));
            }
        }
        if (!header.containsAll(columns)) {
            List<String> missing = new ArrayList<>(columns);
            missing.removeAll(header);
            throw new IllegalArgumentException("the report lacks " + String.join(", ", missing));
        }
        return out;
    }

    private static ObjectNode row(List<String> header, List<String> cells) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < cells.size(); i++) {
            row.put(header.get(i), cells.get(i));
        }
        return row;
    }

    /** The cells of a line; a cell in quotation marks may hold commas, and doubled marks (RFC 4180). */
    private static List<String> cells(String line) {
        List<String> out = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                out.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        out.add(cell.toString());
        return out;
    }
}
