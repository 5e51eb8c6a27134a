package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One call a table makes.
 *
 * @param service service prefix, such as {@code s3}
 * @param operation API name, such as {@code GetBucketPolicy}
 * @param action the IAM action that allows it, such as {@code s3:GetEncryptionConfiguration}
 * @param with request members; a text {@code $column} or {@code $parent.path} is replaced by that value
 * @param items where the answer holds its items; null when the answer as a whole is meant, and then it is not paged
 * @param expects paths that every true answer has; where one is absent the answer says nothing
 * @param prepare what must be made before the answer is there, null when nothing
 * @param csv how the text at {@code items} is read as rows of CSV, null when it is not CSV
 * @param absentOn error codes that mean "there is none"
 * @param line where it stands in its file
 */
public record TableCall(
        String service,
        String operation,
        String action,
        Map<String, JsonNode> with,
        @org.jspecify.annotations.Nullable TablePath items,
        List<TablePath> expects,
        @org.jspecify.annotations.Nullable Prepare prepare,
        @org.jspecify.annotations.Nullable Csv csv,
        Set<String> absentOn,
        int line) {
    public TableCall {
        with = Map.copyOf(with);
        expects = List.copyOf(expects);
        absentOn = Set.copyOf(absentOn);
    }

    /**
     * A report that AWS makes on demand: the operation is asked until a member of its answer has a value.
     *
     * @param operation API name of the same service
     * @param until member that tells how far it is
     * @param is the value that says it is ready
     */
    public record Prepare(String operation, String until, String is) {}

    /**
     * How base64 text is read as CSV with a header line: {@code true} and {@code false} become truth values.
     *
     * @param none words that mean there is no value
     * @param fields the columns of the header, which an answer must have
     */
    public record Csv(Set<String> none, List<String> fields) {
        public Csv {
            none = Set.copyOf(none);
            fields = List.copyOf(fields);
        }
    }

    /** {@code service:Operation}. */
    public String name() {
        return service + ":" + operation;
    }
}
