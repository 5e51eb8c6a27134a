package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.AwsError;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.WireAnswer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What AWS holds to about organizational units and moto does not: a name is taken once below a parent, only an empty
 * unit can be deleted, and no policy stays attached to a deleted one.
 */
final class UnitRules {
    private static final String TARGET = "AWSOrganizationsV20161128.";
    private static final List<String> ATTACHED = List.of("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Backstage backstage;

    UnitRules(Backstage backstage) {
        this.backstage = backstage;
    }

    /** Why AWS would refuse a call; null when it would not. */
    @Nullable
    WireAnswer refusal(Call call, JsonNode request, String management) throws IOException {
        if (call.operation().equals("CreateOrganizationalUnit")) {
            JsonNode beside = ask(
                    management,
                    "ListOrganizationalUnitsForParent",
                    Map.of("ParentId", request.path("ParentId").asText()));
            for (JsonNode unit : beside.path("OrganizationalUnits")) {
                if (unit.path("Name").equals(request.path("Name"))) {
                    return error(
                            call,
                            "DuplicateOrganizationalUnitException",
                            "An OU with the same name already exists in the parent.");
                }
            }
        }
        if (call.operation().equals("DeleteOrganizationalUnit")) {
            Map<String, String> unit =
                    Map.of("ParentId", request.path("OrganizationalUnitId").asText());
            boolean empty = ask(management, "ListOrganizationalUnitsForParent", unit)
                            .path("OrganizationalUnits")
                            .isEmpty()
                    && ask(management, "ListAccountsForParent", unit)
                            .path("Accounts")
                            .isEmpty();
            if (!empty) {
                return error(
                        call,
                        "OrganizationalUnitNotEmptyException",
                        "The specified OU is not empty. Move all accounts to another root or to other OUs, remove all"
                                + " child OUs, and try the operation again.");
            }
        }
        return null;
    }

    /** Takes every policy off a unit that is about to be deleted; the same call is passed on after this. */
    void release(JsonNode request, String management) throws IOException {
        String unit = request.path("OrganizationalUnitId").asText();
        for (String type : ATTACHED) {
            JsonNode attached = ask(management, "ListPoliciesForTarget", Map.of("TargetId", unit, "Filter", type));
            for (JsonNode policy : attached.path("Policies")) {
                ask(
                        management,
                        "DetachPolicy",
                        Map.of("TargetId", unit, "PolicyId", policy.path("Id").asText()));
            }
        }
    }

    private JsonNode ask(String management, String operation, Map<String, String> request) throws IOException {
        WireAnswer answer =
                backstage.json(management, "organizations", TARGET + operation, MAPPER.writeValueAsString(request));
        return answer.good() ? MAPPER.readTree(answer.body()) : MissingNode.getInstance();
    }

    private static WireAnswer error(Call call, String code, String message) {
        return AnswerWriter.error(call, new AwsError(400, code, message));
    }
}
