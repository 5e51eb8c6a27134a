package dev.holdfast.config;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is left out on purpose: somebody can read why, and what has an end has not ended. */
final class Reasons implements Concern {
    private static final Set<String> EMPTY_WORDS = Set.of(
            "todo",
            "tbd",
            "none",
            "n/a",
            "na",
            "reason",
            "because",
            "later",
            "fixme",
            "exception",
            "test",
            "not needed");
    private static final int SHORTEST = 5;

    @Override
    public void look(Branch top, Ground ground, Complaints say) {
        List<Branch> reasons = new ArrayList<>();
        Map<Branch, String> ends = new LinkedHashMap<>();
        for (Branch one : top.at("services", "skip").items()) {
            reasons.add(one.at("reason"));
        }
        reasons.addAll(top.at("services", "security-hub", "disabled-controls")
                .members()
                .values());
        for (Branch list : List.of(top.at("exceptions"), top.at("program", "exclude"))) {
            for (Branch one : list.items()) {
                reasons.add(one.at("reason"));
                ends.put(one.at("until"), one.at("what").text().orElse("this"));
            }
        }
        reasons.forEach(at -> says(at, say));
        ends.forEach((at, what) -> date(at, say)
                .filter(d -> d.isBefore(ground.today()))
                .ifPresent(d -> say.warn(
                        at,
                        "the exclusion of " + what + " ended on " + d + " and no longer holds",
                        "Decide again: give it a new end, or delete it")));
    }

    private static void says(Branch at, Complaints say) {
        at.text().ifPresent(text -> {
            String word = text.strip().toLowerCase(Locale.ROOT);
            if (word.length() < SHORTEST
                    || EMPTY_WORDS.contains(word)
                    || word.chars().noneMatch(Character::isLetter)) {
                say.wrong(at, "`" + text + "` is no reason", "Say why, so that somebody else can judge it later");
            }
        });
    }

    /** The day that is written; an error when there is no such day. */
    static Optional<LocalDate> date(Branch at, Complaints say) {
        if (at.text().filter(t -> t.matches("\\d{4}-\\d{2}-\\d{2}")).isEmpty()) {
            return Optional.empty();
        }
        String text = at.text().get();
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            say.wrong(at, "there is no day `" + text + "`", "Write it like 2027-01-31");
            return Optional.empty();
        }
    }
}
