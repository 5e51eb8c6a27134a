package dev.holdfast.access;

import dev.holdfast.access.Permission.Place;
import dev.holdfast.content.Baseline;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.Runbook.Reading;
import dev.holdfast.content.Runbook.Request;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.content.RunbookStep.Await;
import dev.holdfast.content.RunbookStep.Blocks;
import dev.holdfast.content.RunbookStep.Call;
import dev.holdfast.content.RunbookStep.Check;
import dev.holdfast.content.TableCall;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableDefinition.Extent;
import dev.holdfast.model.NistFunction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Finds out what each verb must be allowed. */
public final class Needs {
    private static final Set<Baseline.Wave> OF_MANAGEMENT = Set.of(Baseline.Wave.DELEGATION, Baseline.Wave.POLICIES);
    private static final Set<String> FOLDERS_OF_MANAGEMENT = Set.of("baseline/organizations/", "baseline/sso-admin/");

    private final List<TableDefinition> tables;
    private final Collection<Runbook> runbooks;
    private final BiFunction<String, String, Optional<String>> actionOf;

    /**
     * @param tables the tables there are
     * @param runbooks the runbooks, fixes and drills there are
     * @param actionOf gives the IAM action of a reading operation by service and API name
     */
    public Needs(
            List<TableDefinition> tables,
            Collection<Runbook> runbooks,
            BiFunction<String, String, Optional<String>> actionOf) {
        this.tables = List.copyOf(tables);
        this.runbooks = List.copyOf(runbooks);
        this.actionOf = actionOf;
    }

    /**
     * What a verb needs to read; {@code identify} collects what {@code protect check} judges.
     *
     * @param verb the verb
     * @param buckets where delivered logs lie; any bucket when empty
     */
    public List<Permission> reading(NistFunction verb, List<String> buckets) {
        List<Permission> out = new ArrayList<>(OwnCalls.reach());
        if (verb == NistFunction.IDENTIFY) {
            tables.forEach(table -> out.addAll(reading(table)));
            out.addAll(OwnCalls.collecting());
        } else if (verb == NistFunction.DETECT) {
            out.addAll(OwnCalls.logs(buckets));
            out.addAll(OwnCalls.feeds());
        } else {
            runbooksOf(verb).forEach(runbook -> out.addAll(reading(runbook)));
        }
        return sorted(out);
    }

    /** What carrying out the verb's fixes, runbooks or drills needs beside reading. */
    public List<Permission> writing(NistFunction verb) {
        return sorted(writing(runbooksOf(verb)));
    }

    /**
     * What planning, carrying out and undoing documents needs in the accounts that they are carried out in.
     *
     * @param documents which, by their ids
     */
    public List<Permission> changing(Predicate<String> documents) {
        List<Permission> out = new ArrayList<>();
        List<Runbook> meant =
                runbooks.stream().filter(r -> documents.test(r.id())).toList();
        meant.forEach(runbook -> out.addAll(reading(runbook)));
        out.addAll(writing(meant));
        return sorted(out);
    }

    /**
     * What the steps of one document need, with everything that their undo needs.
     *
     * @return by the account that a step names ({@code {{ references }}} still in it), empty for the target's own
     */
    public Map<String, Set<String>> steps(Runbook runbook) {
        Map<String, Set<String>> out = new TreeMap<>();
        Set<String> own = out.computeIfAbsent("", a -> new TreeSet<>());
        runbook.settings().find().values().forEach(r -> add(r, own));
        add(runbook.settings().exists(), own);
        add(runbook.settings().owner(), own);
        for (RunbookStep step : RunbookStep.flat(runbook.steps())) {
            Set<String> actions = out.computeIfAbsent(step.handling().account(), a -> new TreeSet<>());
            reading(step, actions);
            if (step.action() instanceof Call call && call.writes()) {
                actions.addAll(writing(step, call));
            }
        }
        out.values().forEach(actions -> actions.removeAll(OwnCalls.FREE));
        return out;
    }

