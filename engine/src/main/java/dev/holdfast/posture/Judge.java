package dev.holdfast.posture;

import dev.holdfast.content.Check;
import dev.holdfast.content.Check.Judges;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableDefinition.Extent;
import dev.holdfast.lake.QueryFailure;
import dev.holdfast.lake.ReadSet;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Progress;
import dev.holdfast.posture.VerdictIndex.By;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Runs checks over a snapshot. The rule that everything here serves: a verdict stands only when all facts behind it were
 * read. What a check reads follows from its own SQL; what was not read, from the snapshot.
 */
public final class Judge {
    private static final String EVERYTHING = "organization";
    private static final Comparator<Finding> BY_PLACE = Comparator.comparing(Finding::account)
            .thenComparing(Finding::region)
            .thenComparing(Finding::resource);

    private final Snapshot snapshot;
    private final Map<String, TableDefinition> definitions = new HashMap<>();
    private final Holes holes;

    /**
     * @param snapshot a snapshot with derived tables and facts added
     * @param tables the definitions it was collected by
     */
    public Judge(Snapshot snapshot, List<TableDefinition> tables) {
        this.snapshot = snapshot;
        tables.forEach(t -> definitions.put(t.name(), t));
        this.holes = new Holes(snapshot, definitions);
    }

    /** The findings of all checks, sorted; the same snapshot gives the same list. */
    public List<Finding> judge(List<Check> checks) {
        return judge(checks, Progress.SILENT);
    }

    /** The same, and says after each check how far it is. As many checks run at once as the snapshot has lanes. */
    public List<Finding> judge(List<Check> checks, Progress progress) {
        List<Check> sorted = checks.stream()
                .sorted(Comparator.comparing(Check::function).thenComparing(Check::id))
                .toList();
        List<Finding> out = new ArrayList<>();
        if (snapshot.lanes() == 1) {
            for (int i = 0; i < sorted.size(); i++) {
                out.addAll(judge(sorted.get(i)));
                progress.at(i + 1L, sorted.size(), "Judging " + sorted.get(i).id());
            }
            return out;
        }
        ExecutorService lanes = Executors.newFixedThreadPool(snapshot.lanes());
        try {
            IdentityHashMap<Check, Future<List<Finding>>> begun = new IdentityHashMap<>();
            longestFirst(sorted).forEach(check -> begun.put(check, lanes.submit(() -> judge(check))));
            List<Future<List<Finding>>> answers = new ArrayList<>();
            sorted.forEach(check -> answers.add(Objects.requireNonNull(begun.get(check))));
            for (int i = 0; i < answers.size(); i++) {
                out.addAll(answers.set(i, CompletableFuture.completedFuture(List.of()))
                        .get());
                progress.at(i + 1L, sorted.size(), "Judging " + sorted.get(i).id());
            }
            return out;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("judging was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check could not be judged: " + e.getCause(), e);
        } finally {
            lanes.shutdownNow();
        }
    }

    /**
     * The check for which most has to be computed first, so that no lane is left alone with it at the end; those for which
     * nothing has to be computed next, so that nobody waits for what it computes.
     */
    private List<Check> longestFirst(List<Check> sorted) {
        IdentityHashMap<Check, Integer> work = new IdentityHashMap<>();
        sorted.forEach(check -> work.put(check, toCompute(check)));
        List<Check> out = new ArrayList<>(sorted.stream()
                .sorted(Comparator.comparing(check -> work.getOrDefault(check, 0)))
                .toList());
        if (!out.isEmpty()) {
            out.addFirst(out.removeLast());
        }
        return out;
    }

    private int toCompute(Check check) {
        try {
            return snapshot.toCompute(snapshot.reads(check.query()));
        } catch (QueryFailure e) {
            return 0;
        }
    }

    /** The findings of one check, sorted. */
    public List<Finding> judge(Check check) {
        List<Verdict> verdicts = new ArrayList<>();
        try {
            ReadSet reads = snapshot.reads(check.query());
            Set<String> missing = holes.notCollected(reads);
            if (!missing.isEmpty()) {
                return unknown(check, "this run did not collect " + String.join(", ", missing));
            }
            Map<String, String> once = new HashMap<>();
            snapshot.query(check.query(), columns -> {}, row -> verdicts.add(Verdict.of(row, once)));
            spoil(check, reads, verdicts);
        } catch (QueryFailure e) {
            return unknown(check, "the check could not be run: " + e.getMessage());
        }
        if (verdicts.isEmpty() && check.judges() == Judges.ORGANIZATION) {
            return unknown(check, "the check came to no verdict");
        }
        List<Finding> found = new ArrayList<>(verdicts.size());
        verdicts.forEach(verdict -> found.add(finding(check, verdict)));
        found.sort(BY_PLACE);
        // A check may speak twice of one resource: what weighs most counts.
        List<Finding> out = new ArrayList<>(found.size());
        for (Finding finding : found) {
            Finding last = out.isEmpty() ? finding : out.getLast();
            if (!out.isEmpty() && BY_PLACE.compare(last, finding) == 0) {
                out.set(out.size() - 1, heavier(last, finding));
            } else {
                out.add(finding);
            }
        }
        return out;
    }

