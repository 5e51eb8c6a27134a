package dev.holdfast.cli;

import dev.holdfast.change.Plan;
import dev.holdfast.change.PlanFile;
import dev.holdfast.change.Planner;
import dev.holdfast.change.Wish;
import dev.holdfast.content.Baseline;
import dev.holdfast.content.Check;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableReader;
import dev.holdfast.lake.EventLake;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import dev.holdfast.posture.Deployments;
import dev.holdfast.posture.LeftAlone;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.PlanView;
import dev.holdfast.template.Templates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plans deployments and fixes. */
@Command(
        name = "plan",
        description = {
            "Plan what to deploy and what to fix: found and wanted values, permissions, undo. Changes nothing.",
            "",
            "AWS is read anew: what is as wanted by now gives no step. With --push the steps tell Security Hub what was",
            "found; undoing them archives it there."
        },
        footer = {
            "",
            "Example:",
            "  holdfast protect plan --deploy --fix all --out plan.json",
            "  holdfast protect plan --deploy --section account-defaults --out plan.json",
            "  holdfast protect plan --push securityhub --out plan.json",
            "  holdfast protect plan --deploy --emit cfn --out templates",
            "  holdfast protect approve plan.json --by anna && holdfast protect apply plan.json"
        })
final class ProtectPlanVerb extends Verb {
    @Mixin
    Connection connection = new Connection();

    @Option(
            names = "--fix",
            split = ",",
            paramLabel = "CHECK",
            description = "Fix what these checks found; `all` for every check with a fix.")
    List<String> fix = new ArrayList<>();

    @Option(
            names = "--deploy",
            description = "Deploy what holdfast.yaml wants and is not there, in waves, the organization first.")
    boolean deploy;

    @Option(
            names = "--section",
            split = ",",
            paramLabel = "SECTION",
            description = "With --deploy: only these sections of holdfast.yaml, such as `account-defaults`.")
    List<String> sections = new ArrayList<>();

    @Option(
            names = "--push",
            paramLabel = "PLACE",
            description = "Instead of fixing, tell the verdicts to `securityhub`, in each account and region.")
    @Nullable
    String push;

    @Option(names = "--snapshot", paramLabel = "NAME", description = "Snapshot by name or file (default: the newest).")
    @Nullable
    String snapshot;

    @Option(names = "--accounts", split = ",", paramLabel = "ID", description = "Only in these accounts.")
    List<String> accounts = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the plan to this file; with --emit, the templates to this folder.")
    @Nullable
    Path out;

    @Option(
            names = "--emit",
            paramLabel = "FORMAT",
            description =
                    "With --deploy: write networks, firewalls and Client VPN as `cfn` or `terraform` instead of a plan.")
    @Nullable
    String emit;

    @Option(names = "--approvals", paramLabel = "N", description = "How many people must approve (default: 1).")
    int approvals = 1;

    @Option(
            names = "--override-owner",
            description = "Also change what CloudFormation or Terraform owns, instead of proposing it.")
    boolean overrideOwner;

    @Mixin
    Trust.Options trust = new Trust.Options();

    @Override
    public Integer call() {
        if (approvals < 1 || approvals > 2) {
            throw Stop.usage("`--approvals " + approvals + "` is not possible", "One or two people approve");
        }
        boolean changes = deploy || !fix.isEmpty();
        if (changes == (push != null)) {
            throw Stop.usage(
                    "say what to plan: `--deploy`, `--fix` or both, or else `--push`",
                    "For example `--deploy`, `--fix all` or `--push securityhub`");
        }
        if (deploy && config().file() == null) {
            throw Stop.usage(
                    "there is no `holdfast.yaml`, and nothing is deployed that no file asks for",
                    "Write one with `holdfast init`, or name one with --config");
        }
        if (push != null && !push.equals("securityhub")) {
            throw Stop.usage("`--push " + push + "` is not known", "Known: securityhub");
        }
        Optional<Templates.Format> format = EmittedTemplates.format(emit, deploy, fix, out);
        List<Check> all = Library.checks(content());
        Path file = Snapshots.of(home()).find(snapshot, here());
        Verdicts.Judged judged = judged(all, file);
        try (ChangeDesk desk =
                new ChangeDesk(connection, config(), home(), content(), here(), "deploy", screen()::progress)) {
            Planner.Terms terms = desk.terms(approvals, overrideOwner);
            if (format.isPresent() && out != null) {
                return EmittedTemplates.write(
                        this,
                        format.get(),
                        planned(desk, all, judged, file, terms),
                        desk,
                        here().folder().resolve(out));
            }
            Plan plan = push == null
                    ? PolicyPreview.of(
                            planned(desk, all, judged, file, terms),
                            desk.documents(),
                            file,
                            new EventLake(home().sub("lake")))
                    : SecurityHubPush.plan(desk.planner(), terms, judged, file, config(), here());
            if (out != null) {
                PlanFile.write(here().folder().resolve(out), plan);
            }
            if (json()) {
                screen().line(Json.pretty(PlanFile.json(plan)));
            } else {
                String name = out == null ? "plan.json" : out.toString();
                screen().lines(new PlanView(screen().style(), Snapshots.accountNames(file))
                        .lines(PlanFile.shown(plan, PlanView.MOST_SHOWN), name));
                if (out == null && !plan.steps().isEmpty()) {
                    screen().note("Nothing was kept: add `--out plan.json` to approve and apply it.");
                }
            }
            return plan.problems().isEmpty() ? Exit.FINE : Exit.PARTIAL;
        }
    }

