package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.emulator.wire.WireAnswer;
import dev.holdfast.emulator.wire.WireRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Steers a running emulator over HTTP, for whoever holds the token that lies in its state file: {@code GET health},
 * {@code GET counts}, {@code POST mark}, {@code GET|POST|DELETE faults},
 * {@code POST|DELETE answers}, {@code POST flush}.
 */
public final class ControlDoor {
    /** Where the door is. */
    public static final String PATH = "/_holdfast/";

    /** The header that carries the token. */
    public static final String TOKEN = "X-Holdfast-Token";

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final String token;
    private final Faults faults;
    private final Counts counts;
    private final GivenAnswers given;
    private final Runnable flush;

    /**
     * @param token what callers must show
     * @param faults what befalls calls
     * @param counts what is counted
     * @param given answers of tests
     * @param flush delivers what was recorded
     */
    public ControlDoor(String token, Faults faults, Counts counts, GivenAnswers given, Runnable flush) {
        this.token = token;
        this.faults = faults;
        this.counts = counts;
        this.given = given;
        this.flush = flush;
    }

    WireAnswer answer(WireRequest request) throws IOException {
        String shown = request.header(TOKEN);
        byte[] key = (shown == null ? "" : shown).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(key, token.getBytes(StandardCharsets.UTF_8))) {
            return problem(403, "The token of this emulator is missing or wrong.");
        }
        String what = request.method() + " " + request.path().substring(PATH.length());
        return switch (what) {
            case "GET health" -> json(MAPPER.createObjectNode().put("state", "running"));
            case "GET counts" -> json(tally());
            case "POST mark" -> {
                counts.mark();
                yield json(tally());
            }
            case "GET faults" -> json(MAPPER.valueToTree(faults.list()));
            case "POST faults" -> add(request);
            case "DELETE faults" -> {
                faults.clear();
                yield json(MAPPER.valueToTree(faults.list()));
            }
            case "POST answers" -> give(request);
            case "DELETE answers" -> {
                given.clear();
                yield json(MAPPER.createObjectNode().put("state", "cleared"));
            }
            case "POST flush" -> {
                flush.run();
                yield json(MAPPER.createObjectNode().put("state", "flushed"));
            }
            default -> problem(404, "There is nothing at `" + what + "`.");
        };
    }

    private WireAnswer add(WireRequest request) throws IOException {
        try {
            ObjectNode given = MAPPER.valueToTree(Fault.of(Fault.Kind.DENY));
            JsonNode body = MAPPER.readTree(request.body());
            if (!body.has("kind")) {
                return problem(400, "A fault needs a `kind`.");
            }
            given.setAll((ObjectNode) body);
            faults.add(MAPPER.treeToValue(given, Fault.class));
            return json(MAPPER.valueToTree(faults.list()));
        } catch (JsonProcessingException | ClassCastException e) {
            return problem(
                    400,
                    "That is not a fault: " + String.valueOf(e.getMessage()).split("\n", 2)[0]);
        }
    }

    private WireAnswer give(WireRequest request) throws IOException {
        try {
            ObjectNode wanted = MAPPER.createObjectNode()
                    .put("account", "")
                    .put("region", "")
                    .put("error", "")
                    .put("until", "");
            wanted.putObject("when");
            wanted.putObject("answer");
            wanted.setAll((ObjectNode) MAPPER.readTree(request.body()));
            if (!wanted.path("operation").asText().contains(":")) {
                return problem(
                        400, "An answer needs an `operation`, such as `config:DescribeConfigurationAggregators`.");
            }
            given.give(MAPPER.treeToValue(wanted, GivenAnswers.Given.class));
            return json(MAPPER.createObjectNode().put("state", "given"));
        } catch (JsonProcessingException | ClassCastException e) {
            return problem(
                    400,
                    "That is not an answer: " + String.valueOf(e.getMessage()).split("\n", 2)[0]);
        }
    }

    private JsonNode tally() {
        Counts.Tally tally = counts.tally();
        ObjectNode out = MAPPER.valueToTree(tally);
        out.put("written", tally.written()).put("total", tally.total());
        return out;
    }

    private static WireAnswer json(JsonNode node) {
        return WireAnswer.of(200, "application/json", node.toString());
    }

    private static WireAnswer problem(int status, String text) {
        return WireAnswer.of(
                status,
                "application/json",
                MAPPER.createObjectNode().put("problem", text).toString());
    }
}
