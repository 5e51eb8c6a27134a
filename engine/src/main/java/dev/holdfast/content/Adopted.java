package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.OperationCatalog;
import dev.holdfast.model.Problems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An Automation document of somebody else, as a runbook with blocks of ours.
 *
 * @param document the runbook; incomplete where steps are not supported
 * @param steps how many steps the document has, those in loops included
 * @param unsupported steps that cannot be taken over
 */
public record Adopted(ObjectNode document, int steps, List<Unsupported> unsupported) {
    private static final Set<String> KNOWN = Set.of(
            "aws:executeAwsApi",
            "aws:waitForAwsResourceProperty",
            "aws:assertAwsResourceProperty",
            "aws:approve",
            "aws:branch",
            "aws:sleep",
            "aws:loop");

    /** A step that cannot be taken over, and why. */
    public record Unsupported(String step, String action, String why) {}

    /**
     * @param file its name, for problems
     * @param text YAML or JSON
     * @throws Problems when it is no Automation document
     */
    public static Adopted read(String file, String text, OperationCatalog catalog) {
        List<ContentError> errors = new ArrayList<>();
        List<Doc> docs = Yaml.read(file, text.getBytes(StandardCharsets.UTF_8), errors);
        JsonNode read = docs.isEmpty()
                ? JsonNodeFactory.instance.nullNode()
                : docs.getFirst().json();
        if (errors.isEmpty() && !read.path("mainSteps").isArray()) {
            errors.add(new ContentError(file, 1, 0, "this is no Automation document: it has no `mainSteps`", ""));
        }
        if (!errors.isEmpty()) {
            throw new Problems(errors);
        }
        ObjectNode document = read.deepCopy();
        document.put("schemaVersion", "0.3");
        document.remove(List.of("assumeRole", "outputs", "files", "variables"));
        String said = document.path("description").asText("").strip();
        document.put("description", said.isEmpty() ? "Taken over from " + file + "." : said);
        if (!document.has("parameters")) {
            document.putObject("parameters");
        }
        ((ObjectNode) document.path("parameters")).remove("AutomationAssumeRole");
        document.putObject("holdfast")
                .put("title", "Taken over from " + file)
                .put("function", "respond")
                .put("on-failure", "hold")
                .putObject("trigger")
                .putArray("other")
                .add("to be said by whoever takes it over");
        List<Unsupported> unsupported = new ArrayList<>();
        Walk walk = new Walk(catalog, unsupported);
        ArrayNode steps = walk.steps((ArrayNode) document.path("mainSteps"));
        walk.lookAgain(steps);
        document.set("mainSteps", steps);
        return new Adopted(document, walk.count, List.copyOf(unsupported));
    }

    /** Goes through the steps in order. */
    private static final class Walk {
        private final OperationCatalog catalog;
        private final List<Unsupported> unsupported;
        private int count;
        private boolean asked;
        private @Nullable ObjectNode looked;
        private boolean changedSince;

        Walk(OperationCatalog catalog, List<Unsupported> unsupported) {
            this.catalog = catalog;
            this.unsupported = unsupported;
        }

        ArrayNode steps(ArrayNode list) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            for (JsonNode step : list) {
                count++;
                step((ObjectNode) step, out);
            }
            return out;
        }

        private void step(ObjectNode step, ArrayNode out) {
            String action = step.path("action").asText();
            String name = step.path("name").asText();
            String operation = step.path("inputs").path("Service").asText() + ":"
                    + step.path("inputs").path("Api").asText();
            String why = "";
            if (!KNOWN.contains(action)) {
                why = action.equals("aws:executeScript")
                        ? "scripts are not run"
                        : "this action is not known to Holdfast";
            } else if (step.path("inputs").has("Api") && operation(step).isEmpty()) {
                why = "there is no operation " + operation + " that Holdfast knows";
            }
            if (!why.isEmpty()) {
                unsupported.add(new Unsupported(name, action, why));
                return;
            }
            step.remove(List.of("isCritical"));
            if (action.equals("aws:loop") && step.path("inputs").path("Steps") instanceof ArrayNode inner) {
                ((ObjectNode) step.path("inputs")).set("Steps", steps(inner));
                step.putObject("holdfast").put("phase", "evidence");
            } else if (action.equals("aws:executeAwsApi")) {
                call(step, name, out);
            } else if (action.startsWith("aws:waitFor") || action.startsWith("aws:assert")) {
                step.putObject("holdfast").put("phase", "verify").put("say", "Look: " + name);
            }
            out.add(step);
        }

        /** Nothing is done without looking afterwards: the last reading is made once more at the end. */
        void lookAgain(ArrayNode steps) {
            if (!changedSince || !unsupported.isEmpty()) {
                return;
            }
            if (looked == null) {
                unsupported.add(new Unsupported(
                        "",
                        "aws:executeAwsApi",
                        "nothing in it reads what it changes; add a step at the end that looks"));
                return;
            }
            ObjectNode last = (ObjectNode) steps.get(steps.size() - 1);
            last.remove(List.of("isEnd", "nextStep"));
            ObjectNode again = looked.deepCopy();
            again.remove(List.of("nextStep", "outputs", "onFailure"));
            again.put("name", "lookAgain").put("isEnd", true);
            again.putObject("holdfast")
                    .put("phase", "verify")
                    .put("evidence", true)
                    .put("say", "Keep how it is after the changes");
            steps.add(again);
        }

        private Optional<OperationCatalog.Operation> operation(ObjectNode step) {
            JsonNode inputs = step.path("inputs");
            return catalog.find(
                    inputs.path("Service").asText(), inputs.path("Api").asText());
        }

        private void call(ObjectNode step, String name, ArrayNode out) {
            boolean writes = !operation(step).orElseThrow().reads();
            ObjectNode block = step.putObject("holdfast");
            changedSince = writes;
            if (!writes) {
                looked = step;
                block.put("phase", "evidence").put("evidence", true).put("say", "Keep what " + name + " answers");
                return;
            }
            if (!asked) {
                asked = true;
                ObjectNode approve = out.addObject()
                        .put("name", "approveImported")
                        .put("action", "aws:approve")
                        .put("timeoutSeconds", 86400);
                approve.putObject("inputs")
                        .put("Message", "Make the changes of the document that was taken over?")
                        .put("MinRequiredApprovals", 2)
                        .putArray("Approvers");
            }
            block.put("phase", "containment").put("say", "Carry out " + name);
            block.put("irreversible", "the document it was taken over from does not say how to undo it");
            block.put("idempotence", "ask");
        }
    }
}
