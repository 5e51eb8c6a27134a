package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.content.RunbookStep.Branch;
import dev.holdfast.content.RunbookStep.Choice;
import dev.holdfast.content.RunbookStep.Loop;
import dev.holdfast.content.Template;
import dev.holdfast.model.JournalEntry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a run stands in its document: what the lines of a journal add up to. Made anew from the lines each time. */
final class Cursor {
    private final Map<String, JsonNode> values = new HashMap<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final StepProgress progress = new StepProgress();
    private Visit visit;
    private final Set<String> evidence = new HashSet<>();
    private final Map<String, Instant> ended = new LinkedHashMap<>();
    private boolean waived;
    private String failed = "";
    private @Nullable String impossible;

    /** A list of steps being walked: the document's own, or a loop's for one of its elements. */
    private static final class Frame {
        final List<RunbookStep> steps;
        final String prefix;
        int at;

        Frame(List<RunbookStep> steps, String prefix) {
            this.steps = steps;
            this.prefix = prefix;
        }
    }

    Cursor(Runbook runbook, ObjectNode parameters, Instant start) {
        parameters.properties().forEach(p -> values.put(p.getKey(), p.getValue()));
        frames.push(new Frame(runbook.steps(), ""));
        visit = new Visit(start);
        settle(start);
    }

    /** Notes that a person let containment come before evidence. */
    void evidenceWaived() {
        waived = true;
    }

    /** The step at hand, null when the document has ended. */
    @Nullable
    RunbookStep step() {
        Frame frame = frames.peek();
        return frame == null || frame.at >= frame.steps.size() ? null : frame.steps.get(frame.at);
    }

    /** Names the visit of the step at hand. */
    String key() {
        RunbookStep step = step();
        Frame frame = frames.peek();
        return step == null || frame == null ? "" : frame.prefix + step.name();
    }

    Visit visit() {
        return visit;
    }

    /** Names of the steps that took evidence so far. */
    Set<String> evidence() {
        return evidence;
    }

    boolean waived() {
        return waived;
    }

    /** Why the document, though it went on, has not succeeded; empty when it has so far. */
    String failed() {
        return failed;
    }

    /** Why the step at hand cannot even begin, null when it can. */
    @Nullable
    String impossible() {
        return impossible;
    }

    /** The value of a reference; missing when there is none. */
    JsonNode value(String reference) {
        JsonNode exact = values.get(reference);
        if (exact != null) {
            return exact;
        }
        int at = reference.indexOf(".CurrentIteratorValue.");
        if (at < 0) {
            return MissingNode.getInstance();
        }
        int end = at + ".CurrentIteratorValue".length();
        return values.getOrDefault(reference.substring(0, end), MissingNode.getInstance())
                .path(reference.substring(end + 1));
    }

    /** When a step, or the last step of a call of a block, was done; null when the run has not come through it. */
    @Nullable
    Instant ended(String name) {
        Instant last = null;
        for (Map.Entry<String, Instant> one : ended.entrySet()) {
            if (one.getKey().equals(name) || one.getKey().startsWith(name + "_")) {
                last = one.getValue();
            }
        }
        return last;
    }

    /** Takes in one line that concerns the step at hand. */
    void apply(JournalEntry entry) {
        RunbookStep step = step();
        if (step == null) {
            return;
        }
        StepProgress.Result result = progress.apply(step, visit, entry);
        switch (result) {
            case GOES_ON -> {}
            case COMPLETE -> {
                ended.put(step.name(), entry.at());
                if (step.handling().evidence()) {
                    evidence.add(step.name());
                }
                entry.body()
                        .path("outputs")
                        .properties()
                        .forEach(o -> values.put(step.name() + "." + o.getKey(), o.getValue()));
                move(step.next(), step.end(), entry.at());
            }
            case FAILED -> fail(step, String.valueOf(visit.failure), entry.at());
        }
    }

