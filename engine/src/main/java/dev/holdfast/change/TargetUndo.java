package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.JournalEntry.Kind;
import dev.holdfast.runbook.Line;
import dev.holdfast.runbook.Lookup;
import dev.holdfast.runbook.Lookup.ReadyCall;
import dev.holdfast.runbook.StateForm;
import dev.holdfast.runbook.UndoOrder;
import dev.holdfast.runbook.UndoOrder.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Undoes the writes of one target in reverse order, each from the state that was journalled before it. */
final class TargetUndo {
    private static final int MOST_TRIES = 3;

    private final Tools tools;
    private final RunLog log;
    private final String target;

    TargetUndo(Tools tools, RunLog log, String target) {
        this.tools = tools;
        this.log = log;
        this.target = target;
    }

    /**
     * Undoes what can be undone.
     *
     * @return why it stopped early, empty when all is undone
     */
    String run() {
        for (Optional<Written> next = next(); next.isPresent(); next = next()) {
            String problem = undo(next.get());
            if (!problem.isEmpty()) {
                ObjectNode body = JsonNodeFactory.instance.objectNode().put("why", problem);
                log.add(next.get().step(), new Line(Kind.UNDO_FAILED, body));
                return next.get().step() + ": " + problem;
            }
        }
        return "";
    }

    private Optional<Written> next() {
        return UndoOrder.next(log.of(target), target);
    }

    /** Undoes one write; gives the reason when it cannot. */
    private String undo(Written written) {
        Lookup lookup = Lookup.of(written.intent().path("lookup"));
        ReadyCall call = ReadyCall.of(written.intent().path("undo"));
        JsonNode before = written.intent().path("prior");
        try {
            for (int attempt = 1; attempt <= MOST_TRIES; attempt++) {
                JsonNode now = tools.reads().state(lookup);
                if (StateForm.same(now, before, written.volatileMembers())) {
                    log.add(written.step(), undone(call, attempt == 1 && !begun(written)));
                    return "";
                }
                if (written.intent().has("wanted")
                        && !StateForm.same(now, written.intent().path("wanted"), written.volatileMembers())) {
                    return "the resource has changed since the run, so that putting the old state back could harm;"
                            + " look at it and mend it by hand";
                }
                call(written, lookup, written.undo(now), before);
            }
            return "the old state does not come back although AWS takes the call";
        } catch (AwsFailure failure) {
            return failure.explain();
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private boolean begun(Written written) {
        return log.last(Kind.UNDO_INTENT, written.step()).isPresent();
    }

    private static Line undone(ReadyCall call, boolean already) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("operation", call.operation());
        return new Line(Kind.UNDONE, body.put("already", already));
    }

    private void call(Written written, Lookup lookup, ReadyCall call, JsonNode before) {
        log.add(written.step(), new Line(Kind.UNDO_INTENT, call.json()));
        try {
            tools.writer().write(call.scope(), call.service(), call.api(), call.request());
        } catch (AwsFailure failure) {
            if (!failure.ambiguous()) {
                throw failure;
            }
            // Reading again tells whether it took effect.
        }
        Duration patience =
                Duration.ofSeconds(written.intent().path("timeoutSeconds").asLong());
        tools.settles(log, lookup, before, written.volatileMembers(), log.now().plus(patience));
    }

    /** Writes whose state is not what it was before: what the run left behind. */
    List<String> residue() {
        List<String> out = new ArrayList<>();
        for (Written written : UndoOrder.standing(log.of(target), target)) {
            if (!written.irreversible().isEmpty()) {
                continue;
            }
            try {
                JsonNode now = tools.reads().state(Lookup.of(written.intent().path("lookup")));
                if (!StateForm.same(now, written.intent().path("prior"), written.volatileMembers())) {
                    out.add(written.step() + ": " + written.intent().path("say").asText());
                }
            } catch (AwsFailure failure) {
                out.add(written.step() + ": it could not be read whether it is gone: " + failure.explain());
            }
        }
        return out;
    }

    /** The writes that stay because they cannot be undone, for people. */
    static List<String> lasting(List<JournalEntry> journal, String target) {
        return UndoOrder.lasting(journal, target).stream()
                .map(w -> w.step() + ": " + w.irreversible())
                .toList();
    }
}
