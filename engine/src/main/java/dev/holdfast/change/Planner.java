package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.content.PriceList;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.Runbook.Reading;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.content.RunbookStep.Phase;
import dev.holdfast.content.Template;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Problems;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import dev.holdfast.runbook.DryWalk;
import dev.holdfast.runbook.Interpreter;
import dev.holdfast.runbook.Lookup;
import dev.holdfast.runbook.Lookup.ReadyCall;
import dev.holdfast.runbook.Parameters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes plans. Reads AWS as it is now; a target that is as wanted already gives no step. */
public final class Planner {
    /** How long somebody has to look again at what a fix could only mark. */
    private static final Duration REVIEW_AFTER = Duration.ofDays(90);

    /** Wishes looked at before any is added, so that what was read of a large organization does not pile up. */
    private static final int WINDOW = 2_048;

    /** No write of a plan depends on the number of its target. */
    private static final String ANY_TARGET = "1";

    private final Map<String, Runbook> runbooks;
    private final Reads reads;
    private final InstantSource clock;
    private final Ids ids;

    /**
     * Under which circumstances a plan is made.
     *
     * @param caller the principal
     * @param configDigest digest of the configuration
     * @param approvals how many people must approve it
     * @param overrideOwner whether resources are changed although something else owns them
     * @param prices what things cost
     * @param bounds how far it may reach
     * @param owners tells what owns a resource
     */
    public record Terms(
            String caller,
            String configDigest,
            int approvals,
            boolean overrideOwner,
            PriceList prices,
            Bounds bounds,
            Owners owners) {
        /** The same, leaving some targets out on purpose. */
        public Terms leaving(List<Plan.Problem> left) {
            return new Terms(caller, configDigest, approvals, overrideOwner, prices, bounds.leaving(left), owners);
        }

        /** The same, with tags that were read before. */
        public Terms knowing(Owners.Known known) {
            return new Terms(
                    caller, configDigest, approvals, overrideOwner, prices, bounds, new Owners(owners.rules(), known));
        }

        /** Without tags of the company's own. */
        public Terms(
                String caller,
                String configDigest,
                int approvals,
                boolean overrideOwner,
                PriceList prices,
                Bounds bounds) {
            this(caller, configDigest, approvals, overrideOwner, prices, bounds, Owners.USUAL);
        }

        /** Without bounds. */
        public Terms(String caller, String configDigest, int approvals, boolean overrideOwner, PriceList prices) {
            this(caller, configDigest, approvals, overrideOwner, prices, Bounds.NONE);
        }

        /** Without knowledge of prices, and without bounds. */
        public Terms(String caller, String configDigest, int approvals, boolean overrideOwner) {
            this(caller, configDigest, approvals, overrideOwner, PriceList.NONE);
        }
    }

    /**
     * @param runbooks all documents by id
     * @param reader the reading door
     * @param clock the time
     * @param random makes ids
     */
    public Planner(Map<String, Runbook> runbooks, AwsReader reader, InstantSource clock, RandomGenerator random) {
        this.runbooks = runbooks;
        this.reads = new Reads(reader);
        this.clock = clock;
        this.ids = new Ids(random);
    }

    /** Plans the fixes of all failed findings that name one. Findings about the same resource give one target. */
    public Plan fixes(List<Finding> findings, Terms terms) {
        PlanDraft draft = new PlanDraft(ids.run("fix", clock.instant()), clock.instant());
        addFixes(findings, terms, draft);
        return draft.plan("fix", "Fix " + counted(draft, "resource"), terms);
    }

    private static String counted(PlanDraft draft, String what) {
        int targets = draft.targetCount();
        return targets + " " + what + (targets == 1 ? "" : "s");
    }

    private void addFixes(List<Finding> findings, Terms terms, PlanDraft draft) {
        Map<String, Wish> wishes = new LinkedHashMap<>();
        for (Finding finding : findings) {
            if (finding.fix() != null && finding.outcome() == Outcome.FAIL) {
                wish(finding, finding.fix(), draft)
                        .ifPresent(w -> wishes.putIfAbsent(w.document() + " " + w.parameters() + " " + w.scope(), w));
            }
        }
        // What closes may take away what another fix names: a rule is tagged before it is revoked.
        List<Wish> ordered = new ArrayList<>(wishes.values());
        ordered.sort(Comparator.comparing(w -> closes(runbooks.get(w.document()))));
        planAll(ordered, terms, draft);
    }

