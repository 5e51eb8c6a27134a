package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.AwsError;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.MemberReader;
import dev.holdfast.emulator.wire.Upstream;
import dev.holdfast.emulator.wire.WireAnswer;
import dev.holdfast.emulator.wire.WireRequest;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which patch baseline is the default of each operating system, in each account and region; AWS's own at first. */
final class PatchDefaults {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String OWN = "arn:aws:ssm:us-east-1:075727635805:patchbaseline/pb-aws-";

    private final Upstream upstream;
    private final MemberReader reader;
    private final AnswerWriter writer;
    private final Map<String, String> systems = new ConcurrentHashMap<>();
    private final Map<String, String> defaults = new ConcurrentHashMap<>();

    PatchDefaults(Upstream upstream, MemberReader reader, AnswerWriter writer) {
        this.upstream = upstream;
        this.reader = reader;
        this.writer = writer;
    }

    /** Passes the call on without its tags, which moto refuses, and remembers for which system the baseline is. */
    WireAnswer create(Call call, Identity identity) throws IOException {
        WireRequest request = call.request();
        byte[] body = MAPPER.readTree(request.body()) instanceof ObjectNode members
                ? MAPPER.writeValueAsBytes(members.without("Tags"))
                : request.body();
        WireAnswer answer = upstream.send(new WireRequest(request.method(), request.target(), request.headers(), body));
        if (answer.good()) {
            String id = MAPPER.readTree(answer.body()).path("BaselineId").asText();
            systems.put(id, system(reader.request(call)));
        }
        return answer;
    }

    WireAnswer register(Call call, Identity identity) {
        String id = reader.request(call).path("BaselineId").asText();
        String system = id.startsWith(OWN) ? id.substring(OWN.length()) : systems.get(id);
        if (system == null) {
            return AnswerWriter.error(
                    call, new AwsError(400, "DoesNotExistException", "The patch baseline does not exist."));
        }
        defaults.put(place(call, identity, system), id);
        return writer.answer(call, MAPPER.createObjectNode().put("BaselineId", id));
    }

    WireAnswer get(Call call, Identity identity) {
        String system = system(reader.request(call));
        String id = defaults.getOrDefault(place(call, identity, system), OWN + system);
        return writer.answer(
                call, MAPPER.createObjectNode().put("BaselineId", id).put("OperatingSystem", system));
    }

    private static String place(Call call, Identity identity, String system) {
        return identity.account() + "/" + call.region() + "/" + system;
    }

    private static String system(JsonNode request) {
        return request.path("OperatingSystem").asText("WINDOWS");
    }
}
