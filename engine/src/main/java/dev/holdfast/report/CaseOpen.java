package dev.holdfast.report;

import java.util.List;

/**
 * Who has a case, what is to be done in it, and who gave it to whom.
 *
 * @param holder who has it, empty when nobody
 * @param todos what is and was to be done, by number
 * @param runs what was started for it and has not ended, a sentence each
 * @param handOvers who gave it to whom and what was open then, oldest first, a sentence each
 */
public record CaseOpen(String holder, List<Todo> todos, List<String> runs, List<String> handOvers) {
    /** A case of which nothing of that kind is known. */
    public static final CaseOpen NOTHING = new CaseOpen("", List.of(), List.of(), List.of());

    /**
     * Something to be done.
     *
     * @param number in the case
     * @param text what
     * @param who is to do it
     * @param standing {@code open}, {@code overdue since …}, {@code done by …}
     * @param open whether it is still to be done
     */
    public record Todo(long number, String text, String who, String standing, boolean open) {}

    /** Copies its lists. */
    public CaseOpen {
        todos = List.copyOf(todos);
        runs = List.copyOf(runs);
        handOvers = List.copyOf(handOvers);
    }

    /** What is still to be done, a sentence each. */
    public List<String> open() {
        List<String> out = new java.util.ArrayList<>();
        todos.stream()
                .filter(Todo::open)
                .forEach(t -> out.add("Task " + t.number() + ": " + t.text()
                        + (t.who().isEmpty() ? "" : ", by " + t.who())
                        + (t.standing().equals("open") ? "" : ", " + t.standing())));
        out.addAll(runs);
        return out;
    }
}
