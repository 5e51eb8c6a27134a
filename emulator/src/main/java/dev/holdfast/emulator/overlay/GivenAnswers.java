package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.AwsError;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.MemberReader;
import dev.holdfast.emulator.wire.WireAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers that a test gives for operations whose facts no call can make on the server behind, such as the status of an
 * aggregator's sources. The SDK's own shapes write them, so an answer with a member that AWS does not have is refused.
 */
public final class GivenAnswers {
    /**
     * One answer.
     *
     * @param operation such as {@code config:DescribeConfigurationAggregatorSourcesStatus}
     * @param account only for calls in this account; empty for all
     * @param region only for calls in this region; empty for all
     * @param when only for requests that have these members
     * @param answer the answer's members
     * @param error an error code to answer with instead, or empty
     * @param until an operation whose call takes this answer back; empty for none
     */
    public record Given(
            String operation,
            String account,
            String region,
            Map<String, JsonNode> when,
            JsonNode answer,
            String error,
            String until) {
        public Given {
            when = Map.copyOf(when);
        }
    }

    private static final int REFUSED = 400;

    private final MemberReader reader;
    private final AnswerWriter writer;
    private final List<Given> given = new CopyOnWriteArrayList<>();

    GivenAnswers(MemberReader reader, AnswerWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /** Gives an answer; the latest that fits is taken. */
    public void give(Given answer) {
        given.add(0, answer);
    }

    /** Takes all answers back. */
    public void clear() {
        given.clear();
    }

    Optional<WireAnswer> answer(Call call, Identity identity) {
        if (given.isEmpty()) {
            return Optional.empty();
        }
        given.removeIf(g -> g.until().equals(call.name()));
        return given.stream()
                .filter(g -> fits(g, call, identity))
                .findFirst()
                .map(g -> g.error().isEmpty()
                        ? writer.answer(call, g.answer())
                        : AnswerWriter.error(call, new AwsError(REFUSED, g.error(), "A test wants it so.")));
    }

    private boolean fits(Given g, Call call, Identity identity) {
        if (!g.operation().equals(call.name())
                || !(g.account().isEmpty() || g.account().equals(identity.account()))
                || !(g.region().isEmpty() || g.region().equals(call.region()))) {
            return false;
        }
        if (g.when().isEmpty()) {
            return true;
        }
        JsonNode request = reader.request(call);
        return g.when().entrySet().stream().allMatch(e -> e.getValue().equals(request.path(e.getKey())));
    }
}
