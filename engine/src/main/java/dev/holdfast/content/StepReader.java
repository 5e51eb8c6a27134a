package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import dev.holdfast.content.Runbook.Reading;
import dev.holdfast.content.Runbook.Request;
import dev.holdfast.content.RunbookStep.Action;
import dev.holdfast.content.RunbookStep.Approve;
import dev.holdfast.content.RunbookStep.Await;
import dev.holdfast.content.RunbookStep.Block;
import dev.holdfast.content.RunbookStep.Blocks;
import dev.holdfast.content.RunbookStep.Branch;
import dev.holdfast.content.RunbookStep.Call;
import dev.holdfast.content.RunbookStep.Check;
import dev.holdfast.content.RunbookStep.Choice;
import dev.holdfast.content.RunbookStep.Handling;
import dev.holdfast.content.RunbookStep.Idempotence;
import dev.holdfast.content.RunbookStep.Loop;
import dev.holdfast.content.RunbookStep.Output;
import dev.holdfast.content.RunbookStep.Phase;
import dev.holdfast.content.RunbookStep.Question;
import dev.holdfast.content.RunbookStep.Sleep;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one step of a runbook. */
final class StepReader {
    private static final Set<String> STEP_KEYS = Set.of(
            "name",
            "action",
            "description",
            "inputs",
            "outputs",
            "onFailure",
            "isEnd",
            "isCritical",
            "nextStep",
            "timeoutSeconds",
            "maxAttempts",
            "holdfast");
    private static final Set<String> HANDLING_KEYS = Set.of(
            "phase",
            "say",
            "evidence",
            "undo",
            "irreversible",
            "prior",
            "wanted",
            "wanted-absent",
            "settles-later",
            "idempotence",
            "token",
            "volatile",
            "account",
            "region",
            "permissions",
            "risk",
            "each",
            "absent-on",
            "ends",
            "asks",
            "blocks");
    private static final Set<String> COMPARISONS =
            Set.of("StringEquals", "BooleanEquals", "NumericEquals", "NumericGreater", "NumericLesser");
    private static final Duration WAIT_TIMEOUT = Duration.ofHours(1);
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(1);
    private static final int MOST_ITERATIONS = 100;

    private final RequestReader requests;

    StepReader(RequestReader requests) {
        this.requests = requests;
    }

    RunbookStep step(Doc doc, boolean inLoop) {
        doc.only(STEP_KEYS);
        Doc inputs = doc.get("inputs").orElse(doc);
        String name = doc.needText("name");
        Action action = action(doc, inputs, inLoop);
        List<Output> outputs = outputs(doc);
        Handling handling = handling(doc.get("holdfast"), doc, action);
        if (action instanceof Call call && call.writes()) {
            checkWrite(doc, handling, outputs);
        }
        return new RunbookStep(
                name,
                action,
                outputs,
                doc.text("onFailure", "Abort"),
                doc.truth("isEnd", false),
                doc.text("nextStep", ""),
                timeout(doc, action),
                Math.clamp(doc.number("maxAttempts", 1), 1, 10),
                handling);
    }

    private static Duration timeout(Doc doc, Action action) {
        Duration usual = action instanceof Await ? WAIT_TIMEOUT : CALL_TIMEOUT;
        return Duration.ofSeconds(Math.clamp(doc.number("timeoutSeconds", usual.toSeconds()), 1, 172_800));
    }

    private Action action(Doc doc, Doc inputs, boolean inLoop) {
        String action = doc.needText("action");
        Action nothing = new Sleep(Duration.ZERO);
        if (!action.equals("aws:executeAwsApi")
                && !action.isEmpty()
                && doc.get("inputs").isEmpty()) {
            doc.error("`inputs` is missing", "Add `inputs:` with what `" + action + "` takes");
            return nothing;
        }
        return switch (action) {
            case "aws:executeAwsApi" -> {
                Request request = requests.request(inputs, Set.of());
                if (doc.get("holdfast").map(h -> h.truth("blocks", false)).orElse(false)) {
                    yield blocks(doc, request);
                }
                boolean writes = requests.writes(request);
                Optional<Doc> each = doc.get("holdfast").flatMap(h -> h.get("each"));
                if (writes) {
                    each.ifPresent(
                            e -> e.error("a step that changes AWS asks about nothing", "Ask in a step of its own"));
                }
                yield new Call(requests.asking(request, each), writes);
            }
            case "aws:waitForAwsResourceProperty" ->
                new Await(requests.reading(inputs, Set.of()), selector(inputs, "PropertySelector"), desired(inputs));
            case "aws:assertAwsResourceProperty" ->
                new Check(requests.reading(inputs, Set.of()), selector(inputs, "PropertySelector"), desired(inputs));
            case "aws:approve" -> approve(inputs);
            case "aws:branch" -> branch(inputs);
            case "aws:sleep" -> {
                Duration duration = duration(inputs);
                List<Ask> asks = doc.get("holdfast").map(StepReader::asks).orElse(List.of());
                yield asks.isEmpty() ? new Sleep(duration) : new Question(asks);
            }
            case BlockExpander.CALL -> block(inputs);
            case "aws:loop" -> inLoop ? refuseNested(doc) : loop(inputs);
            default -> {
                doc.get("action")
                        .ifPresent(d -> d.error(
                                "action `" + action + "` is not supported",
                                "Supported: aws:executeAwsApi, aws:waitForAwsResourceProperty,"
                                        + " aws:assertAwsResourceProperty, aws:approve, aws:branch, aws:sleep,"
                                        + " aws:loop, aws:executeAutomation of a block"));
                yield nothing;
            }
        };
    }