    private Plan planned(ChangeDesk desk, List<Check> checks, Verdicts.Judged judged, Path file, Planner.Terms terms) {
        List<TableDefinition> tables = Library.whole(content(), TableReader::read);
        try (Snapshot places = Workspace.over(file).lock(QueryLimits.USUAL)) {
            LeftAlone alone = new LeftAlone(config().document().path("leave-alone"), places, tables, checks);
            List<Plan.Problem> left = new ArrayList<>();
            List<Finding> findings = new ArrayList<>();
            Map<String, Set<String>> tags = new HashMap<>();
            for (Finding finding : judged.findings()) {
                Optional<String> why = finding.outcome() == Outcome.FAIL
                        ? alone.why(finding.account(), finding.region(), finding.rule(), finding.resource())
                        : Optional.empty();
                why.ifPresentOrElse(
                        reason -> left.add(new Plan.Problem(finding.resource(), String.valueOf(finding.fix()), reason)),
                        () -> findings.add(finding));
                if (finding.outcome() == Outcome.FAIL && finding.fix() != null) {
                    tags.computeIfAbsent(finding.account() + " " + finding.resource(), k -> new HashSet<>())
                            .addAll(alone.tagsOf(finding.account(), finding.rule(), finding.resource()));
                }
            }
            Planner.Terms knowing =
                    terms.knowing((account, resource) -> tags.getOrDefault(account + " " + resource, Set.of()));
            if (!deploy) {
                return desk.planner().fixes(findings, knowing.leaving(left));
            }
            return deployment(desk, alone, findings, left, file, knowing);
        }
    }

    private Plan deployment(
            ChangeDesk desk,
            LeftAlone alone,
            List<Finding> findings,
            List<Plan.Problem> left,
            Path file,
            Planner.Terms terms) {
        Deployments.Found found = Verdicts.deployments(
                desk.documents().values().stream().filter(this::asked).toList(),
                file,
                home(),
                config(),
                content(),
                here());
        List<Wish> wishes = new ArrayList<>();
        List<Plan.Problem> gaps = new ArrayList<>();
        Map<Scope, Scope> places = new HashMap<>();
        found.gaps().forEach(gap -> gaps.add(new Plan.Problem("", gap.document(), gap.why())));
        for (Deployments.Deployment one : found.deployments()) {
            Optional<String> why = alone.why(one.account(), one.region(), "", one.resource());
            if (!accounts.isEmpty() && !accounts.contains(one.account())) {
                continue;
            } else if (why.isPresent()) {
                left.add(new Plan.Problem(one.resource(), one.document(), why.get()));
                continue;
            }
            try {
                Scope scope = places.computeIfAbsent(
                        new Scope(new AccountId(one.account()), new Region(one.region())), given -> given);
                wishes.add(new Wish(one.document(), one.parameters(), scope, one.resource()));
            } catch (IllegalArgumentException e) {
                gaps.add(new Plan.Problem(one.resource(), one.document(), String.valueOf(e.getMessage())));
            }
        }
        return desk.planner().deployment(wishes, gaps, findings, terms.leaving(left));
    }

    private boolean asked(Runbook document) {
        Baseline baseline = document.settings().baseline();
        return baseline != null
                && (sections.isEmpty() || sections.contains(baseline.section()))
                && (emit == null || Templates.knows(document.id()));
    }

    private Verdicts.Judged judged(List<Check> all, Path file) {
        boolean every = fix.contains("all") || push != null;
        for (String id : fix) {
            Check check = all.stream().filter(c -> c.id().equals(id)).findAny().orElse(null);
            if (!id.equals("all") && (check == null || check.fix() == null)) {
                throw Stop.usage(
                        check == null ? "there is no check `" + id + "`" : "the check `" + id + "` has no fix",
                        "See `holdfast content docs checks`");
            }
        }
        Verdicts.Judged judged = Verdicts.judge(
                all,
                c -> (push != null || c.fix() != null) && (every || fix.contains(c.id())),
                content(),
                file,
                Verdicts.facts(home()),
                config(),
                here(),
                Trust.of(this, trust, null),
                null,
                screen()::progress);
        List<Finding> here = judged.findings().stream()
                .filter(f -> accounts.isEmpty() || accounts.contains(f.account()))
                .toList();
        Trust.warn(this, judged.uses());
        return new Verdicts.Judged(here, judged.at(), judged.uses());
    }
}
