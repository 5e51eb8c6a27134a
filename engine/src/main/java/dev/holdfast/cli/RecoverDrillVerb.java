package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.change.Plan;
import dev.holdfast.change.RunReport;
import dev.holdfast.change.Start;
import dev.holdfast.change.Wish;
import dev.holdfast.content.Runbook;
import dev.holdfast.ledger.DrillRecord;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.BackupStanding;
import dev.holdfast.model.Gap;
import dev.holdfast.model.Region;
import dev.holdfast.model.RestorePoint;
import dev.holdfast.model.Scope;
import dev.holdfast.recovery.Estate;
import dev.holdfast.recovery.Standings;
import dev.holdfast.report.DrillStory;
import dev.holdfast.report.data.DrillJson;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.DrillView;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restores for real, beside the original, and proves that nothing was left. */
@Command(
        name = "drill",
        description = {
            "Restore for real beside the original, validate, clean up, and prove by looking again that nothing was left.",
            "",
            "WHAT is ebs, ec2, rds, aurora, dynamodb, s3, backup (a point of AWS Backup, restored by it) or all; or a"
                    + " document of `recover drills` with --account and --param. Of several resources the one whose last"
                    + " drill is oldest is taken; one that holds nothing proves nothing, and the next is taken.",
            "",
            "A time counts only on AWS itself: what an emulated AWS needs is never shown as a time to restore."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast recover drill all --json",
            "  holdfast recover drill rds --resource arn:aws:rds:eu-west-1:111111111111:db:shop-orders",
            "  holdfast recover drill rds-snapshot-restore --account 111111111111 --region eu-west-1 \\",
            "      --param DBInstanceIdentifier=shop-orders"
        })
final class RecoverDrillVerb extends ChangeVerbs.OnRun {
    @Parameters(paramLabel = "WHAT")
    String id = "";

    @Option(names = "--account", paramLabel = "ID", description = "Only resources of this account.")
    @Nullable
    String account;

    @Option(names = "--region", paramLabel = "REGION", description = "Only resources of this region.")
    @Nullable
    String region;

    @Option(names = "--point-in-time", description = "From continuous backups, to the latest moment they reach.")
    boolean inTime;

    @Option(names = "--resource", paramLabel = "ARN", description = "Practise on this one.")
    @Nullable
    String resource;

    @Option(
            names = "--snapshot",
            paramLabel = "NAME",
            description = "Snapshot to choose from, by name or file (default: the newest).")
    @Nullable
    String snapshot;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A parameter of the drill, such as a probe. Repeatable.")
    Map<String, String> parameters = new LinkedHashMap<>();

    private static final String NOTHING = "nothing came back that could be compared, so nothing is proven";

    /** So many resources of a kind are tried until one holds something. */
    private static final int TRIES = 5;

    /** What a drill is made on, or why none is made. */
    private record Chosen(
            DrillKind kind,
            @Nullable BackupStanding standing,
            @Nullable RestorePoint point,
            String why,
            boolean failed) {}

    @Override
    public Integer call() {
        List<DrillStory> drills = new ArrayList<>();
        try (ChangeDesk desk = desk();
                Look look = new Look(this, desk.reading())) {
            if (id.equals("all") || DrillKind.of(id).isPresent()) {
                Set<DrillKind> done = EnumSet.noneOf(DrillKind.class);
                for (Chosen chosen : chosen()) {
                    if (done.contains(chosen.kind())) {
                        continue;
                    }
                    DrillStory story = drill(chosen, desk, look);
                    drills.add(story);
                    if (story.outcome() != DrillStory.Outcome.SKIPPED) {
                        done.add(chosen.kind());
                    }
                }
            } else {
                drills.add(document(desk, look));
            }
            if (json()) {
                screen().line(Json.pretty(DrillJson.of(drills)));
            } else {
                drills.forEach(d -> screen().lines(new DrillView(screen().style()).lines(d)));
            }
        }
        boolean all = drills.stream().allMatch(d -> d.outcome() != DrillStory.Outcome.FAILED);
        boolean any = drills.stream().anyMatch(d -> d.outcome() == DrillStory.Outcome.PASSED);
        return all && any ? Exit.FINE : Exit.FAILED;
    }

    private List<Chosen> chosen() {
        Path file = Snapshots.of(home()).find(snapshot, here());
        Verdicts.Open open = Verdicts.opened(file, home(), config(), content(), here(), null);
        try (var closing = open.snapshot()) {
            Estate estate = Standings.of(closing, open.at(), RecoverStatusVerb.drills(Verdicts.facts(home())));
            List<DrillKind> kinds = id.equals("all")
                    ? DrillKind.all()
                    : DrillKind.of(id).stream().toList();
            return kinds.stream().flatMap(kind -> chosen(kind, estate).stream()).toList();
        }
    }

