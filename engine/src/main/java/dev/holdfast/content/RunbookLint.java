package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.PatternSyntaxException;
import dev.holdfast.content.Runbook.Each;
import dev.holdfast.content.RunbookStep.Block;
import dev.holdfast.content.RunbookStep.Branch;
import dev.holdfast.content.RunbookStep.Loop;
import dev.holdfast.content.RunbookStep.Output;
import dev.holdfast.content.RunbookStep.Phase;
import dev.holdfast.content.RunbookStep.Question;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold between the parts of a runbook: names, references, order. */
final class RunbookLint {
    private final Runbook runbook;
    private final Map<String, Runbook> blocks;
    private final Set<String> known = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    RunbookLint(Runbook runbook, Map<String, Runbook> blocks) {
        this.runbook = runbook;
        this.blocks = blocks;
    }

    void check(Doc doc, List<Doc> stepDocs) {
        known.addAll(runbook.parameters().keySet());
        checkTarget(doc);
        for (String key : List.of("exists", "owner", "find")) {
            doc.get("holdfast").flatMap(h -> h.get(key)).ifPresent(o -> checkReferences(o, o.json()));
        }
        for (RunbookStep step : RunbookStep.flat(runbook.steps())) {
            names.add(step.name());
        }
        checkSteps(stepDocs, runbook.steps());
        boolean whole = RunbookStep.flat(runbook.steps()).stream().noneMatch(s -> s.action() instanceof Block);
        if (whole) {
            checkOrder(stepDocs);
            new RunbookPaths(runbook).check(stepDocs);
        } else if (runbook.id().startsWith("blocks/")) {
            doc.error("a block that calls a block is not supported", "Call both from the runbook");
        }
    }

    private void checkBlock(Doc doc, Block call) {
        Doc inputs = doc.get("inputs").orElse(doc);
        Runbook block = blocks.get(call.document());
        if (block == null) {
            inputs.error(
                    "there is no block `" + call.document() + "`",
                    "Only Holdfast's own blocks can be called: " + String.join(", ", blocks.keySet()));
            return;
        }
        call.given().properties().forEach(given -> {
            if (!block.parameters().containsKey(given.getKey())) {
                inputs.error("the block `" + block.id() + "` takes no `" + given.getKey() + "`", "");
            }
            boolean mixed = !Template.references(given.getValue()).isEmpty()
                    && !given.getValue().asText().matches("\\{\\{[^{}]*\\}\\}");
            if (mixed) {
                inputs.error("`" + given.getKey() + "` mixes text and references", "Give either to a block");
            }
        });
        block.parameters().values().forEach(p -> {
            if (p.fallback() == null && !call.given().has(p.name())) {
                inputs.error("the block `" + block.id() + "` needs `" + p.name() + "`", "Add it to RuntimeParameters");
            }
        });
    }

    private void checkTarget(Doc doc) {
        String target = runbook.settings().target();
        if (target.isEmpty()) {
            return;
        }
        try {
            for (String group : LinearPattern.of(target, 0).namedGroups().keySet()) {
                if (!known.contains(group)) {
                    doc.get("holdfast")
                            .flatMap(h -> h.get("target"))
                            .ifPresent(d -> d.error("the group `" + group + "` is not a parameter", ""));
                }
            }
        } catch (PatternSyntaxException e) {
            // Reported where the pattern was read.
            return;
        }
    }

