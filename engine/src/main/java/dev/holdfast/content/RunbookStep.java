package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.Runbook.Reading;
import dev.holdfast.content.Runbook.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a runbook.
 *
 * @param name unique in the document
 * @param action what it does
 * @param outputs values taken from the answer
 * @param onFailure what follows when it fails: {@code Abort}, {@code Continue} or {@code step:name}
 * @param end whether the document ends here
 * @param next the step that follows, empty for the next in order
 * @param timeout the longest it may wait
 * @param maxAttempts how often it is tried when it is refused
 * @param handling Holdfast's block
 */
public record RunbookStep(
        String name,
        Action action,
        List<Output> outputs,
        String onFailure,
        boolean end,
        String next,
        Duration timeout,
        int maxAttempts,
        Handling handling) {

    /** What a step does. Named after the actions of Systems Manager Automation. */
    public sealed interface Action {}

    /**
     * {@code aws:executeAwsApi}: one call.
     *
     * @param request the call
     * @param writes whether it may change something
     */
    public record Call(Request request, boolean writes) implements Action {}

    /**
     * {@code aws:waitForAwsResourceProperty}: reads until a value is as desired.
     *
     * @param request a call that only reads
     * @param selector JSONPath into the answer
     * @param desired texts, one of which the value must equal
     */
    public record Await(Request request, String selector, List<JsonNode> desired) implements Action {}

    /**
     * {@code aws:assertAwsResourceProperty}: reads once and fails when the value is not as desired.
     *
     * @param request a call that only reads
     * @param selector JSONPath into the answer
     * @param desired texts, one of which the value must equal
     */
    public record Check(Request request, String selector, List<JsonNode> desired) implements Action {}

    /**
     * {@code aws:approve}: waits for people.
     *
     * @param message what they are asked
     * @param approvers who may approve, empty for anyone
     * @param needed how many
     */
    public record Approve(JsonNode message, JsonNode approvers, int needed) implements Action {}

    /**
     * {@code aws:branch}: goes on at the first choice that holds.
     *
     * @param choices in order
     * @param otherwise the step when none holds, empty for the next in order
     */
    public record Branch(List<Choice> choices, String otherwise) implements Action {}

    /**
     * One choice of a branch.
     *
     * @param next the step it leads to
     * @param variable the value compared
     * @param comparison {@code StringEquals}, {@code BooleanEquals}, {@code NumericEquals}, {@code NumericGreater} or
     *     {@code NumericLesser}
     * @param value what it is compared with
     */
    public record Choice(String next, JsonNode variable, String comparison, JsonNode value) {}

    /**
     * {@code aws:sleep}.
     *
     * @param duration how long
     */
    public record Sleep(Duration duration) implements Action {}

    /**
     * {@code aws:sleep} with {@code asks} in Holdfast's block: what the kept events and the inventory say, kept as evidence.
     * Systems Manager, which knows no such questions, sleeps.
     *
     * @param asks in order
     */
    public record Question(List<Ask> asks) implements Action {}

    /**
     * {@code ebs:ListSnapshotBlocks} with {@code blocks: true} in Holdfast's block: every block is read and hashed, and the
     * hashes are kept as evidence. Systems Manager only lists the blocks.
     *
     * @param request the list
     */
    public record Blocks(Request request) implements Action {}

    /**
     * {@code aws:loop} over a list: its steps once for each element, as {@code {{ loop.CurrentIteratorValue }}}.
     *
     * @param iterators the list, usually a reference
     * @param maxIterations the longest list taken
     * @param steps what is done for each
     */
    public record Loop(JsonNode iterators, int maxIterations, List<RunbookStep> steps) implements Action {}

    /**
     * {@code aws:executeAutomation} of a shared block, while its steps are not in place yet.
     *
     * @param document id of the block
     * @param given parameters by name
     */
    public record Block(String document, JsonNode given) implements Action {}

    /**
     * A value taken from an answer.
     *
     * @param name as referred to by {@code {{ step.name }}}
     * @param selector JSONPath, {@code $.…}
     * @param type {@code String}, {@code StringList}, {@code Integer}, {@code Boolean}, {@code StringMap}, {@code MapList}
     */
    public record Output(String name, String selector, String type) {}

    /** The phases of an incident (NIST SP 800-61) and what surrounds them. */
    public enum Phase {
        EVIDENCE,
        CONTAINMENT,
        ERADICATION,
        RECOVERY,
        VERIFY,
        CLEANUP,
        /** After the incident: people are told, lessons kept. */
        POST
    }

    /** Why repeating a write after an unknown outcome does no harm. */
    public enum Idempotence {
        /** The request carries a token by which AWS recognises the repetition. */
        TOKEN,
        /** The result has a name of its own: a reading tells whether it is there. */
        NATURAL_KEY,
        /** The result carries a tag of ours: a reading tells whether it is there. */
        TAG_ON_CREATE,
        /** Nothing tells: a person is asked. */
        ASK
    }

    /**
     * Holdfast's block of a step.
     *
     * @param phase the phase it belongs to
     * @param say one sentence for people, references allowed
     * @param evidence whether the answer is kept as evidence
     * @param restore the call that undoes it when there was something before, null when none
     * @param remove the call that undoes it when there was nothing before, null when none
     * @param irreversible why it cannot be undone, empty when it can
     * @param prior reading of the state that the write changes, null when none
     * @param wanted the state after the write ({@code null} in JSON: nothing there), null when not said
     * @param settlesLater whether a later step, rather than this, verifies the wanted state
     * @param idempotence why repeating does no harm, null for reads
     * @param token request member that takes the token, empty unless {@link Idempotence#TOKEN}
     * @param volatileMembers members left out when states are compared
     * @param account account instead of the target's, empty for the target's
     * @param region region instead of the target's, empty for the target's
     * @param permissions IAM actions needed where they are not named like the operation
     * @param risk what may go wrong, empty when nothing much
     * @param absentOn error codes of a reading that say that there is nothing, which is an answer too
     * @param ends names of earlier steps whose effect ends with this write, so that they need no undo after it
     */
    public record Handling(
            Phase phase,
            String say,
            boolean evidence,
            @Nullable Request restore,
            @Nullable Request remove,
            String irreversible,
            @Nullable Reading prior,
            @Nullable JsonNode wanted,
            boolean settlesLater,
            @Nullable Idempotence idempotence,
            String token,
            List<String> volatileMembers,
            String account,
            String region,
            List<String> permissions,
            String risk,
            List<String> absentOn,
            List<String> ends) {}

    /** True when the step may change something. */
    public boolean writes() {
        return action instanceof Call call && call.writes();
    }

    /** All steps, those inside loops after their loop. */
    public static List<RunbookStep> flat(List<RunbookStep> steps) {
        List<RunbookStep> out = new ArrayList<>();
        for (RunbookStep step : steps) {
            out.add(step);
            if (step.action() instanceof Loop loop) {
                out.addAll(flat(loop.steps()));
            }
        }
        return out;
    }
}