    /** The first that can be restored, and some to turn to where it turns out to hold nothing. */
    private List<Chosen> chosen(DrillKind kind, Estate estate) {
        List<BackupStanding> candidates = estate.standings().stream()
                .filter(kind::fits)
                .filter(s -> account == null || account.equals(s.account()))
                .filter(s -> region == null || region.equals(s.region()))
                .filter(s -> resource == null || resource.equals(s.arn()))
                .filter(s -> kind != DrillKind.BACKUP
                        || s.points().stream().anyMatch(p -> p.kind().equals("vault-point")))
                .sorted(Comparator.comparing((BackupStanding s) -> s.lastDrill() == null
                                ? Instant.EPOCH
                                : s.lastDrill().at())
                        .thenComparingLong(s -> s.rpoObjective() == null ? Long.MAX_VALUE : s.rpoObjective())
                        .thenComparing(BackupStanding::arn))
                .toList();
        List<Chosen> able = candidates.stream()
                .flatMap(s -> kind.point(s, inTime).map(p -> new Chosen(kind, s, p, "", false)).stream())
                .limit(TRIES)
                .toList();
        if (!able.isEmpty()) {
            return able;
        }
        return List.of(
                candidates.isEmpty()
                        ? new Chosen(kind, null, null, "there is nothing of this kind", false)
                        : new Chosen(
                                kind,
                                candidates.getFirst(),
                                null,
                                "none of " + candidates.size() + " has a point that a drill can start from",
                                true));
    }

    private DrillStory drill(Chosen chosen, ChangeDesk desk, Look look) {
        BackupStanding standing = chosen.standing();
        RestorePoint point = chosen.point();
        if (standing == null || point == null) {
            return DrillStory.none(
                    chosen.kind().word(),
                    chosen.failed() ? DrillStory.Outcome.FAILED : DrillStory.Outcome.SKIPPED,
                    standing == null ? "" : standing.arn(),
                    chosen.why(),
                    Connection.environment(here()));
        }
        ObjectNode given = DrillKind.parameters(standing.name(), point);
        String document = chosen.kind().document(point);
        Runbook runbook = desk.documents().get(document);
        parameters.forEach((name, value) -> {
            if (runbook != null && runbook.parameters().containsKey(name)) {
                given.put(name, value);
            }
        });
        if (runbook != null
                && runbook.parameters().containsKey("Probe")
                && new DrillProbes(this).of(standing.arn()).isPresent()) {
            given.put("Probe", "yes");
        }
        Scope scope = new Scope(new AccountId(standing.account()), new Region(standing.region()));
        return run(
                chosen.kind().word(),
                document,
                given,
                scope,
                standing.arn(),
                point,
                chosen.kind().tables(),
                desk,
                look);
    }

    private DrillStory document(ChangeDesk desk, Look look) {
        Runbook runbook = Documents.find(content(), RecoverVerb.FOLDER, id);
        if (account == null) {
            throw Stop.usage("say in which account", "Add --account ID");
        }
        ObjectNode given = JSON.createObjectNode();
        parameters.forEach(given::put);
        Region where = region == null ? config().homeRegion() : new Region(region);
        String subject = resource != null
                ? resource
                : parameters.isEmpty()
                        ? account
                        : parameters.values().iterator().next();
        DrillKind kind = DrillKind.ofDocument(runbook.id()).orElse(null);
        return run(
                kind == null ? "recover" : kind.word(),
                runbook.id(),
                given,
                new Scope(new AccountId(account), where),
                subject,
                null,
                // An undelete is a recovery: what it brings back stays.
                kind == null || runbook.id().endsWith("s3-undelete") ? Set.of() : kind.tables(),
                desk,
                look);
    }

    private DrillStory run(
            String kind,
            String document,
            ObjectNode given,
            Scope scope,
            String subject,
            @Nullable RestorePoint point,
            Set<String> tables,
            ChangeDesk desk,
            Look look) {
        if (given.path("Probe").asText().equals("yes")
                && new DrillProbes(this).of(subject).isEmpty()) {
            throw Stop.usage(
                    "no probe of holdfast.yaml fits " + subject,
                    "Name one under backup.probes, or leave --param Probe=yes out");
        }
        Wish wish = new Wish(document, given, scope, subject);
        Plan plan = desk.planner().documents("drill", List.of(wish), desk.terms(0, false));
        List<Gap> gaps = new ArrayList<>();
        Path before = tables.isEmpty() ? null : look.at(scope, tables, plan.id() + "-before", gaps);
        DrillProbes.Answered answered = new DrillProbes(this)
                .answered(
                        desk.engine()
                                .start(
                                        plan,
                                        desk.documents(),
                                        Start.by(desk.reading().principal(), Connection.environment(here()))),
                        desk);
        RunReport report = answered.report();
        List<String> residue = new ArrayList<>(report.residue());
        if (before != null) {
            Path after = look.at(scope, tables, plan.id() + "-after", gaps);
            Set<String> ended = look.ended(after);
            look.residue(before, after, tables).stream()
                    .filter(r -> ended.stream().noneMatch(r::endsWith))
                    .forEach(residue::add);
        }
        DrillStory.Outcome outcome = RestoreDrills.outcome(report, residue);
        desk.ledger()
                .drill(new DrillRecord(
                        report.run(),
                        document,
                        "restore",
                        subject,
                        outcome.name(),
                        Connection.environment(here()),
                        here().clock().instant(),
                        outcome == DrillStory.Outcome.PASSED ? report.metrics().get("rtoSeconds") : null));
        return DrillStory.of(
                RunStories.of(report, desk.ledger()),
                kind,
                outcome,
                subject,
                point,
                residue,
                before != null && gaps.isEmpty(),
                !answered.why().isEmpty()
                        ? answered.why()
                        : report.targets().stream()
                                .map(RunReport.Target::why)
                                .filter(w -> !w.isEmpty())
                                .findFirst()
                                .orElse(outcome == DrillStory.Outcome.SKIPPED ? NOTHING : ""),
                here().clock().instant());
    }
}
