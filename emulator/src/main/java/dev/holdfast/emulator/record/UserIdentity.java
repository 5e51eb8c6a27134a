package dev.holdfast.emulator.record;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.emulator.overlay.Identity;

/** Who called, as CloudTrail writes it. Source: AWS CloudTrail User Guide, "CloudTrail userIdentity element". */
final class UserIdentity {
    private UserIdentity() {}

    static ObjectNode of(Identity identity, String since) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        String name = identity.arn().substring(identity.arn().lastIndexOf('/') + 1);
        if (identity.accessKey().isEmpty()) {
            return out.put("type", "AWSAccount").put("principalId", "").put("accountId", "anonymous");
        }
        out.put("type", identity.isRoleSession() ? "AssumedRole" : "IAMUser");
        out.put("principalId", identity.userId());
        out.put("arn", identity.arn());
        out.put("accountId", identity.account());
        out.put("accessKeyId", identity.accessKey());
        if (identity.isRoleSession()) {
            String[] parts = identity.arn().split("/");
            String role = parts.length > 1 ? parts[1] : "";
            ObjectNode context = out.putObject("sessionContext");
            ObjectNode issuer = context.putObject("sessionIssuer");
            issuer.put("type", "Role");
            issuer.put("principalId", identity.userId().split(":", 2)[0]);
            issuer.put("arn", "arn:aws:iam::" + identity.account() + ":role/" + role);
            issuer.put("accountId", identity.account());
            issuer.put("userName", role);
            context.putObject("attributes").put("creationDate", since).put("mfaAuthenticated", "false");
        } else {
            out.put("userName", name);
        }
        return out;
    }
}