    private static boolean closes(@Nullable Runbook fix) {
        return fix != null
                && RunbookStep.flat(fix.steps()).stream()
                        .anyMatch(s -> s.writes() && s.handling().phase() == Phase.CONTAINMENT);
    }

    /**
     * Plans fixes of which everything is given. AWS is read: what is as wanted gives no step, and where it cannot be
     * read there is a problem and no step.
     *
     * @param title one line for people
     */
    public Plan given(String title, List<Wish> wishes, Terms terms) {
        PlanDraft draft = new PlanDraft(ids.run("fix", clock.instant()), clock.instant());
        planAll(wishes, terms, draft);
        return draft.plan("fix", title, terms);
    }

    /**
     * Plans documents of the baseline, in the order given, and after them fixes. AWS is read: what is as wanted gives no
     * step.
     *
     * @param wishes by wave
     * @param gaps what could not be known, and therefore is not planned
     * @param findings what is to be fixed besides
     */
    public Plan deployment(List<Wish> wishes, List<Plan.Problem> gaps, List<Finding> findings, Terms terms) {
        PlanDraft draft = new PlanDraft(ids.run("deploy", clock.instant()), clock.instant());
        gaps.forEach(gap -> draft.problem(gap.resource(), gap.document(), gap.why()));
        planAll(wishes, terms, draft);
        addFixes(findings, terms, draft);
        return draft.plan("deploy", "Deploy the baseline to " + counted(draft, "place"), terms);
    }

