package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.content.RunbookStep.Output;
import dev.holdfast.content.RunbookStep.Phase;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.runbook.Lookup.ReadyCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Walks a document without writing, on a journal that is thrown away, to see which writes it would make. */
public final class DryWalk {
    /** Stands for what only the run will know: ids of what it makes, and states that follow from making it. */
    public static final TextNode LATER = TextNode.valueOf("(known after apply)");

    private static final int MOST_STEPS = 2_000;

    private final Interpreter interpreter;
    private final String target;
    private final Instant now;
    private final Function<ReadyCall, JsonNode> answers;
    private final Function<Lookup, JsonNode> states;
    private final List<JournalEntry> journal = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private boolean after;

    /**
     * A write that would be made.
     *
     * @param next the write
     * @param found the state before it; {@link #LATER} where an earlier write of the walk will make what it is about
     * @param intent the line that would be journalled
     */
    public record Write(Next.Write next, JsonNode found, ObjectNode intent) {}

    /**
     * What a walk found.
     *
     * @param writes in order
     * @param problem why the walk ended early, empty when it did not
     */
    public record Result(List<Write> writes, String problem) {}

    /**
     * @param interpreter of the document
     * @param target the target's name
     * @param now the time
     * @param answers makes reading calls
     * @param states makes lookups
     */
    public DryWalk(
            Interpreter interpreter,
            String target,
            Instant now,
            Function<ReadyCall, JsonNode> answers,
            Function<Lookup, JsonNode> states) {
        this.interpreter = interpreter;
        this.target = target;
        this.now = now;
        this.answers = answers;
        this.states = states;
    }

    /** The same, from where a run stands, whose journal stays as it is. */
    public DryWalk after(List<JournalEntry> done) {
        journal.addAll(done);
        return this;
    }

    /**
     * Walks to the end, or to where it cannot go on.
     *
     * @param made whether something made before may be what the document looks for and does not find yet
     */
    public Result walk(boolean made) {
        after = made;
        for (int i = 0; i < MOST_STEPS; i++) {
            Next next = interpreter.next(journal);
            switch (next) {
                case Next.Read read -> read(read);
                case Next.Poll poll -> add(poll, JournalEntry.Kind.READ, JsonNodeFactory.instance.objectNode());
                case Next.Question asks -> add(asks, JournalEntry.Kind.READ, JsonNodeFactory.instance.objectNode());
                case Next.Blocks disk -> add(disk, JournalEntry.Kind.READ, JsonNodeFactory.instance.objectNode());
                case Next.Approval approval ->
                    add(approval, JournalEntry.Kind.APPROVED, JsonNodeFactory.instance.objectNode());
                case Next.Wait wait -> add(wait, JournalEntry.Kind.MOVED, JsonNodeFactory.instance.objectNode());
                case Next.Write write -> write(write);
                case Next.Fail fail ->
                    add(
                            fail,
                            JournalEntry.Kind.FAILED,
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("why", fail.why())
                                    .put("final", true));
                case Next.Aborted aborted -> {
                    return new Result(writes, aborted.why());
                }
                case Next.Finished finished -> {
                    return new Result(writes, finished.failed());
                }
                default -> throw new IllegalStateException("a dry walk comes to no " + next);
            }
        }
        return new Result(writes, "more than " + MOST_STEPS + " steps");
    }

    private void read(Next.Read read) {
        Line line = line(read);
        boolean verifies = read.step().handling().phase() == Phase.VERIFY;
        if (line.kind() == JournalEntry.Kind.FAILED && verifies) {
            // What is to be verified has not been done: it would hold after the writes.
            add(read, JournalEntry.Kind.READ, JsonNodeFactory.instance.objectNode());
        } else {
            add(read, line.kind(), line.body());
        }
    }

    /** What a reading gives; after the first write of the walk, what is not there yet may be there by then. */
    private Line line(Next.Read read) {
        boolean changing = after || !writes.isEmpty();
        ObjectNode body = JsonNodeFactory.instance.objectNode().set("outputs", outputsLater(read.step()));
        if (later(read.call().request())) {
            return new Line(JournalEntry.Kind.READ, body);
        }
        try {
            Line line = interpreter.read(read, answers.apply(read.call()));
            if (changing && line.kind() == JournalEntry.Kind.READ) {
                line.body().path("outputs").properties().forEach(o -> {
                    if (o.getValue().isNull()) {
                        o.setValue(LATER);
                    }
                });
            }
            return line;
        } catch (AwsFailure failure) {
            if (!changing || failure.ambiguous()) {
                throw failure;
            }
            return new Line(JournalEntry.Kind.READ, body);
        }
    }

    private static ObjectNode outputsLater(RunbookStep step) {
        ObjectNode outputs = JsonNodeFactory.instance.objectNode();
        step.outputs().stream().map(Output::name).forEach(name -> outputs.set(name, LATER));
        return outputs;
    }

    private static boolean later(JsonNode value) {
        return value.isTextual()
                ? value.textValue().contains(LATER.textValue())
                : value.valueStream().anyMatch(DryWalk::later);
    }

    private void write(Next.Write write) {
        boolean follows = write.prior() != null && later(write.prior().json());
        // What is about something yet to be made finds nothing, except where it takes something away that comes with
        // it.
        JsonNode unknown = write.wanted() != null && write.wanted().isNull() ? LATER : NullNode.getInstance();
        JsonNode found =
                write.prior() == null ? NullNode.getInstance() : follows ? unknown : states.apply(write.prior());
        Line line = interpreter.intent(write, journal, found, null);
        if (line.kind() == JournalEntry.Kind.INTENT) {
            boolean made = writes.stream().anyMatch(w -> w.found().isNull());
            writes.add(new Write(write, follows || (made && found.isNull()) ? LATER : found, line.body()));
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("unchanged", true);
            body.set("outputs", outputsLater(write.step()));
            add(write, JournalEntry.Kind.DONE, body);
        } else {
            add(write, line.kind(), line.body());
        }
    }

    private void add(Next next, JournalEntry.Kind kind, ObjectNode body) {
        journal.add(new JournalEntry("", journal.size() + 1L, now, kind, target + "/" + next.key(), body));
    }
}