    private static Finding heavier(Finding a, Finding b) {
        int order = Integer.compare(Verdict.WEIGHT.indexOf(a.outcome()), Verdict.WEIGHT.indexOf(b.outcome()));
        return order < 0 || (order == 0 && a.reason().compareTo(b.reason()) <= 0) ? a : b;
    }

    private List<Finding> unknown(Check check, String why) {
        return List.of(finding(check, new Verdict(EVERYTHING, "", "global", Outcome.UNKNOWN, why, null, null)));
    }

    /** Makes every verdict unknown that a hole may have bent, and adds one where a hole may have kept one from being. */
    private void spoil(Check check, ReadSet reads, List<Verdict> verdicts) {
        List<Hole> found = new ArrayList<>(holes.among(reads));
        if (check.judges() == Judges.ORGANIZATION || organizationWide(check.about())) {
            found.addAll(holes.outOfScope(reads));
        }
        Set<String> aboutIds = found.stream().anyMatch(Hole::derived) ? aboutIds(check) : Set.of();
        List<Verdict> added = new ArrayList<>();
        VerdictIndex index = new VerdictIndex(verdicts);
        for (Hole hole : found) {
            boolean single = !hole.resource().isEmpty()
                    && check.judges() != Judges.ORGANIZATION
                    && (hole.table().equals(check.about())
                            || aboutIds.contains(hole.account() + " " + hole.resource()));
            boolean touched = single ? concerned(check, hole, index) : reached(check, hole, verdicts, index);
            boolean aboutListing =
                    hole.table().equals(check.about()) && hole.resource().isEmpty();
            if (check.judges() != Judges.ORGANIZATION && (!touched || aboutListing)) {
                added.add(single ? row(check, hole) : scope(hole));
            }
        }
        verdicts.addAll(added);
    }

    private Set<String> aboutIds(Check check) {
        TableDefinition about = definitions.get(check.about());
        Set<String> out = new HashSet<>();
        if (about != null) {
            snapshot.query(
                    "SELECT account_id, CAST(\"" + about.id() + "\" AS VARCHAR) AS id FROM " + about.name(),
                    columns -> {},
                    row -> out.add(row.path("account_id").asText() + " "
                            + row.path("id").asText()));
        }
        return out;
    }

    /** A hole in the very row that verdicts are about; true when there are any. */
    private boolean concerned(Check check, Hole hole, VerdictIndex index) {
        boolean account = check.judges() == Judges.ACCOUNT;
        if (organizationWide(check.about())) {
            boolean named = account && index.spoil(By.ACCOUNT, hole.resource(), hole);
            return index.spoil(By.RESOURCE, hole.resource(), hole) || named;
        }
        return account
                ? index.spoil(By.ACCOUNT, hole.account(), hole)
                : index.spoil(By.ACCOUNT_AND_RESOURCE, VerdictIndex.key(hole.account(), hole.resource()), hole);
    }

    /** A hole in a table that verdicts may have been joined with; true when there are any. */
    private boolean reached(Check check, Hole hole, List<Verdict> verdicts, VerdictIndex index) {
        if (hole.extent().organizationWide()) {
            return index.spoil(By.ALL, "", hole);
        }
        if (check.judges() == Judges.ORGANIZATION) {
            boolean touched = false;
            for (int i = 0; i < verdicts.size(); i++) {
                Set<String> decided = verdicts.get(i).reads();
                if (decided == null || decided.contains(hole.account())) {
                    index.spoil(i, hole);
                    touched = true;
                }
            }
            return touched;
        }
        TableDefinition about = definitions.get(check.about());
        boolean regional = check.judges() == Judges.RESOURCE
                && hole.extent() == Extent.REGION
                && about != null
                && about.extent() == Extent.REGION;
        return regional
                ? index.spoil(By.ACCOUNT_AND_REGION, VerdictIndex.key(hole.account(), hole.region()), hole)
                : index.spoil(By.ACCOUNT, hole.account(), hole);
    }

    private boolean organizationWide(String table) {
        TableDefinition definition = definitions.get(table);
        return definition != null && definition.extent().organizationWide();
    }

    private Verdict row(Check check, Hole hole) {
        boolean account = check.judges() == Judges.ACCOUNT && organizationWide(check.about());
        return new Verdict(
                hole.resource(),
                account ? hole.resource() : hole.account(),
                hole.region(),
                Outcome.UNKNOWN,
                hole.reason(),
                null,
                hole.unread());
    }

    private static Verdict scope(Hole hole) {
        return new Verdict(
                hole.account() + "/" + hole.region(),
                hole.account(),
                hole.region(),
                Outcome.UNKNOWN,
                hole.reason(),
                null,
                hole.unread());
    }

    private static Finding finding(Check check, Verdict verdict) {
        @Nullable String fix = verdict.outcome() == Outcome.FAIL ? check.fix() : null;
        return new Finding(
                Finding.Kind.CHECK,
                check.id(),
                check.title(),
                check.function(),
                check.severity(),
                verdict.outcome(),
                verdict.resource(),
                verdict.account(),
                verdict.region(),
                verdict.reason(),
                check.frameworks(),
                check.remediation(),
                fix,
                null,
                verdict.unread(),
                null);
    }
}
