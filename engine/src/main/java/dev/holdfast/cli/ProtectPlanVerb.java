package dev.holdfast.cli;

import dev.holdfast.change.Plan;
import dev.holdfast.change.PlanFile;
import dev.holdfast.change.Planner;
import dev.holdfast.content.Check;
import dev.holdfast.model.Finding;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.PlanView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plans fixes. */
@Command(
        name = "plan",
        description = {
            "Plan the fixes of what fails: found and wanted values, permissions, undo. Changes nothing.",
            "",
            "AWS is read anew: what is as wanted by now gives no step. With --push the steps tell Security Hub what was",
            "found; undoing them archives it there."
        },
        footer = {
            "",
            "Example:",
            "  holdfast protect plan --fix all --out plan.json",
            "  holdfast protect plan --push securityhub --out plan.json",
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

    @Option(names = "--out", paramLabel = "FILE", description = "Write the plan to this file.")
    @Nullable
    Path out;

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
        if (fix.isEmpty() == (push == null)) {
            throw Stop.usage("say either `--fix` or `--push`", "For example `--fix all` or `--push securityhub`");
        }
        if (push != null && !push.equals("securityhub")) {
            throw Stop.usage("`--push " + push + "` is not known", "Known: securityhub");
        }
        List<Check> all = Library.checks(content());
        Path file = Snapshots.of(home()).find(snapshot, here());
        Verdicts.Judged judged = judged(all, file);
        try (ChangeDesk desk =
                new ChangeDesk(connection, config(), home(), content(), here(), "deploy", screen()::progress)) {
            Planner.Terms terms = desk.terms(approvals, overrideOwner);
            Plan plan = push == null
                    ? desk.planner().fixes(judged.findings(), terms)
                    : SecurityHubPush.plan(desk.planner(), terms, judged, file, config(), here());
            if (out != null) {
                PlanFile.write(here().folder().resolve(out), plan);
            }
            if (json()) {
                screen().line(Json.pretty(PlanFile.json(plan)));
            } else {
                String name = out == null ? "plan.json" : out.toString();
                screen().lines(new PlanView(screen().style(), Snapshots.accountNames(file))
                        .lines(PlanFile.json(plan), name));
                if (out == null && !plan.steps().isEmpty()) {
                    screen().note("Nothing was kept: add `--out plan.json` to approve and apply it.");
                }
            }
            return plan.problems().isEmpty() ? Exit.FINE : Exit.PARTIAL;
        }
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
