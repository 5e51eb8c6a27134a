package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.TableSchema.Type;

/**
 * One column of a table and where its value comes from.
 *
 * @param name the column
 * @param type what it holds
 * @param from {@link #ITEM}, {@link #PARENT} or the name of a detail call
 * @param path the value in that answer; not used when there is a template
 * @param template text with {@code {column}} for values of this row, empty when the path is used
 * @param otherwise the value when the answer has none; JSON null for no value
 * @param sensitive whether only a keyed hash of the value may be kept
 * @param line where it stands in its file
 */
public record TableColumn(
        String name,
        Type type,
        String from,
        TablePath path,
        String template,
        JsonNode otherwise,
        boolean sensitive,
        int line) {
    /** The item of the listing. */
    public static final String ITEM = "item";

    /** What the listing was asked for. */
    public static final String PARENT = "parent";
}
