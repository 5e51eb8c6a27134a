package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.runbook.Lookup.ReadyCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which writes of a run are to be undone, in reverse order. Pure: it follows from the journal alone. */
public final class UndoOrder {
    private UndoOrder() {}

    /**
     * A write that took effect or may have.
     *
     * @param step {@code target/key}
     * @param intent body of its INTENT line: call, prior state, wanted state, lookup, undo
     */
    public record Written(String step, JsonNode intent) {
        /** Why it cannot be undone, empty when it can. */
        public String irreversible() {
            return intent.path("irreversible").asText();
        }

        /**
         * The call that undoes it.
         *
         * @param now the state found before undoing; it gives what AWS chose for what the write made, and lock tokens
         * @throws IllegalArgumentException when the state does not say what the call needs
         */
        public ReadyCall undo(JsonNode now) {
            ReadyCall call = ReadyCall.of(intent.path("undo"));
            boolean made = StateForm.of(intent.path("prior"), Set.of()).isNull()
                    || intent.path("fresh").asBoolean();
            return made
                    ? new ReadyCall(call.scope(), call.service(), call.api(), (ObjectNode)
                            PriorState.fillMade(call.request(), now))
                    : call;
        }

        /** The members left out when states are compared. */
        public Set<String> volatileMembers() {
            List<String> names = new ArrayList<>();
            intent.path("volatile").forEach(n -> names.add(n.asText()));
            return Set.copyOf(names);
        }
    }

    /** All writes of a target that took effect or may have, oldest first. */
    public static List<Written> written(List<JournalEntry> journal, String target) {
        Map<String, Written> out = new LinkedHashMap<>();
        for (JournalEntry entry : journal) {
            if (!entry.step().startsWith(target + "/")) {
                continue;
            }
            switch (entry.kind()) {
                // A repeated write keeps the state before the first.
                case INTENT -> out.putIfAbsent(entry.step(), new Written(entry.step(), entry.body()));
                case FAILED -> {
                    if (refused(journal, entry)) {
                        out.remove(entry.step());
                    }
                }
                default -> {}
            }
        }
        return List.copyOf(out.values());
    }

    /** True when AWS refused every call that the step made so far, so that it did nothing. */
    private static boolean refused(List<JournalEntry> journal, JournalEntry failed) {
        int unanswered = 0;
        for (JournalEntry entry : journal) {
            if (entry.seq() > failed.seq() || !entry.step().equals(failed.step())) {
                continue;
            }
            if (entry.kind() == JournalEntry.Kind.INTENT) {
                unanswered++;
            } else if (entry.kind() == JournalEntry.Kind.FAILED
                    && entry.body().path("called").asBoolean()
                    && !entry.body().path("partial").asBoolean()
                    && !entry.body().path("ambiguous").asBoolean()) {
                unanswered--;
            }
        }
        return unanswered == 0;
    }

    /** The next write to undo; empty when all that can be undone is. */
    public static Optional<Written> next(List<JournalEntry> journal, String target) {
        List<Written> written = written(journal, target);
        for (int i = written.size() - 1; i >= 0; i--) {
            Written candidate = written.get(i);
            if (candidate.irreversible().isEmpty()
                    && !undone(journal, candidate.step())
                    && !ended(written.subList(i + 1, written.size()), candidate.step())) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Writes whose effect is still there: not those that a later write has ended. */
    public static List<Written> standing(List<JournalEntry> journal, String target) {
        List<Written> written = written(journal, target);
        List<Written> out = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            if (!ended(written.subList(i + 1, written.size()), written.get(i).step())) {
                out.add(written.get(i));
            }
        }
        return out;
    }

    /** True when one of the later writes took away what the step had changed, such as a machine that was isolated. */
    private static boolean ended(List<Written> later, String step) {
        String name = step.substring(Math.max(step.lastIndexOf('/'), step.lastIndexOf('.')) + 1);
        return later.stream()
                .anyMatch(w -> w.intent()
                        .path("ends")
                        .valueStream()
                        .anyMatch(e -> e.asText().equals(name)));
    }

    private static boolean undone(List<JournalEntry> journal, String step) {
        return journal.stream()
                .anyMatch(e -> e.kind() == JournalEntry.Kind.UNDONE && e.step().equals(step));
    }

    /** Writes that stay, because they cannot be undone. */
    public static List<Written> lasting(List<JournalEntry> journal, String target) {
        return written(journal, target).stream()
                .filter(w -> !w.irreversible().isEmpty())
                .toList();
    }
}
