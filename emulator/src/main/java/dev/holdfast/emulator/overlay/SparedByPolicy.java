package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.Upstream;
import dev.holdfast.emulator.wire.WireAnswer;
import java.io.IOException;

/**
 * Lets a role write to a bucket whose policy denies it to everybody but that role. moto takes no notice of a denial's
 * condition: the policy is put aside for the length of the call.
 */
final class SparedByPolicy implements OwnAnswer {
    private static final int DENIED = 403;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Backstage backstage;
    private final Upstream upstream;

    SparedByPolicy(Backstage backstage, Upstream upstream) {
        this.backstage = backstage;
        this.upstream = upstream;
    }

    @Override
    public synchronized WireAnswer answer(Call call, Identity identity) throws IOException {
        WireAnswer answer = upstream.send(call.request());
        if (answer.status() != DENIED || !identity.isRoleSession()) {
            return answer;
        }
        String path = call.request().path();
        int end = path.indexOf('/', 1);
        String target = (end < 0 ? path : path.substring(0, end)) + "?policy";
        WireAnswer policy = backstage.s3(identity.account(), "GET", target, new byte[0]);
        if (!policy.good() || !spares(MAPPER.readTree(policy.body()), role(identity))) {
            return answer;
        }
        backstage.s3(identity.account(), "DELETE", target, new byte[0]);
        try {
            return upstream.send(call.request());
        } finally {
            backstage.s3(identity.account(), "PUT", target, policy.body());
        }
    }

    /** Whether every denial has the exception for the role. */
    private static boolean spares(JsonNode policy, String role) {
        return policy.path("Statement")
                .valueStream()
                .filter(s -> s.path("Effect").asText().equals("Deny"))
                .allMatch(s -> s.path("Condition")
                        .path("ArnNotLike")
                        .path("aws:PrincipalArn")
                        .asText()
                        .equals(role));
    }

    /** The role behind {@code arn:aws:sts::account:assumed-role/name/session}. */
    private static String role(Identity identity) {
        String name = identity.arn().replaceFirst(".*:assumed-role/", "").replaceFirst("/[^/]*$", "");
        return "arn:aws:iam::" + identity.account() + ":role/" + name;
    }
}
