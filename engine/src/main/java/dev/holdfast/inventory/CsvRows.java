package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.holdfast.content.TableCall;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;

/** Reads a report that AWS hands out as base64 text of CSV, such as IAM's credential report. */
final class CsvRows {
    /** The report has at most a line per user, and an account has at most 5,000 users. */
    private static final int MOST_ROWS = 100_000;

    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final CsvMapper MAPPER = new CsvMapper();

    private CsvRows() {}

    /**
     * The rows as objects by the names of the header line.
     *
     * @throws AwsFailure when it is not such a text or lacks a field that the table names
     */
    static ArrayNode read(JsonNode content, TableCall call, Scope scope) {
        TableCall.Csv csv = call.csv();
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        if (csv == null || content.isNull()) {
            return out;
        }
        if (!content.isTextual() || content.asText().length() > MOST_BYTES) {
            throw failure(call, scope, "the report is not text, or longer than " + MOST_BYTES + " bytes");
        }
        try {
            String text = new String(Base64.getMimeDecoder().decode(content.asText()), StandardCharsets.UTF_8);
            try (MappingIterator<Map<String, String>> rows = MAPPER.readerForMapOf(String.class)
                    .with(CsvSchema.emptySchema().withHeader())
                    .readValues(text)) {
                while (rows.hasNext()) {
                    out.add(row(rows.next(), csv));
                    if (out.size() > MOST_ROWS) {
                        throw failure(call, scope, "the report has more than " + MOST_ROWS + " lines");
                    }
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw failure(call, scope, "the report is not CSV");
        }
        for (String field : csv.fields()) {
            if (!out.isEmpty() && !out.get(0).has(field)) {
                throw failure(call, scope, "the report lacks the field `" + field + "`");
            }
        }
        return out;
    }

    private static ObjectNode row(Map<String, String> cells, TableCall.Csv csv) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        cells.forEach((field, text) -> {
            if (csv.none().contains(text)) {
                out.putNull(field);
            } else if (text.equals("true") || text.equals("false")) {
                out.put(field, text.equals("true"));
            } else {
                out.put(field, time(text));
            }
        });
        return out;
    }

    /** Times with an offset as the moment they mean; all other text as it is. */
    private static String time(String text) {
        if (text.length() < 20 || text.charAt(10) != 'T') {
            return text;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toString();
        } catch (DateTimeException e) {
            return text;
        }
    }

    private static AwsFailure failure(TableCall call, Scope scope, String message) {
        return new AwsFailure(AwsFailure.Kind.EMPTY_ANSWER, call.name(), scope, "", 200, message);
    }
}
