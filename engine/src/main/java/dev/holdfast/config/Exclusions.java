package dev.holdfast.config;

import dev.holdfast.config.ProgramChoice.Chosen;
import dev.holdfast.config.ProgramChoice.Excluded;
import dev.holdfast.config.ProgramChoice.Target;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the program leaves out on purpose, as long as that holds. */
final class Exclusions {
    private final Map<String, Branch> holding = new LinkedHashMap<>();
    private final Set<String> hit = new LinkedHashSet<>();

    Exclusions(Branch list, LocalDate today) {
        for (Branch one : list.items()) {
            boolean ended =
                    one.at("until").text().filter(day -> before(day, today)).isPresent();
            one.at("what").text().filter(what -> !ended).ifPresent(what -> holding.put(what, one));
        }
    }

    private static boolean before(String day, LocalDate today) {
        try {
            return LocalDate.parse(day).isBefore(today);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    List<Chosen> without(String kind, List<Chosen> all) {
        return all.stream().filter(c -> !excludes(kind + c.id())).toList();
    }

    List<Target> without(List<Target> all) {
        return all.stream()
                .filter(t -> !excludes("objectives/" + t.environment()))
                .toList();
    }

    private boolean excludes(String what) {
        boolean holds = holding.containsKey(what);
        if (holds) {
            hit.add(what);
        }
        return holds;
    }

    /** Warns of what excludes nothing: a typing error, or no longer needed. */
    void idle(Complaints say) {
        holding.forEach((what, at) -> {
            if (!hit.contains(what)) {
                say.warn(at, "`" + what + "` would not have been chosen anyway", "Correct the name, or delete it");
            }
        });
    }

    List<Excluded> used() {
        List<Excluded> out = new ArrayList<>();
        for (String what : hit) {
            Branch at = holding.getOrDefault(what, new Branch("", null));
            out.add(new Excluded(
                    what,
                    at.at("reason").text().orElse(""),
                    at.at("until").text().orElse("")));
        }
        return out;
    }
}
