package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.CanonicalJson;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.JournalEntry.Kind;
import dev.holdfast.runbook.DryWalk;
import dev.holdfast.runbook.Interpreter;
import dev.holdfast.runbook.Line;
import dev.holdfast.runbook.Next;
import dev.holdfast.runbook.StateForm;
import java.util.List;
import java.util.Optional;

/**
 * What was there when people were asked in the middle of a document. An approval is bound to it, and a write that finds
 * something else afterwards stops: nobody agreed to that.
 *
 * @param found by the key of each write that was in sight, the state it would change
 */
record Asked(JsonNode found) {
    private static final String MEMBER = "asked";

    String digest() {
        return CanonicalJson.of(found).sha256();
    }

    /** What was noted when this step began to wait; empty when nobody was asked yet. */
    static Optional<Asked> of(List<JournalEntry> journal, String target, String key) {
        return journal.reversed().stream()
                .filter(e -> e.kind() == Kind.EVIDENCE && e.step().equals(target + "/" + key))
                .map(e -> new Asked(e.body().path(MEMBER)))
                .findFirst();
    }

    /** Walks on from here without writing, and notes what each write would find. */
    static Asked look(Tools tools, RunLog log, String target, String key, Interpreter interpreter) {
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        try {
            new DryWalk(interpreter, target, log.now(), tools.reads()::answer, tools.reads()::state)
                    .after(log.of(target)).walk(false).writes().stream()
                            .filter(w -> w.next().prior() != null && !w.found().equals(DryWalk.LATER))
                            .forEach(w -> found.set(w.next().key(), StateForm.withoutNulls(w.found())));
        } catch (AwsFailure failure) {
            // What cannot be read now is read before each write in any case.
            body.put("why", failure.explain());
        }
        body.set(MEMBER, found);
        log.add(target + "/" + key, new Line(Kind.EVIDENCE, body));
        return new Asked(found);
    }

    /**
     * The state that people were shown for a write. Empty when they were shown none, or when an earlier write of this run
     * was made to the same thing since, so that it must look otherwise.
     */
    static Optional<JsonNode> found(List<JournalEntry> journal, String target, Next.Write write) {
        for (JournalEntry entry : journal.reversed()) {
            if (!entry.step().startsWith(target + "/")) {
                continue;
            }
            if (entry.kind() == Kind.INTENT
                    && write.prior() != null
                    && entry.body()
                            .path("lookup")
                            .path("call")
                            .equals(write.prior().json().path("call"))) {
                return Optional.empty();
            }
            boolean decided = entry.kind() == Kind.DECIDED
                    && entry.step().equals(target + "/" + write.key())
                    && !entry.body().path("by").asText().equals("holdfast");
            if (decided) {
                // A person looked at it and wants it done all the same.
                return Optional.empty();
            }
            if (entry.kind() == Kind.EVIDENCE && entry.body().path(MEMBER).has(write.key())) {
                return Optional.of(entry.body().path(MEMBER).path(write.key()));
            }
        }
        return Optional.empty();
    }
}
