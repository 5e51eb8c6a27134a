package dev.holdfast.config;

import dev.holdfast.content.Doc;
import dev.holdfast.content.Nearest;
import dev.holdfast.content.ProgramUnit;
import dev.holdfast.content.ProgramUnit.Kind;
import dev.holdfast.content.ProgramUnit.Objectives;
import dev.holdfast.model.ContentError;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How much security is enough: what follows from the regulations, threats and criticality that {@code program:} names.
 *
 * @param frameworks what is judged, by id
 * @param runbooks what is made ready, by id
 * @param objectives what a loss may cost, by environment
 * @param excluded what would follow and is left out, with the reason of whoever did so
 * @param errors what is wrong with the section; with any nothing of this holds
 * @param warnings what a person should look at
 */
public record ProgramChoice(
        List<Chosen> frameworks,
        List<Chosen> runbooks,
        List<Target> objectives,
        List<Excluded> excluded,
        List<ContentError> errors,
        List<ContentError> warnings) {
    /**
     * Because of what.
     *
     * @param unit such as {@code regulation gdpr}
     * @param why in plain words
     */
    public record Because(String unit, String why) {}

    /**
     * One framework or runbook.
     *
     * @param id its id
     * @param available whether it is part of the content
     * @param because what it follows from
     */
    public record Chosen(String id, boolean available, List<Because> because) {}

    /**
     * What one environment must achieve: the strictest of all that bears on it.
     *
     * @param environment unit, or {@code default}
     * @param rpoHours hours of work that may be lost
     * @param rpoBecause what asks so much
     * @param rtoHours hours until it works again
     * @param rtoBecause what asks so much
     */
    public record Target(String environment, long rpoHours, Because rpoBecause, long rtoHours, Because rtoBecause) {}

    /**
     * Left out on purpose.
     *
     * @param what as the file names it
     * @param reason why
     * @param until the last day on which it holds, empty when it has none
     */
    public record Excluded(String what, String reason, String until) {}

    /** Whether anything is chosen at all. */
    public boolean isEmpty() {
        return frameworks.isEmpty() && runbooks.isEmpty() && objectives.isEmpty();
    }

    /** Ids of the frameworks that can be judged. */
    public List<String> judged() {
        return frameworks.stream().filter(Chosen::available).map(Chosen::id).toList();
    }

    /**
     * Chooses.
     *
     * @param document the whole file, of the right form
     * @param units what the content knows
     * @param available ids of the frameworks and runbooks there are
     * @param today exclusions that ended before no longer hold
     */
    public static ProgramChoice of(Doc document, List<ProgramUnit> units, Set<String> available, LocalDate today) {
        Branch top = new Branch("", document);
        Branch program = top.at("program");
        Complaints say = new Complaints();
        List<ProgramUnit> named = new ArrayList<>();
        program.at("regulations").items().forEach(at -> find(at, Kind.REGULATION, units, say, named));
        program.at("threats").items().forEach(at -> find(at, Kind.THREAT, units, say, named));
        Map<String, ProgramUnit> environments = new TreeMap<>();
        program.at("criticality").members().forEach((environment, at) -> {
            List<ProgramUnit> found = new ArrayList<>();
            find(at, Kind.CRITICALITY, units, say, found);
            found.forEach(unit -> environments.put(environment, unit));
        });
        List<ProgramUnit> all = new ArrayList<>(named);
        environments.values().stream().distinct().forEach(all::add);

        Exclusions exclusions = new Exclusions(program.at("exclude"), today);
        List<Chosen> frameworks = exclusions.without("framework/", chosen(all, ProgramUnit::frameworks, available));
        List<Chosen> runbooks = exclusions.without("runbook/", chosen(all, ProgramUnit::runbooks, available));
        List<Target> targets = new ArrayList<>();
        environments.forEach((environment, unit) -> {
            List<ProgramUnit> bearing = new ArrayList<>(named);
            bearing.add(unit);
            targets.addAll(target(environment, bearing));
        });
        if (environments.isEmpty()) {
            targets.addAll(target("default", named));
        }
        List<Target> kept = exclusions.without(targets);
        exclusions.idle(say);
        kept.forEach(target -> Objective.compare(top.at("backup", "objectives"), target, say));
        return new ProgramChoice(frameworks, runbooks, kept, exclusions.used(), say.wrongs(), say.doubts());
    }

    private static void find(Branch at, Kind kind, List<ProgramUnit> units, Complaints say, List<ProgramUnit> found) {
        at.text().ifPresent(id -> {
            Set<String> known = new TreeSet<>();
            for (ProgramUnit unit : units) {
                if (unit.kind() == kind) {
                    known.add(unit.id());
                    if (unit.id().equals(id)) {
                        found.add(unit);
                        return;
                    }
                }
            }
            String near = Nearest.among(id, known);
            say.wrong(
                    at,
                    "there is no " + kind.word() + " `" + id + "`",
                    near.isEmpty() ? "Known: " + String.join(", ", known) : "Did you mean `" + near + "`?");
        });
    }

    private static List<Chosen> chosen(
            List<ProgramUnit> units, Function<ProgramUnit, Map<String, String>> what, Set<String> available) {
        Map<String, List<Because>> out = new TreeMap<>();
        for (ProgramUnit unit : units) {
            what.apply(unit)
                    .forEach((id, why) ->
                            out.computeIfAbsent(id, k -> new ArrayList<>()).add(new Because(unit.name(), why)));
        }
        return out.entrySet().stream()
                .map(e -> new Chosen(e.getKey(), available.contains(e.getKey()), List.copyOf(e.getValue())))
                .toList();
    }

    private static List<Target> target(String environment, List<ProgramUnit> units) {
        Target strictest = null;
        for (ProgramUnit unit : units) {
            Objectives asked = unit.objectives();
            if (asked != null) {
                Because because = new Because(unit.name(), asked.why());
                strictest = strictest == null
                        ? new Target(environment, asked.rpoHours(), because, asked.rtoHours(), because)
                        : Objective.stricter(strictest, asked, because);
            }
        }
        return strictest == null ? List.of() : List.of(strictest);
    }
}
