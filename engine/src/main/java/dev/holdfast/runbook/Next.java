package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.model.Scope;
import dev.holdfast.runbook.Lookup.ReadyCall;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to be done next in a run. {@code key} names the step's visit: its name, inside loops {@code loop[0].name}. */
public sealed interface Next {
    /** The step's visit concerned. */
    String key();

    /**
     * Make a reading call and journal what {@link Interpreter#read} says.
     *
     * @param step the step
     * @param call the call
     * @param selector for a check: JSONPath to the value, empty for other calls
     * @param desired for a check: the values of which one is expected
     * @param say one sentence for people
     */
    record Read(String key, RunbookStep step, ReadyCall call, String selector, List<JsonNode> desired, String say)
            implements Next {}

    /**
     * Read until a value is as desired or the deadline has passed.
     *
     * @param step the step
     * @param call the call
     * @param selector JSONPath into the answer
     * @param desired the values that end the waiting
     * @param deadline when to give up
     * @param say one sentence for people
     */
    record Poll(
            String key,
            RunbookStep step,
            ReadyCall call,
            String selector,
            List<JsonNode> desired,
            Instant deadline,
            String say)
            implements Next {
        /** True when the answer ends the waiting. */
        public boolean satisfied(JsonNode answer) {
            return Answers.desired(answer, selector, desired);
        }

        /** The value found, for people. */
        public String found(JsonNode answer) {
            return Answers.shown(answer, selector);
        }
    }

    /**
     * Read the state before, journal the intent ({@link Interpreter#intent}), then make the call once.
     *
     * @param step the step
     * @param call the call
     * @param prior reading of the state before, null when the step has none
     * @param wanted the state after, null when the step does not say
     * @param say one sentence for people
     */
    record Write(
            String key,
            RunbookStep step,
            ReadyCall call,
            @Nullable Lookup prior,
            @Nullable JsonNode wanted,
            String say) implements Next {}

    /**
     * A write's outcome is not known: look whether it took effect.
     *
     * @param step the step
     * @param lookup reading of the state
     * @param before the state before the write
     * @param wanted the state after it
     */
    record Resolve(String key, RunbookStep step, Lookup lookup, JsonNode before, JsonNode wanted) implements Next {}

    /**
     * A write was answered: read until the state is as wanted or the deadline has passed.
     *
     * @param step the step
     * @param lookup reading of the state
     * @param wanted the state wanted
     * @param deadline when to give up
     */
    record Verify(String key, RunbookStep step, Lookup lookup, JsonNode wanted, Instant deadline) implements Next {}

    /**
     * Ask the kept events and the inventory, keep the answers as evidence, and journal that.
     *
     * @param step the step
     * @param scope account and region that it is about
     * @param asks one for each value, without references
     * @param leftOut how many values are not asked about, because there are too many
     * @param say one sentence for people
     */
    record Question(String key, RunbookStep step, Scope scope, List<About> asks, int leftOut, String say)
            implements Next {}

    /**
     * One question of a step.
     *
     * @param ask about one value
     * @param since what happened from then on is asked for; null for all that is usually looked at
     */
    record About(dev.holdfast.content.Ask ask, @Nullable Instant since) {}

    /**
     * Read and hash every block of a snapshot, keep the hashes as evidence, and journal that. Changes nothing, so that it
     * may be done again.
     *
     * @param step the step
     * @param call lists the blocks
     * @param say one sentence for people
     */
    record Blocks(String key, RunbookStep step, ReadyCall call, String say) implements Next {}

    /**
     * Wait for people to approve.
     *
     * @param message what they are asked
     * @param needed how many
     * @param allowed who may, empty for anyone
     */
    record Approval(String key, String message, int needed, Set<String> allowed) implements Next {}

    /**
     * Nothing to do before a time.
     *
     * @param until the time
     */
    record Wait(String key, Instant until) implements Next {}

    /**
     * Only a person can say what happened.
     *
     * @param question what to find out
     */
    record Ask(String key, String question) implements Next {}

    /**
     * The step cannot be carried out; journal it as failed.
     *
     * @param why the reason
     */
    record Fail(String key, String why) implements Next {}

    /**
     * A step failed for good and the document says to stop.
     *
     * @param why the reason
     */
    record Aborted(String key, String why) implements Next {}

    /**
     * The document has ended.
     *
     * @param failed why it ended without success, empty when all went well
     */
    record Finished(String key, String failed) implements Next {}
}