    private static List<Ask> asks(Doc block) {
        List<Ask> out = new ArrayList<>();
        for (Doc item : block.get("asks").map(Doc::items).orElse(List.of())) {
            Doc ask = item.only(Set.of("about", "value", "member", "since"));
            out.add(new Ask(
                    ask.choice("about", Ask.About.class, Ask.About.THING),
                    ask.needText("value"),
                    ask.text("member", ""),
                    ask.text("since", "")));
        }
        return out;
    }

    private static Action blocks(Doc doc, Request request) {
        if (!request.operation().equals("ebs:ListSnapshotBlocks")) {
            doc.error("`blocks` reads the disk of a snapshot", "Call ebs:ListSnapshotBlocks in this step");
        }
        return new Blocks(request);
    }

    private static Action block(Doc inputs) {
        inputs.only(Set.of("DocumentName", "RuntimeParameters"));
        return new Block(
                inputs.needText("DocumentName"),
                inputs.get("RuntimeParameters").map(Doc::json).orElse(JsonNodeFactory.instance.objectNode()));
    }

    private static Action refuseNested(Doc doc) {
        doc.error("a loop inside a loop is not supported", "Put the inner list into a runbook of its own");
        return new Sleep(Duration.ZERO);
    }

    private static Action approve(Doc inputs) {
        inputs.only(Set.of("NotificationArn", "Message", "MinRequiredApprovals", "Approvers"));
        JsonNode message = inputs.need("Message").map(Doc::json).orElse(JsonNodeFactory.instance.textNode(""));
        JsonNode approvers = inputs.get("Approvers").map(Doc::json).orElse(JsonNodeFactory.instance.arrayNode());
        return new Approve(message, approvers, Math.clamp(inputs.number("MinRequiredApprovals", 1), 1, 10));
    }

    private static Action branch(Doc inputs) {
        inputs.only(Set.of("Choices", "Default"));
        List<Choice> choices = new ArrayList<>();
        for (Doc choice : inputs.need("Choices").map(Doc::items).orElse(List.of())) {
            Optional<String> comparison =
                    COMPARISONS.stream().filter(c -> choice.get(c).isPresent()).findFirst();
            if (comparison.isEmpty()) {
                choice.error("the choice compares nothing", "Add one of " + String.join(", ", COMPARISONS));
                continue;
            }
            choice.only(Set.of("NextStep", "Variable", comparison.get()));
            choices.add(new Choice(
                    choice.needText("NextStep"),
                    choice.need("Variable").map(Doc::json).orElse(NullNode.getInstance()),
                    comparison.get(),
                    choice.get(comparison.get()).map(Doc::json).orElse(NullNode.getInstance())));
        }
        return new Branch(choices, inputs.text("Default", ""));
    }

    private Action loop(Doc inputs) {
        inputs.only(Set.of("Iterators", "IteratorDataType", "MaxIterations", "Steps"));
        List<RunbookStep> steps = new ArrayList<>();
        for (Doc step : inputs.need("Steps").map(Doc::items).orElse(List.of())) {
            steps.add(step(step, true));
        }
        return new Loop(
                inputs.need("Iterators").map(Doc::json).orElse(JsonNodeFactory.instance.arrayNode()),
                Math.clamp(inputs.number("MaxIterations", MOST_ITERATIONS), 1, MOST_ITERATIONS),
                steps);
    }