    private Optional<Wish> wish(Finding finding, String fix, PlanDraft draft) {
        Runbook runbook = runbooks.get(fix);
        if (runbook == null) {
            draft.problem(finding.resource(), fix, "there is no such fix");
            return Optional.empty();
        }
        Matcher matcher = Pattern.compile(runbook.settings().target()).matcher(finding.resource());
        if (runbook.settings().target().isEmpty() || !matcher.matches()) {
            draft.problem(finding.resource(), fix, "the fix is not for a resource of this form");
            return Optional.empty();
        }
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        for (String group :
                Pattern.compile(runbook.settings().target()).namedGroups().keySet()) {
            parameters.put(group, matcher.group(group));
        }
        try {
            Scope scope = new Scope(new AccountId(finding.account()), new Region(finding.region()));
            return Optional.of(new Wish(fix, parameters, scope, finding.resource()));
        } catch (IllegalArgumentException e) {
            draft.problem(finding.resource(), fix, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Looks at all of it, places beside each other, and adds what is to be done in the order of the wishes. */
    private void planAll(List<Wish> wishes, Terms terms, PlanDraft draft) {
        SurveyReads lately = new SurveyReads(reads);
        Survey survey = new Survey((wish, made) -> look(wish, terms, made, draft, lately), draft.making());
        for (int from = 0; from < wishes.size(); from += WINDOW) {
            List<Wish> window = wishes.subList(from, Math.min(wishes.size(), from + WINDOW));
            boolean full = draft.targetCount() >= terms.bounds().mostTargets();
            List<Look> looks = full ? List.of() : survey.of(window);
            for (int i = 0; i < window.size(); i++) {
                if (draft.targetCount() >= terms.bounds().mostTargets()) {
                    draft.leave(
                            window.get(i),
                            "this plan has its " + terms.bounds().mostTargets() + " targets; plan again after it");
                } else {
                    add(window.get(i), looks.get(i), draft);
                }
            }
        }
    }

    private void add(Wish wish, Look look, PlanDraft draft) {
        switch (look) {
            case Look.Nothing nothing -> {}
            case Look.Unknown unknown -> draft.problem(wish.resource(), wish.document(), unknown.why());
            case Look.Owned owned -> draft.propose(wish, owned.owner(), owned.writes());
            case Look.Work work ->
                draft.add(draft.target(wish, work.runbook(), work.parameters()), work.runbook(), work.writes());
        }
    }

    /** Reads AWS about one wish. */
    private Look look(Wish wish, Terms terms, boolean made, PlanDraft draft, SurveyReads lately) {
        String run = draft.id();
        try {
            Runbook runbook = runbook(wish.document());
            if (gone(runbook, wish)) {
                return new Look.Nothing();
            }
            ObjectNode parameters = parameters(runbook, wish, run);
            Interpreter interpreter = new Interpreter(runbook, parameters, wish.scope(), run, ANY_TARGET);
            DryWalk.Result result =
                    new DryWalk(interpreter, ANY_TARGET, clock.instant(), lately::answer, lately::state).walk(made);
            if (!result.problem().isEmpty()) {
                return new Look.Unknown(result.problem());
            } else if (result.writes().isEmpty()) {
                return new Look.Nothing();
            }
            Optional<String> owner = terms.overrideOwner()
                    ? Optional.empty()
                    : owner(terms.owners(), runbook, parameters, wish)
                            .or(() -> terms.owners().byNames(wish.resource(), result.writes()));
            return owner.<Look>map(o -> new Look.Owned(o, result.writes()))
                    .orElseGet(() -> draft.work(runbook, parameters, result.writes()));
        } catch (AwsFailure e) {
            return new Look.Unknown(e.explain());
        } catch (Problems | Template.Missing e) {
            return new Look.Unknown(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Plans runbooks or drills. Their writes are listed as the documents have them: what they find is known only when
     * they run.
     *
     * @param kind {@code respond} or {@code drill}
     * @throws Problems when a parameter is missing or wrong
     * @throws Refusal when there is no such document
     * @throws AwsFailure when a parameter that Holdfast finds itself cannot be read
     */
    public Plan documents(String kind, List<Wish> wishes, Terms terms) {
        Instant now = clock.instant();
        PlanDraft draft = new PlanDraft(ids.run(kind, now), now);
        String title = "";
        for (Wish wish : wishes) {
            Runbook runbook = runbook(wish.document());
            ObjectNode parameters = parameters(runbook, wish, draft.id());
            draft.addAsWritten(draft.target(wish, runbook, parameters), runbook);
            title = runbook.settings().title();
        }
        return draft.plan(kind, title, terms);
    }

    private Runbook runbook(String id) {
        Runbook runbook = runbooks.get(id);
        if (runbook == null) {
            throw new Refusal("there is no document `" + id + "`; see `holdfast respond list`");
        }
        return runbook;
    }

    private ObjectNode parameters(Runbook runbook, Wish wish, String run) {
        ObjectNode given = wish.parameters().deepCopy();
        runbook.settings().fill().forEach((name, fill) -> {
            if (!given.hasNonNull(name)) {
                given.put(
                        name,
                        switch (fill) {
                            case ACCOUNT -> wish.scope().account().value();
                            case REGION -> wish.scope().region().value();
                            case START_TIME ->
                                clock.instant()
                                        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                                        .toString();
                            case REVIEW_DATE ->
                                clock.instant()
                                        .plus(REVIEW_AFTER)
                                        .atOffset(ZoneOffset.UTC)
                                        .toLocalDate()
                                        .toString();
                            case RUN_TOKEN -> Ids.token(run);
                        });
            }
        });
        runbook.settings().find().forEach((name, reading) -> {
            if (!given.hasNonNull(name)) {
                JsonNode found = reads.state(lookup(reading, wish.scope(), r -> given.path(r)));
                if (!found.isNull()) {
                    given.set(name, found);
                }
            }
        });
        return Parameters.check(runbook, given);
    }

    /** What is no longer there needs no change; the finding about it ends with the next collection. */
    private boolean gone(Runbook runbook, Wish wish) {
        Reading exists = runbook.settings().exists();
        return exists != null
                && reads.state(lookup(exists, wish.scope(), wish.parameters()::path))
                        .isNull();
    }

    private Optional<String> owner(Owners owners, Runbook runbook, ObjectNode parameters, Wish wish) {
        Reading reading = runbook.settings().owner();
        if (reading == null) {
            return owners.byKnown(wish.scope().account().value(), wish.resource());
        }
        JsonNode tags = reads.state(lookup(reading, wish.scope(), parameters::path));
        return owners.byTags(tags.isNull() ? NullNode.getInstance() : tags);
    }

    private static Lookup lookup(Reading reading, Scope scope, Function<String, JsonNode> values) {
        ReadyCall call = ReadyCall.of(scope, reading.request(), values);
        return new Lookup(call, Template.fillSelector(reading.selector(), values), reading.absentOn());
    }
}
