package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.aws.BlockReader;
import dev.holdfast.aws.write.AwsWriter;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.content.RunbookStep.Call;
import dev.holdfast.evidence.BlockTree;
import dev.holdfast.model.Scope;
import dev.holdfast.runbook.StateForm;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * An AWS that knows only what one document says of it: each write has a state; the write turns it into the wanted one, the
 * undo turns it back. Readings of the document, made by {@link DrivenDocument}, look these states up.
 */
final class DrivenAws implements AwsReader, AwsWriter, BlockReader {
    private List<RunbookStep> writes;
    private final JsonNode answers;
    private final Map<String, JsonNode> wanted = new LinkedHashMap<>();
    private final Map<String, JsonNode> before = new LinkedHashMap<>();
    final Map<String, JsonNode> states = new LinkedHashMap<>();
    /** Every write that took effect, in order; one that changed nothing says so. */
    final List<String> effects = new ArrayList<>();
    /** Every operation that was called. */
    final Set<String> called = ConcurrentHashMap.newKeySet();
    /** Told after each write, before anybody else hears of it. */
    Runnable written = () -> {};
    /** Whether the writes that come are those of an undo. */
    boolean undoing;

    /** @param answers what readings that look up no state find */
    DrivenAws(Runbook document, JsonNode answers) {
        this.writes = RunbookStep.flat(document.steps()).stream()
                .filter(RunbookStep::writes)
                .toList();
        this.answers = answers;
    }

    /** Tells which steps lie on the way, since others may make the same call. */
    void takes(List<String> steps) {
        writes = writes.stream().filter(s -> steps.contains(s.name())).toList();
    }

    /** Tells what a write makes of its state, and what that was before. */
    void knows(String step, JsonNode from, JsonNode to) {
        before.put(step, from);
        wanted.put(step, to);
        states.put(step, from);
    }

    @Override
    public JsonNode read(Scope scope, String service, String operation, JsonNode input) {
        called.add(service + ":" + operation);
        ObjectNode out = answers.deepCopy();
        ObjectNode seen = out.putObject("States");
        states.forEach(seen::set);
        if (operation.equals("ListSnapshotBlocks")) {
            out.putArray("Blocks").addObject().put("BlockIndex", 3).put("BlockToken", "t");
        }
        return out;
    }

    @Override
    public Block read(Scope scope, String snapshot, long index, String token) {
        called.add("ebs:GetSnapshotBlock");
        byte[] data = snapshot.getBytes(StandardCharsets.UTF_8);
        return new Block(data, Base64.getEncoder().encodeToString(BlockTree.hash(data)));
    }

    @Override
    public JsonNode write(Scope scope, String service, String operation, JsonNode input) {
        String name = service + ":" + operation;
        called.add(name);
        List<RunbookStep> order = undoing ? writes.reversed() : writes;
        for (RunbookStep step : order) {
            JsonNode next = undoing ? before.get(step.name()) : wanted.get(step.name());
            if (does(step, name) && next != null && !StateForm.same(next, state(step), Set.of())) {
                states.put(step.name(), next);
                if (!undoing && step.handling().phase() == RunbookStep.Phase.CLEANUP) {
                    vanish(name);
                }
                effects.add(name + " of " + step.name() + " " + input);
                written.run();
                return answers.deepCopy();
            }
        }
        String effect = name + " " + input;
        boolean token = writes.stream()
                .anyMatch(s -> does(s, name) && input.has(s.handling().token()));
        if (token && effects.contains(effect)) {
            // By its token AWS knows the call again and gives the answer that it gave.
            return answers.deepCopy();
        }
        // Known by no state, or done already.
        effects.add(effect);
        written.run();
        return answers.deepCopy();
    }

    /** What a clean-up deletes is there no more, and with it goes what was set on it before anything else was made. */
    private void vanish(String operation) {
        boolean gone = false;
        for (RunbookStep step : writes) {
            var remove = step.handling().remove();
            if (remove == null || !sets(step)) {
                gone = remove != null && remove.operation().equals(operation);
            }
            if (gone) {
                states.put(step.name(), NullNode.getInstance());
            }
        }
    }

    /** Whether a write only sets something on what an earlier one made. */
    private static boolean sets(RunbookStep step) {
        return step.handling().restore() != null
                || step.action() instanceof Call call
                        && !call.request().api().matches("(Create|Run|Restore|Copy|Start).*");
    }

    private JsonNode state(RunbookStep step) {
        return states.getOrDefault(step.name(), NullNode.getInstance());
    }

    private boolean does(RunbookStep step, String operation) {
        if (!undoing) {
            return step.action() instanceof Call call
                    && call.request().operation().equals(operation);
        }
        boolean nothing = StateForm.of(before.getOrDefault(step.name(), NullNode.getInstance()), Set.of())
                .isNull();
        var undo = nothing ? step.handling().remove() : step.handling().restore();
        return undo != null && undo.operation().equals(operation);
    }

    @Override
    public void pages(Scope scope, String service, String operation, JsonNode input, Consumer<JsonNode> each) {
        each.accept(read(scope, service, operation, input));
    }

    @Override
    public InputStream object(Scope scope, String bucket, String key) {
        throw new UnsupportedOperationException("no document opens objects");
    }

    @Override
    public String principal(Scope scope) {
        return "arn:aws:sts::" + scope.account() + ":assumed-role/test/x";
    }

    /** Another state of the same shape. */
    static JsonNode other(JsonNode state) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        if (state instanceof ObjectNode object && !object.isEmpty()) {
            ObjectNode out = make.objectNode();
            object.properties().forEach(m -> out.set(m.getKey(), other(m.getValue())));
            return out;
        }
        if (state instanceof ArrayNode list && !list.isEmpty()) {
            ArrayNode out = make.arrayNode();
            list.forEach(item -> out.add(other(item)));
            return out;
        }
        if (state.isBoolean()) {
            return make.booleanNode(!state.booleanValue());
        }
        if (state.isNumber()) {
            return make.numberNode(state.intValue() + 1);
        }
        return state.isTextual() ? make.textNode("before") : make.objectNode().put("There", "before");
    }
}