    private void checkSteps(List<Doc> docs, List<RunbookStep> steps) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < steps.size() && i < docs.size(); i++) {
            RunbookStep step = steps.get(i);
            Doc doc = docs.get(i);
            if (!step.name().matches("[A-Za-z][A-Za-z0-9_]{0,127}")) {
                doc.error("`" + step.name() + "` is not a name of a step", "Use letters, digits and underscores");
            }
            if (!seen.add(step.name())
                    || (known.contains(step.name() + ".*") && !step.name().isEmpty())) {
                doc.error("the step `" + step.name() + "` exists twice", "Give each step a name of its own");
            }
            known.add(step.name() + ".*");
            checkJumps(doc, step, steps.subList(i + 1, steps.size()));
            if (step.action() instanceof Block block) {
                checkBlock(doc, block);
            }
            for (String ended : step.handling().ends()) {
                if (!earlier(ended)) {
                    doc.error("`ends` names `" + ended + "`, which is no earlier step", "");
                }
            }
            doc.get("holdfast").flatMap(h -> h.get("wanted")).ifPresent(w -> checkReferences(w, w.json()));
            known.add(Each.ITEM);
            for (String reading : List.of("prior", "each")) {
                doc.get("holdfast").flatMap(h -> h.get(reading)).ifPresent(p -> checkReferences(p, p.json()));
            }
            known.remove(Each.ITEM);
            doc.get("holdfast").flatMap(h -> h.get("say")).ifPresent(p -> checkReferences(p, p.json()));
            checkAsks(doc, step);
            for (String place : List.of("account", "region")) {
                doc.get("holdfast").flatMap(h -> h.get(place)).ifPresent(p -> checkReferences(p, p.json()));
            }
            if (step.action() instanceof Loop loop) {
                Doc inputs = doc.get("inputs").orElse(doc);
                checkReferences(inputs, loop.iterators());
                known.add(step.name() + ".CurrentIteratorValue*");
                checkSteps(inputs.get("Steps").map(Doc::items).orElse(List.of()), loop.steps());
            } else {
                doc.get("inputs").ifPresent(inputs -> checkReferences(inputs, inputs.json()));
            }
            doc.get("outputs").ifPresent(o -> checkReferences(o, o.json()));
            for (Output output : step.outputs()) {
                known.add(step.name() + "." + output.name());
            }
            known.add("prior");
            Optional<Doc> undo = doc.get("holdfast").flatMap(h -> h.get("undo"));
            known.add("made");
            undo.flatMap(u -> u.get("restore")).ifPresent(u -> checkReferences(u, u.json()));
            undo.flatMap(u -> u.get("remove")).ifPresent(u -> checkReferences(u, u.json()));
            known.removeAll(Set.of("prior", "made"));
        }
    }

    /** Whether a name is that of an earlier step, or of one inside a block that was called earlier. */
    private boolean earlier(String name) {
        int call = name.indexOf('_');
        return known.contains(name + ".*") || (call > 0 && known.contains(name.substring(0, call) + ".*"));
    }

    /** Whether a block was called by this name earlier; in the whole document its steps stand in the place of the call. */
    private boolean called(String name) {
        return known.stream().anyMatch(k -> k.startsWith(name + "_") && k.endsWith(".*"));
    }

    private void checkAsks(Doc doc, RunbookStep step) {
        Optional<Doc> asks = doc.get("holdfast").flatMap(h -> h.get("asks"));
        asks.ifPresent(a -> checkReferences(a, a.json()));
        if (!(step.action() instanceof Question question)) {
            asks.ifPresent(a -> a.error("only an aws:sleep step asks", "Ask in a step of its own"));
            return;
        }
        for (Ask ask : question.asks()) {
            if (!ask.since().isEmpty() && !earlier(ask.since()) && !called(ask.since())) {
                doc.error("`since` names `" + ask.since() + "`, which is no earlier step", "");
            }
        }
    }

    /** Steps go forward only, so that every document ends. */
    private void checkJumps(Doc doc, RunbookStep step, List<RunbookStep> later) {
        Set<String> ahead = new HashSet<>();
        later.forEach(s -> ahead.add(s.name()));
        if (!step.next().isEmpty()) {
            checkJump(doc, step.next(), ahead);
        }
        if (step.onFailure().startsWith("step:")) {
            checkJump(doc, step.onFailure().substring(5), ahead);
        } else if (!Set.of("Abort", "Continue").contains(step.onFailure())) {
            doc.error("`onFailure: " + step.onFailure() + "` is not supported", "Use Abort, Continue or step:name");
        }
        if (step.action() instanceof Branch branch) {
            branch.choices().forEach(c -> checkJump(doc, c.next(), ahead));
            if (!branch.otherwise().isEmpty()) {
                checkJump(doc, branch.otherwise(), ahead);
            }
        }
    }

    private void checkJump(Doc doc, String name, Set<String> ahead) {
        if (!ahead.contains(name)) {
            doc.error(
                    "the step `" + step(name) + "` does not come after this one",
                    names.contains(name) ? "Steps may only go forward; use aws:loop to repeat" : "Name a later step");
        }
    }

    private static String step(String name) {
        return name.isEmpty() ? "(none)" : name;
    }

    private void checkReferences(Doc doc, JsonNode value) {
        for (String reference : Template.references(value)) {
            boolean iterator = reference.contains(".CurrentIteratorValue")
                    && known.contains(reference.substring(0, reference.indexOf('.')) + ".CurrentIteratorValue*");
            boolean part = (reference.startsWith("prior.") && known.contains("prior"))
                    || (reference.startsWith("made.") && known.contains("made"));
            if (!known.contains(reference) && !iterator && !part) {
                place(doc, reference)
                        .error(
                                "`{{ " + reference + " }}` refers to nothing",
                                "Name a parameter, or step.Output of an earlier step");
            }
        }
    }

    /** The innermost value that holds the reference, so that the error names its line. */
    private static Doc place(Doc doc, String reference) {
        List<Doc> children = doc.isMap() ? List.copyOf(doc.entries().values()) : doc.isList() ? doc.items() : List.of();
        for (Doc child : children) {
            if (Template.references(child.json()).contains(reference)) {
                return place(child, reference);
            }
        }
        return doc;
    }

    private void checkOrder(List<Doc> docs) {
        boolean wrote = false;
        boolean verified = false;
        String cleanup = runbook.steps().stream()
                .filter(s -> s.handling().phase() == Phase.CLEANUP)
                .map(RunbookStep::name)
                .findFirst()
                .orElse("");
        boolean beforeCleanup = !cleanup.isEmpty();
        for (int i = 0; i < runbook.steps().size(); i++) {
            RunbookStep step = runbook.steps().get(i);
            Doc doc = docs.get(i);
            List<RunbookStep> flat = RunbookStep.flat(List.of(step));
            boolean writes = flat.stream().anyMatch(RunbookStep::writes);
            beforeCleanup &= !step.name().equals(cleanup);
            if (beforeCleanup && wrote && !step.onFailure().equals("step:" + cleanup)) {
                doc.error(
                        "when this step fails, `" + cleanup + "` would not be reached",
                        "Write `onFailure: step:" + cleanup + "`");
            }
            wrote |= writes;
            verified = (verified && !writes)
                    || flat.stream()
                            .anyMatch(s -> s.writes()
                                    ? s.handling().wanted() != null
                                            && !s.handling().settlesLater()
                                    : s.handling().phase() == Phase.VERIFY);
        }
        if (wrote && !verified) {
            docs.get(docs.size() - 1)
                    .error(
                            "nothing verifies the last write",
                            "Add `wanted`, or a reading step of phase verify after it");
        }
    }
}
