package dev.holdfast.lake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.TableSchema.Column;
import java.util.List;

/**
 * The whole answer of a small query.
 *
 * @param columns names and types, in the query's order; a name given twice gets {@code _2} at its end
 * @param rows the rows, members in the columns' order; a null is an explicit JSON null
 */
public record Answer(List<Column> columns, List<ObjectNode> rows) {
    public Answer {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
