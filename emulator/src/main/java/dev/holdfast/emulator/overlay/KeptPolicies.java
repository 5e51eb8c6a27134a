package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.AwsError;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.WireAnswer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Policies of the organization of the types that moto does not make: backup policies, declarative ones for EC2. */
final class KeptPolicies {
    private static final String DECLARATIVE = "DECLARATIVE_POLICY_EC2";
    private static final Set<String> TYPES = Set.of("BACKUP_POLICY", DECLARATIVE);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Kept> policies = new TreeMap<>();
    private int made;
    private boolean declarative;

    /** One policy: its summary, its text, and what it is attached to. */
    private static final class Kept {
        final ObjectNode summary;
        String content;
        final Set<String> targets = new TreeSet<>();

        Kept(ObjectNode summary, String content) {
            this.summary = summary;
            this.content = content;
        }
    }

    /** The answer to a call that is about such a policy; null for all others. */
    @Nullable
    synchronized WireAnswer answer(Call call, JsonNode request) {
        String type = request.path("Type").asText(request.path("Filter").asText());
        Kept kept = policies.get(request.path("PolicyId").asText());
        return switch (call.operation()) {
            case "EnablePolicyType", "DisablePolicyType" -> type(call, request);
            case "CreatePolicy" -> TYPES.contains(type) ? good(create(type, request)) : null;
            case "ListPolicies" -> TYPES.contains(type) ? list(type, null) : null;
            case "ListPoliciesForTarget" ->
                TYPES.contains(type) ? list(type, request.path("TargetId").asText()) : null;
            default -> kept == null ? null : about(call, kept, request);
        };
    }

    private @Nullable WireAnswer type(Call call, JsonNode request) {
        if (!request.path("PolicyType").asText().equals(DECLARATIVE)) {
            return null;
        }
        declarative = call.operation().equals("EnablePolicyType");
        ObjectNode out = MAPPER.createObjectNode();
        out.putObject("Root").put("Id", request.path("RootId").asText());
        return good(out);
    }

    /** Adds to the roots the type that moto does not know. */
    synchronized void addTo(ObjectNode roots) {
        if (declarative) {
            for (JsonNode root : roots.path("Roots")) {
                ((ObjectNode) root)
                        .withArray("PolicyTypes")
                        .addObject()
                        .put("Type", DECLARATIVE)
                        .put("Status", "ENABLED");
            }
        }
    }

    private ObjectNode create(String type, JsonNode request) {
        String id = "p-k%07d".formatted(++made);
        ObjectNode summary = MAPPER.createObjectNode();
        summary.put("Id", id).put("Arn", "arn:aws:organizations::aws:policy/" + id);
        summary.put("Name", request.path("Name").asText()).put("Type", type).put("AwsManaged", false);
        Kept kept = new Kept(summary, request.path("Content").asText());
        policies.put(id, kept);
        return whole(kept);
    }

    private static ObjectNode whole(Kept kept) {
        ObjectNode out = MAPPER.createObjectNode();
        out.putObject("Policy").put("Content", kept.content).set("PolicySummary", kept.summary);
        return out;
    }

    private WireAnswer list(String type, @Nullable String target) {
        ObjectNode out = MAPPER.createObjectNode();
        ArrayNode list = out.putArray("Policies");
        policies.values().stream()
                .filter(k -> k.summary.path("Type").asText().equals(type))
                .filter(k -> target == null || k.targets.contains(target))
                .forEach(k -> list.add(k.summary));
        return good(out);
    }

    private @Nullable WireAnswer about(Call call, Kept kept, JsonNode request) {
        switch (call.operation()) {
            case "DescribePolicy" -> {
                return good(whole(kept));
            }
            case "UpdatePolicy" -> {
                kept.content = request.path("Content").asText(kept.content);
                return good(whole(kept));
            }
            case "AttachPolicy" -> kept.targets.add(request.path("TargetId").asText());
            case "DetachPolicy" -> kept.targets.remove(request.path("TargetId").asText());
            case "DeletePolicy" -> {
                if (!kept.targets.isEmpty()) {
                    return AnswerWriter.error(
                            call, new AwsError(400, "PolicyInUseException", "The policy is attached to something."));
                }
                policies.remove(kept.summary.path("Id").asText());
            }
            case "ListTargetsForPolicy" -> {
                ObjectNode out = MAPPER.createObjectNode();
                ArrayNode list = out.putArray("Targets");
                kept.targets.forEach(t -> list.addObject().put("TargetId", t).put("Type", kind(t)));
                return good(out);
            }
            default -> {
                return null;
            }
        }
        return good(MAPPER.createObjectNode());
    }

    private static String kind(String target) {
        return target.startsWith("r-") ? "ROOT" : target.startsWith("ou-") ? "ORGANIZATIONAL_UNIT" : "ACCOUNT";
    }

    private static WireAnswer good(ObjectNode answer) {
        return WireAnswer.of(200, "application/x-amz-json-1.1", answer.toString());
    }
}
