package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.WireAnswer;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a bucket policy makes the bucket public, from the policy itself: somebody of everybody is allowed something
 * and no condition ties it to known accounts, networks or resources. Source: Amazon S3 User Guide, "The meaning of
 * public".
 */
final class BucketPolicyStatus implements OwnAnswer {
    private static final Set<String> TYING = Set.of(
            "aws:principalarn",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:principalaccount",
            "aws:sourceaccount",
            "aws:sourcearn",
            "aws:sourceip",
            "aws:sourceorgid",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:userid",
            "s3:dataaccesspointarn",
            "s3:dataaccesspointaccount");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Backstage backstage;
    private final AnswerWriter writer;

    BucketPolicyStatus(Backstage backstage, AnswerWriter writer) {
        this.backstage = backstage;
        this.writer = writer;
    }

    @Override
    public WireAnswer answer(Call call, Identity identity) throws IOException {
        String target = call.request().path() + "?policy";
        WireAnswer policy = backstage.s3(identity.account(), "GET", target, new byte[0]);
        if (!policy.good()) {
            return policy;
        }
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        members.putObject("PolicyStatus").put("IsPublic", isPublic(MAPPER.readTree(policy.body())));
        WireAnswer body = writer.answer(call, members);
        return new WireAnswer(200, body.headers(), body.body());
    }

    static boolean isPublic(JsonNode policy) {
        JsonNode statements = policy.path("Statement");
        if (statements.isObject()) {
            return grantsEverybody(statements);
        }
        for (JsonNode statement : statements) {
            if (grantsEverybody(statement)) {
                return true;
            }
        }
        return false;
    }

    private static boolean grantsEverybody(JsonNode statement) {
        if (!statement.path("Effect").asText().equals("Allow")) {
            return false;
        }
        if (statement.has("NotPrincipal")) {
            return true;
        }
        JsonNode principal = statement.path("Principal");
        boolean everybody = isStar(principal) || isStar(principal.path("AWS"));
        return everybody && !tied(statement.path("Condition"));
    }

    private static boolean isStar(JsonNode value) {
        if (value.isArray()) {
            for (JsonNode item : value) {
                if (item.asText().equals("*")) {
                    return true;
                }
            }
        }
        return value.asText().equals("*");
    }

    private static boolean tied(JsonNode condition) {
        for (JsonNode operator : condition) {
            for (var entry : operator.properties()) {
                String text = entry.getValue().toString();
                boolean open = text.contains("\"*\"") || text.contains("0.0.0.0/0") || text.contains("::/0");
                if (TYING.contains(entry.getKey().toLowerCase(Locale.ROOT)) && !open) {
                    return true;
                }
            }
        }
        return false;
    }
}
