package dev.holdfast.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Scope;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** The reading door over the SDK. */
final class SdkReader implements AwsReader {
    private static final int MOST_PAGES = 100_000;

    /** Token members by name in the answer and in the next request; the first that fits the operation is used. */
    private static final List<String[]> TOKENS = List.of(
            new String[] {"NextToken", "NextToken"},
            new String[] {"nextToken", "nextToken"},
            new String[] {"NextMarker", "Marker"},
            new String[] {"Marker", "Marker"},
            new String[] {"NextContinuationToken", "ContinuationToken"},
            new String[] {"ContinuationToken", "ContinuationToken"},
            new String[] {"PaginationToken", "PaginationToken"},
            new String[] {"position", "position"},
            new String[] {"Marker", "marker"},
            new String[] {"LastEvaluatedTableName", "ExclusiveStartTableName"},
            new String[] {"LastEvaluatedKey", "ExclusiveStartKey"},
            new String[] {"NextRecordName", "StartRecordName"},
            new String[] {"NextPartNumberMarker", "PartNumberMarker"});

    private final Caller caller;

    SdkReader(Caller caller) {
        this.caller = caller;
    }

    @Override
    public JsonNode read(Scope scope, String service, String operation, JsonNode input) {
        return Caller.json(caller.repeat(scope, reading(service, operation), input));
    }

    @Override
    public void pages(Scope scope, String service, String operation, JsonNode input, Consumer<JsonNode> each) {
        SdkOperation known = reading(service, operation);
        ObjectNode request = input.deepCopy();
        List<String> members = memberNames(known.newRequest());
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = Caller.json(caller.repeat(scope, known, request));
            each.accept(answer);
            if (!advance(request, answer, members)) {
                return;
            }
        }
        throw new AwsFailure(
                AwsFailure.Kind.UNAVAILABLE,
                service + ":" + operation,
                scope,
                "",
                0,
                "more than " + MOST_PAGES + " pages");
    }

    /** True when the operation's pages can be followed. */
    static boolean pages(SdkOperation operation) {
        List<String> asks = memberNames(operation.newRequest());
        List<String> tells = memberNames(operation.newResponse());
        return asks.contains("KeyMarker") || TOKENS.stream().anyMatch(t -> tells.contains(t[0]) && asks.contains(t[1]));
    }

    private static List<String> memberNames(SdkPojo pojo) {
        return pojo.sdkFields().stream().map(SdkField::memberName).toList();
    }

    /** Puts the answer's token into the next request; false when the answer was the last page. */
    private static boolean advance(ObjectNode request, JsonNode answer, List<String> members) {
        // S3 lists versions by two markers at once.
        if (members.contains("KeyMarker") && answer.path("IsTruncated").asBoolean()) {
            JsonNode key = answer.path("NextKeyMarker");
            boolean moves = (key.isTextual() && !key.equals(request.get("KeyMarker")))
                    || !answer.path("NextVersionIdMarker").equals(request.path("VersionIdMarker"));
            request.set("KeyMarker", key);
            if (answer.has("NextVersionIdMarker")) {
                request.set("VersionIdMarker", answer.get("NextVersionIdMarker"));
            }
            return key.isTextual() && moves;
        }
        if (answer.has("IsTruncated") && !answer.get("IsTruncated").asBoolean()) {
            return false;
        }
        // CloudFront answers with one list object that holds items and marker.
        JsonNode told = answer.size() == 1 && answer.elements().next().has("NextMarker")
                ? answer.elements().next()
                : answer;
        for (String[] names : TOKENS) {
            JsonNode token = told.path(names[0]);
            boolean given =
                    token.isObject() ? !token.isEmpty() : !token.asText("").isEmpty();
            if (given && members.contains(names[1])) {
                JsonNode next = token.isObject() ? token : JsonNodeFactory.instance.textNode(token.asText());
                boolean moves = !next.equals(request.get(names[1]));
                moves |= members.contains("StartRecordType") && records(request, answer);
                request.set(names[1], next);
                return moves;
            }
        }
        return false;
    }

    /** Route 53 goes on at a name, a type and an identifier; true when one of the latter two moved. */
    private static boolean records(ObjectNode request, JsonNode answer) {
        boolean moves = false;
        for (String part : List.of("Type", "Identifier")) {
            JsonNode next = answer.path("NextRecord" + part);
            String member = "StartRecord" + part;
            moves |= !next.asText("").equals(request.path(member).asText(""));
            if (next.isTextual()) {
                request.set(member, next);
            } else {
                request.remove(member);
            }
        }
        return moves;
    }

    @Override
    public InputStream object(Scope scope, String bucket, String key) {
        ObjectNode request =
                JsonNodeFactory.instance.objectNode().put("Bucket", bucket).put("Key", key);
        return (InputStream) caller.repeat(scope, reading("s3", "GetObject"), request);
    }

    @Override
    public String principal(Scope scope) {
        return caller.principal(scope);
    }

    private SdkOperation reading(String service, String operation) {
        SdkOperation known = caller.operation(service, operation);
        if (!ReadOperations.contains(service, operation)) {
            throw new IllegalArgumentException(
                    "`" + service + ":" + operation + "` is not on the list of operations that only read");
        }
        return known;
    }
}
