package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.AwsError;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.MemberReader;
import dev.holdfast.emulator.wire.Protocol;
import dev.holdfast.emulator.wire.WireAnswer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What AWS refuses and the server behind would allow. */
final class Strictness {
    private static final Set<String> TRAIL_CHANGES =
            Set.of("StopLogging", "StartLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors");

    private final Backstage backstage;
    private final MemberReader reader;
    private final Counts counts;
    private final Trails trails;
    private final Set<String> disabledKeys = ConcurrentHashMap.newKeySet();
    private final Set<String> limitedKeys = ConcurrentHashMap.newKeySet();

    Strictness(Backstage backstage, MemberReader reader, Counts counts, Trails trails) {
        this.backstage = backstage;
        this.reader = reader;
        this.counts = counts;
        this.trails = trails;
    }

    /** True for a key that was deactivated or deleted: AWS does not even look at what it asks for. */
    boolean isDisabled(String accessKey) {
        return disabledKeys.contains(accessKey);
    }

    /** How AWS answers a key that it does not take. */
    static WireAnswer invalidKey(Call call) {
        String code = switch (call.protocol()) {
            case REST_XML -> "InvalidAccessKeyId";
            case EC2 -> "AuthFailure";
            case QUERY -> "InvalidClientTokenId";
            case JSON, REST_JSON -> "UnrecognizedClientException";
        };
        int status = call.protocol() == Protocol.EC2 ? 401 : call.protocol() == Protocol.JSON ? 400 : 403;
        return AnswerWriter.error(
                call, new AwsError(status, code, "The security token included in the request is invalid."));
    }

    /** The refusal, or null where AWS would not refuse. */
    @Nullable
    WireAnswer refusal(Call call, Identity identity) {
        if (limitedKeys.contains(identity.accessKey()) && !counts.reads(call)) {
            return denied(
                    call,
                    "User: " + identity.arn() + " is not authorized to perform: " + call.name()
                            + " because no session policy allows the " + call.name() + " action");
        }
        if (call.is("sts", "AssumeRole")) {
            return unknownRole(call, identity);
        }
        if (call.service().equals("cloudtrail") && TRAIL_CHANGES.contains(call.operation())) {
            return foreignTrail(call, identity);
        }
        return null;
    }

    /** moto lets anyone assume a role that does not exist. */
    private @Nullable WireAnswer unknownRole(Call call, Identity identity) {
        String arn = reader.request(call).path("RoleArn").asText();
        String[] parts = arn.split(":", 6);
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        if (parts.length == 6 && parts[4].matches("\\d{12}")) {
            WireAnswer role = backstage.query(
                    parts[4], "iam", Map.of("Action", "GetRole", "Version", "2010-05-08", "RoleName", name));
            if (role.good()) {
                return null;
            }
        }
        return denied(
                call, "User: " + identity.arn() + " is not authorized to perform: sts:AssumeRole on resource: " + arn);
    }

    /** Member accounts see the organization trail and cannot change it. */
    private @Nullable WireAnswer foreignTrail(Call call, Identity identity) {
        JsonNode request = reader.request(call);
        String named = request.path("Name").asText(request.path("TrailName").asText());
        return trails.organizationTrail(named)
                .filter(t -> !t.account().equals(identity.account()))
                .map(t -> denied(
                        call,
                        "User: " + identity.arn() + " is not authorized to perform: " + call.name() + " on resource: "
                                + t.arn()
                                + " because the trail belongs to the organization's management account"))
                .orElse(null);
    }

    private static WireAnswer denied(Call call, String message) {
        return AnswerWriter.error(call, AwsError.denied(call, message));
    }

    void learn(Call call, WireAnswer answer) {
        if (!answer.good()) {
            return;
        }
        if (call.is("sts", "AssumeRole")) {
            JsonNode request = reader.request(call);
            if (request.has("Policy") || request.has("PolicyArns")) {
                limitedKeys.add(reader.answer(call, answer)
                        .path("Credentials")
                        .path("AccessKeyId")
                        .asText());
            }
        } else if (call.is("iam", "DeleteAccessKey")) {
            disabledKeys.add(reader.request(call).path("AccessKeyId").asText());
        } else if (call.is("iam", "UpdateAccessKey")) {
            JsonNode request = reader.request(call);
            String key = request.path("AccessKeyId").asText();
            if (request.path("Status").asText().equals("Inactive")) {
                disabledKeys.add(key);
            } else {
                disabledKeys.remove(key);
            }
        }
    }
}
