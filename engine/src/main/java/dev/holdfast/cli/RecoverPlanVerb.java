package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.change.Plan;
import dev.holdfast.change.PlanFile;
import dev.holdfast.change.Wish;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableReader;
import dev.holdfast.lake.SnapshotPair;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Case;
import dev.holdfast.model.Region;
import dev.holdfast.model.RestorePoint;
import dev.holdfast.model.Scope;
import dev.holdfast.model.WayBack;
import dev.holdfast.recovery.Change;
import dev.holdfast.recovery.Incident;
import dev.holdfast.recovery.Standings;
import dev.holdfast.recovery.Ways;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.data.WayBackJson;
import dev.holdfast.report.terminal.WayBackView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plans the ordered way back to operations after an incident. */
@Command(
        name = "plan",
        description = {
            "The ordered way back to operations: keys, network, identity, data, compute, load balancing, DNS; each step after"
                    + " all that it needs, data from the newest point before the first bad event.",
            "",
            "CASE is a case of the queue, or the JSON of one in a file. Without one say --first-bad and --resources."
                    + " Calls nothing without --out: it reads the newest snapshot, and for settings the newest one from"
                    + " before the first bad event.",
            "",
            "With --out the restores among the steps become a plan to approve and apply. They bring back beside the original;"
                    + " `recover undo` takes them back. Ends with 3 when something cannot be brought back."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast recover plan case-0a1b2c3d4e5f --out way.json",
            "  holdfast recover approve way.json",
            "  holdfast recover apply way.json",
            "  holdfast recover plan --first-bad 2026-11-20T09:00:00Z --resources shop-orders,i-0a1b2c3d4e5f60718"
        })
final class RecoverPlanVerb extends ChangeVerbs.OnRun {
    @Parameters(paramLabel = "CASE", arity = "0..1")
    @Nullable
    String caseId;

    @Option(
            names = "--first-bad",
            paramLabel = "TIME",
            description = "When it began (default: the case's first event).")
    @Nullable
    Instant firstBad;

    @Option(
            names = "--resources",
            split = ",",
            paramLabel = "ARN",
            description = "What is affected, as ARNs, ids or names (default: what the case names).")
    List<String> resources = new ArrayList<>();

    @Option(names = "--account", paramLabel = "ID", description = "The account concerned, when no resource is named.")
    @Nullable
    String account;

    @Option(
            names = "--snapshot",
            paramLabel = "NAME",
            description = "How it is now, by name or file (default: the newest).")
    @Nullable
    String snapshot;

    @Option(
            names = "--before",
            paramLabel = "NAME",
            description = "How it was (default: the newest from before the first bad event).")
    @Nullable
    String before;

    @Option(
            names = "--approvals",
            paramLabel = "N",
            description = "How many people must approve the plan (default: 1).")
    int approvals = 1;

    @Option(names = "--out", paramLabel = "FILE", description = "Keep the restores as a plan to approve and apply.")
    @Nullable
    Path out;

    @Override
    public Integer call() {
        Incident incident = incident();
        Snapshots store = Snapshots.of(home());
        Path now = store.find(snapshot, here());
        Path was = before == null ? store.before(incident.firstBad(), now) : store.find(before, here());
        WayBack way = way(incident, now, was);
        Plan plan = null;
        if (out != null) {
            List<Wish> wishes = wishes(way);
            if (!wishes.isEmpty()) {
                try (ChangeDesk desk = desk()) {
                    plan = desk.planner().documents("recover", wishes, desk.terms(approvals, false));
                    PlanFile.write(here().folder().resolve(out), plan);
                }
            }
        }
        if (json()) {
            ObjectNode top = WayBackJson.of(way);
            top.set("plan", plan == null ? null : PlanFile.json(plan));
            screen().line(Json.pretty(top));
        } else {
            screen().lines(new WayBackView(screen().style(), Snapshots.accountNames(now)).lines(way));
            if (plan != null && out != null) {
                screen().note("Next: holdfast recover approve " + out + ", then holdfast recover apply " + out);
            } else if (out != null) {
                screen().note("Nothing was kept: no step is one that Holdfast carries out");
            }
        }
        return way.problems().isEmpty() ? Exit.FINE : Exit.PARTIAL;
    }