    private static Duration duration(Doc inputs) {
        inputs.only(Set.of("Duration"));
        String text = inputs.needText("Duration");
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            inputs.error("`" + text + "` is not an ISO 8601 duration", "Write it like `PT30S`");
            return Duration.ZERO;
        }
    }

    private static List<JsonNode> desired(Doc inputs) {
        return inputs.need("DesiredValues")
                .map(d -> d.items().stream().map(Doc::json).toList())
                .orElse(List.of());
    }

    private static String selector(Doc doc, String key) {
        String selector = doc.needText(key);
        try {
            if (!selector.isEmpty()) {
                JsonPath.compile(selector);
            }
        } catch (InvalidPathException e) {
            doc.get(key).ifPresent(d -> d.error("`" + selector + "` is not JSONPath", "Begin with `$.`"));
        }
        return selector;
    }

    private static List<Output> outputs(Doc doc) {
        List<Output> out = new ArrayList<>();
        for (Doc output : doc.get("outputs").map(Doc::items).orElse(List.of())) {
            output.only(Set.of("Name", "Selector", "Type"));
            out.add(new Output(output.needText("Name"), selector(output, "Selector"), output.text("Type", "String")));
        }
        return out;
    }

    private Handling handling(Optional<Doc> block, Doc step, Action action) {
        Doc doc = block.orElse(step);
        boolean there = block.isPresent();
        block.ifPresent(b -> b.only(HANDLING_KEYS));
        Optional<Doc> undo = there ? doc.get("undo") : Optional.empty();
        undo.ifPresent(u -> u.only(Set.of("restore", "remove")));
        @Nullable
        JsonNode wanted = there
                ? doc.get("wanted")
                        .map(Doc::json)
                        .orElse(doc.truth("wanted-absent", false) ? NullNode.getInstance() : null)
                : null;
        return new Handling(
                there ? doc.choice("phase", Phase.class, fallbackPhase(action)) : fallbackPhase(action),
                there ? doc.text("say", "") : "",
                there && doc.truth("evidence", false),
                undo.flatMap(u -> u.get("restore"))
                        .map(r -> requests.request(r, Set.of()))
                        .orElse(null),
                undo.flatMap(u -> u.get("remove"))
                        .map(r -> requests.request(r, Set.of()))
                        .orElse(null),
                there ? doc.text("irreversible", "") : "",
                there ? prior(doc) : null,
                wanted,
                there && doc.truth("settles-later", false),
                there && doc.get("idempotence").isPresent()
                        ? doc.choice("idempotence", Idempotence.class, Idempotence.ASK)
                        : null,
                there ? doc.text("token", "") : "",
                there ? doc.texts("volatile") : List.of(),
                there ? doc.text("account", "") : "",
                there ? doc.text("region", "") : "",
                there ? doc.texts("permissions") : List.of(),
                there ? doc.text("risk", "") : "",
                there ? doc.texts("absent-on") : List.of(),
                there ? doc.texts("ends") : List.of());
    }

    private static Phase fallbackPhase(Action action) {
        return action instanceof Call call && call.writes() ? Phase.CONTAINMENT : Phase.VERIFY;
    }

    private @Nullable Reading prior(Doc block) {
        return block.get("prior").map(requests::state).orElse(null);
    }

    private static void checkWrite(Doc doc, Handling handling, List<Output> outputs) {
        boolean undoable = handling.restore() != null || handling.remove() != null;
        if (!undoable && handling.irreversible().isEmpty()) {
            doc.error(
                    "the step changes AWS but has neither `undo` nor `irreversible`",
                    "Say how it is undone, or why not");
        }
        if (undoable && handling.prior() == null) {
            doc.error("`undo` needs `prior`", "Add the reading that tells the state before the write");
        }
        Idempotence idempotence = handling.idempotence();
        if (idempotence == null) {
            doc.error(
                    "the step changes AWS but has no `idempotence`",
                    "Say why repeating it does no harm: token, natural-key, tag-on-create or ask");
        } else if (idempotence == Idempotence.TOKEN && handling.token().isEmpty()) {
            doc.error("`idempotence: token` needs `token`", "Name the request member that takes the token");
        } else if (idempotence == Idempotence.NATURAL_KEY || idempotence == Idempotence.TAG_ON_CREATE) {
            if (handling.prior() == null || handling.wanted() == null) {
                doc.error(
                        "`idempotence: natural-key` needs `prior` and `wanted`",
                        "Without them nothing tells after a crash whether the write took effect");
            }
            if (!outputs.isEmpty()) {
                doc.error(
                        "outputs of this write would be lost with its answer",
                        "Read them by a step of its own after it");
            }
        }
    }
}