    /** What reaching the accounts needs. */
    public List<Permission> reaching() {
        return sorted(OwnCalls.reach());
    }

    private static List<Permission> writing(List<Runbook> runbooks) {
        List<Permission> out = new ArrayList<>();
        for (Runbook runbook : runbooks) {
            for (RunbookStep step : RunbookStep.flat(runbook.steps())) {
                if (step.action() instanceof Call call && call.writes()) {
                    writing(step, call).forEach(action -> out.add(Permission.of(action, place(runbook), runbook.id())));
                }
            }
        }
        return out;
    }

    /** Units, delegations, policies and permission sets are the management account's business; all else may be any account's. */
    private static Place place(Runbook runbook) {
        Baseline baseline = runbook.settings().baseline();
        boolean once = FOLDERS_OF_MANAGEMENT.stream().anyMatch(runbook.id()::startsWith)
                || (baseline != null && OF_MANAGEMENT.contains(baseline.wave()));
        return once ? Place.MANAGEMENT : Place.EVERY_ACCOUNT;
    }

    /** What collecting one table needs. */
    public static List<Permission> reading(TableDefinition table) {
        Place place = table.extent() == Extent.ORGANIZATION ? Place.MANAGEMENT : Place.EVERY_ACCOUNT;
        return table.calls().stream()
                .map(TableCall::action)
                .distinct()
                .map(action -> Permission.of(action, place, table.name()))
                .toList();
    }

    private List<Runbook> runbooksOf(NistFunction verb) {
        List<String> folders = switch (verb) {
            case PROTECT -> List.of("fixes/");
            case RESPOND -> List.of("runbooks/");
            case RECOVER -> List.of("drills/", "recoveries/");
            case IDENTIFY, DETECT -> List.of();
        };
        return runbooks.stream()
                .filter(r -> folders.stream().anyMatch(r.id()::startsWith))
                .toList();
    }

    private List<Permission> reading(Runbook runbook) {
        Set<String> actions = new TreeSet<>();
        runbook.settings().find().values().forEach(r -> add(r, actions));
        add(runbook.settings().exists(), actions);
        add(runbook.settings().owner(), actions);
        RunbookStep.flat(runbook.steps()).forEach(step -> reading(step, actions));
        return actions.stream()
                .map(action -> Permission.of(action, place(runbook), runbook.id()))
                .toList();
    }

    private void reading(RunbookStep step, Set<String> actions) {
        add(step.handling().prior(), actions);
        switch (step.action()) {
            case Await await -> add(await.request(), actions);
            case Check check -> add(check.request(), actions);
            case Blocks blocks -> {
                add(blocks.request(), actions);
                actions.add("ebs:GetSnapshotBlock");
            }
            case Call call
            when !call.writes() -> {
                actions.addAll(step.handling().permissions());
                if (step.handling().permissions().isEmpty()) {
                    add(call.request(), actions);
                }
            }
            default -> {}
        }
    }

    private void add(@org.jspecify.annotations.Nullable Reading reading, Set<String> actions) {
        if (reading != null) {
            add(reading.request(), actions);
            add(reading.survey(), actions);
        }
    }

    private void add(Request request, Set<String> actions) {
        actions.add(actionOf.apply(request.service(), request.api()).orElse(request.operation()));
        if (request.each() != null) {
            add(request.each().request(), actions);
        }
    }

    private static Set<String> writing(RunbookStep step, Call call) {
        Set<String> out = new TreeSet<>(step.handling().permissions());
        if (out.isEmpty()) {
            out.add(call.request().operation());
            Request restore = step.handling().restore();
            Request remove = step.handling().remove();
            if (restore != null) {
                out.add(restore.operation());
            }
            if (remove != null) {
                out.add(remove.operation());
            }
        }
        return out;
    }

    private static List<Permission> sorted(List<Permission> permissions) {
        return permissions.stream()
                .filter(p -> !OwnCalls.FREE.contains(p.action()))
                .distinct()
                .sorted(Permission.ORDER)
                .toList();
    }
}