    private Incident incident() {
        Incident known = caseId == null ? null : Incident.of(known(caseId));
        if (known == null && firstBad == null) {
            throw Stop.usage("say which case, or when it began", "Add CASE, or --first-bad TIME --resources ARN,…");
        }
        Set<String> accounts = new LinkedHashSet<>(known == null ? Set.of() : known.accounts());
        if (account != null) {
            accounts.add(account);
        }
        Instant began = firstBad != null ? firstBad : known == null ? Instant.EPOCH : known.firstBad();
        return new Incident(
                known == null ? "none" : known.id(),
                known == null ? "What happened from " + began : known.title(),
                began,
                accounts,
                !resources.isEmpty() || known == null ? resources : known.resources());
    }

    private Case known(String word) {
        Path file = here().folder().resolve(word);
        if (Files.isRegularFile(file)) {
            try {
                return JSON.readValue(Files.readString(file), Case.class);
            } catch (IOException e) {
                throw Stop.usage(
                        "`" + word + "` is not a case: " + e.getMessage(), "See `holdfast triage show CASE --json`");
            }
        }
        try (Ledger ledger = home().ledger()) {
            return ledger.cases()
                    .find(word)
                    .orElseThrow(() -> Stop.usage("there is no case `" + word + "`", "See `holdfast triage list`"))
                    .facts();
        }
    }

    private WayBack way(Incident incident, Path now, @Nullable Path was) {
        var facts = RecoverStatusVerb.drills(Verdicts.facts(home()));
        Verdicts.Open open = Verdicts.opened(now, home(), config(), content(), here(), null);
        try (var closing = open.snapshot()) {
            Ways.Seen seen = new Ways.Seen(Snapshots.name(now), closing, Standings.of(closing, open.at(), facts));
            if (was == null) {
                return Ways.of(incident, seen, null, List.of());
            }
            Verdicts.Open older = Verdicts.opened(was, home(), config(), content(), here(), null);
            try (var closingOlder = older.snapshot()) {
                Ways.Seen before =
                        new Ways.Seen(Snapshots.name(was), closingOlder, Standings.of(closingOlder, older.at(), facts));
                return Ways.of(incident, seen, before, changes(was, now));
            }
        }
    }

    private List<Change> changes(Path was, Path now) {
        List<Change> out = new ArrayList<>();
        try (SnapshotPair pair = SnapshotPair.of(was, now)) {
            for (TableDefinition table : Library.whole(content(), TableReader::read)) {
                if (pair.both(table.name())) {
                    pair.differences(
                            DiffVerb.comparison(table),
                            d -> out.add(new Change(
                                    d.kind().name().toLowerCase(Locale.ROOT),
                                    d.table(),
                                    d.account(),
                                    d.id(),
                                    d.changes().stream()
                                            .map(c -> c.column() + ": now " + c.after() + ", was " + c.before())
                                            .toList())));
                }
            }
        }
        return out;
    }

    private static List<Wish> wishes(WayBack way) {
        List<Wish> wishes = new ArrayList<>();
        for (WayBack.Step step : way.steps()) {
            RestorePoint point = step.point();
            if (step.document().isEmpty() || point == null) {
                continue;
            }
            ObjectNode given = DrillKind.parameters(step.name(), point);
            if (step.document().startsWith("recoveries/")) {
                given.put("RecoveryToken", token(way.firstBad() + step.resource()));
            }
            if (step.document().endsWith("-time") && step.backTo() != null) {
                given.put("RestoreTime", step.backTo().toString());
            }
            Scope scope = new Scope(new AccountId(step.account()), new Region(step.region()));
            wishes.add(new Wish(step.document(), given, scope, step.resource()));
        }
        return wishes;
    }

    /** The same for the same thing and incident, so that planning again does not restore twice. */
    private static String token(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "r" + HexFormat.of().formatHex(digest).substring(0, 11);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