    private void fail(RunbookStep step, String why, Instant at) {
        boolean passedOver = waived
                && step.handling().phase() == RunbookStep.Phase.EVIDENCE
                && step.onFailure().equals("Abort");
        if (step.onFailure().equals("Continue") || passedOver) {
            move(step.next(), step.end(), at);
        } else if (step.onFailure().startsWith("step:")) {
            failed = failed.isEmpty() ? step.name() + ": " + why : failed;
            move(step.onFailure().substring(5), false, at);
        } else if (frames.size() > 1) {
            Frame inner = frames.pop();
            RunbookStep loop = step();
            if (loop != null && !loop.onFailure().equals("Abort")) {
                fail(loop, why, at);
            } else {
                frames.push(inner);
            }
        }
    }

    /** Goes to the named step, or the next in order, and on to the first that needs something from outside. */
    private void move(String to, boolean end, Instant at) {
        if (end) {
            frames.clear();
        } else {
            jump(to);
        }
        visit = new Visit(at);
        settle(at);
    }

    private void jump(String to) {
        Frame frame = frames.element();
        if (to.isEmpty()) {
            frame.at++;
            return;
        }
        for (int i = 0; i < frame.steps.size(); i++) {
            if (frame.steps.get(i).name().equals(to)) {
                frame.at = i;
                return;
            }
        }
        throw new IllegalStateException("the step `" + to + "` is not beside the one that leads to it");
    }

    /** Passes branches, and the beginnings and ends of loops: nothing outside is needed for them. */
    private void settle(Instant at) {
        impossible = null;
        while (true) {
            Frame frame = frames.peek();
            if (frame == null || (frame.at >= frame.steps.size() && frames.size() == 1)) {
                return;
            }
            RunbookStep step = step();
            if (step == null) {
                frames.pop();
                nextIteration();
            } else if (step.action() instanceof Branch branch) {
                try {
                    jump(choose(branch));
                } catch (Template.Missing e) {
                    impossible = e.getMessage();
                    return;
                }
            } else if (step.action() instanceof Loop loop) {
                if (!enter(step, loop)) {
                    return;
                }
            } else {
                visit = new Visit(at);
                return;
            }
        }
    }

    private boolean enter(RunbookStep step, Loop loop) {
        JsonNode list;
        try {
            list = Template.fill(loop.iterators(), this::value);
        } catch (Template.Missing e) {
            impossible = e.getMessage();
            return false;
        }
        if (!list.isArray() || list.size() > loop.maxIterations()) {
            impossible = list.isArray()
                    ? "the list has " + list.size() + " elements, more than the " + loop.maxIterations() + " allowed"
                    : "what it should repeat over is not a list";
            return false;
        }
        values.put(step.name() + " list", list);
        iterate(step, loop, 0);
        return true;
    }

    private void nextIteration() {
        RunbookStep step = step();
        if (step != null && step.action() instanceof Loop loop) {
            iterate(
                    step,
                    loop,
                    values.getOrDefault(step.name() + " at", MissingNode.getInstance())
                                    .asInt()
                            + 1);
        }
    }

    private void iterate(RunbookStep step, Loop loop, int index) {
        JsonNode list = values.getOrDefault(step.name() + " list", MissingNode.getInstance());
        if (index >= list.size()) {
            jump(step.next());
            return;
        }
        values.put(step.name() + " at", IntNode.valueOf(index));
        values.put(step.name() + ".CurrentIteratorValue", list.get(index));
        frames.push(new Frame(loop.steps(), step.name() + "[" + index + "]."));
    }

    private String choose(Branch branch) {
        for (Choice choice : branch.choices()) {
            JsonNode variable = Template.fill(choice.variable(), this::value);
            JsonNode with = Template.fill(choice.value(), this::value);
            boolean holds = switch (choice.comparison()) {
                case "NumericGreater" -> variable.asDouble() > with.asDouble();
                case "NumericLesser" -> variable.asDouble() < with.asDouble();
                case "NumericEquals" -> variable.asDouble() == with.asDouble();
                default -> variable.asText().equals(with.asText());
            };
            if (holds) {
                return choice.next();
            }
        }
        return branch.otherwise();
    }
}
