package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.AwsFailure;
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
 * @param absentOn error codes that mean "there is none"; {@code Code: words} only when AWS's message holds the words
 * @param csv where the items are one text, a table of comma-separated values in base64 (AWS's reports): the columns that
 *     every true one has; empty where the items are a list as usual
 * @param prepare what must be done before the call can be answered, null when nothing
 * @param line where it stands in its file
 */
public record TableCall(
        String service,
        String operation,
        String action,
        Map<String, JsonNode> with,
        @org.jspecify.annotations.Nullable TablePath items,
        List<TablePath> expects,
        Set<String> absentOn,
        List<String> csv,
        @org.jspecify.annotations.Nullable Prepare prepare,
        int line) {
    /**
     * A call that has AWS make the answer first.
     *
     * @param call the call, without references
     * @param until true of its answer when all is ready; until then it is made again
     */
    public record Prepare(TableCall call, TablePath until) {}

    public TableCall {
        with = Map.copyOf(with);
        expects = List.copyOf(expects);
        absentOn = Set.copyOf(absentOn);
        csv = List.copyOf(csv);
    }

    /** True when the failure is AWS's way to say that there is none. */
    public boolean absent(AwsFailure failure) {
        return failure.says(absentOn);
    }

    /** {@code service:Operation}. */
    public String name() {
        return service + ":" + operation;
    }
}
