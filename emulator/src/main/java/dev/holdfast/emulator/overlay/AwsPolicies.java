package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.MemberReader;
import dev.holdfast.emulator.wire.Upstream;
import dev.holdfast.emulator.wire.WireAnswer;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Roles that have AWS's own managed policies, which moto does not load: any name of one is taken. They are seen in the
 * role's list of policies, not in the account's authorization details.
 */
final class AwsPolicies {
    private static final String OWN = "arn:aws:iam::aws:policy/";
    private static final Pattern ARN = Pattern.compile("<PolicyArn>([^<]*)</PolicyArn>");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Upstream upstream;
    private final MemberReader reader;
    private final AnswerWriter writer;
    private final Map<String, Set<String>> attached = new ConcurrentHashMap<>();

    AwsPolicies(Upstream upstream, MemberReader reader, AnswerWriter writer) {
        this.upstream = upstream;
        this.reader = reader;
        this.writer = writer;
    }

    WireAnswer attach(Call call, Identity identity) throws IOException {
        WireAnswer answer = upstream.send(call.request());
        String arn = reader.request(call).path("PolicyArn").asText();
        boolean unknown = !answer.good() && answer.text().contains("Policy " + arn);
        if (!unknown || !arn.startsWith(OWN)) {
            return answer;
        }
        synchronized (attached) {
            attached.computeIfAbsent(role(call, identity), k -> new TreeSet<>()).add(arn);
        }
        return writer.answer(call, MAPPER.createObjectNode());
    }

    WireAnswer detach(Call call, Identity identity) throws IOException {
        String arn = reader.request(call).path("PolicyArn").asText();
        synchronized (attached) {
            Set<String> mine = attached.get(role(call, identity));
            if (mine != null && mine.remove(arn)) {
                return writer.answer(call, MAPPER.createObjectNode());
            }
        }
        return upstream.send(call.request());
    }

    WireAnswer list(Call call, Identity identity) throws IOException {
        WireAnswer answer = upstream.send(call.request());
        Set<String> arns = new TreeSet<>();
        synchronized (attached) {
            arns.addAll(attached.getOrDefault(role(call, identity), Set.of()));
        }
        if (!answer.good() || arns.isEmpty()) {
            return answer;
        }
        ARN.matcher(answer.text()).results().forEach(m -> arns.add(m.group(1)));
        ObjectNode out = MAPPER.createObjectNode().put("IsTruncated", false);
        ArrayNode list = out.putArray("AttachedPolicies");
        arns.forEach(
                a -> list.addObject().put("PolicyName", a.replaceAll(".*/", "")).put("PolicyArn", a));
        return writer.answer(call, out);
    }

    private String role(Call call, Identity identity) {
        return identity.account() + "/" + reader.request(call).path("RoleName").asText();
    }
}
