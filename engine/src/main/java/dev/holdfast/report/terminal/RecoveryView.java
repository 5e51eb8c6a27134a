package dev.holdfast.report.terminal;

import dev.holdfast.model.BackupStanding;
import dev.holdfast.model.Gap;
import dev.holdfast.model.Outcome;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.terminal.TextTable.Cell;
import dev.holdfast.report.terminal.TextTable.Column;
import dev.holdfast.report.terminal.TextTable.Fit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What can be brought back, how far back, and what to do first. The weakest come first. */
public final class RecoveryView {
    private static final int MOST = 40;

    private final Style style;
    private final AccountNames names;

    /**
     * @param style how lines look
     * @param names what people call the accounts
     */
    public RecoveryView(Style style, AccountNames names) {
        this.style = style;
        this.names = names;
    }

    /**
     * @param standings the weakest first
     * @param notSeen listings that failed
     * @param all whether every resource is shown, however many there are
     */
    public List<String> lines(List<BackupStanding> standings, List<Gap> notSeen, boolean all) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold("What can be brought back"));
        if (standings.isEmpty()) {
            lines.add("  Nothing that holds data was found.");
        } else {
            lines.add("");
            TextTable table = new TextTable(
                    style,
                    List.of(
                            new Column("account", Fit.CUT_END),
                            new Column("what", Fit.CUT_MIDDLE),
                            new Column("type", Fit.WHOLE),
                            new Column("loss now", Fit.RIGHT),
                            new Column("may be", Fit.RIGHT),
                            new Column("locked", Fit.WHOLE),
                            new Column("elsewhere", Fit.WHOLE),
                            new Column("one person", Fit.WHOLE),
                            new Column("drill", Fit.WHOLE)));
            standings.stream().limit(all ? standings.size() : MOST).forEach(s -> table.row(row(s)));
            lines.addAll(table.lines(2));
            if (!all && standings.size() > MOST) {
                lines.add(
                        "  " + style.dim("and " + Phrases.number(standings.size() - MOST) + " more: --all shows them"));
            }
            lines.add("");
            lines.addAll(summary(standings));
        }
        for (Gap gap : notSeen) {
            lines.add("  "
                    + style.outcome(
                            Outcome.UNKNOWN,
                            "? " + style.safe(gap.operation()) + " failed in " + names.label(gap.account()) + ", "
                                    + gap.region() + ": what lies there is not in this list"));
        }
        lines.add("");
        lines.addAll(first(standings));
        return lines;
    }

    private List<Cell> row(BackupStanding s) {
        boolean vault = s.type().equals("backup-vault");
        return List.of(
                Cell.of(names.label(s.account())),
                Cell.of(s.name()),
                Cell.of(s.type()),
                loss(s),
                Cell.of(
                        vault || s.rpoObjective() == null
                                ? ""
                                : Phrases.duration(Duration.ofSeconds(s.rpoObjective()))),
                yes(s.locked()),
                vault ? Cell.of("") : elsewhere(s),
                vault || s.newest() == null ? Cell.of("") : alone(s.soleDeleter()),
                vault ? Cell.of("") : drill(s.lastDrill()));
    }

    private Cell loss(BackupStanding s) {
        if (s.isProtected() == null) {
            return new Cell("?", t -> style.outcome(Outcome.UNKNOWN, t));
        }
        if (s.newestAt() == null) {
            return s.type().equals("backup-vault")
                    ? Cell.of("empty")
                    : new Cell("everything", t -> style.outcome(Outcome.FAIL, t));
        }
        long seconds = s.rpoSeconds() == null ? 0 : s.rpoSeconds();
        String text = seconds == 0 ? "nothing" : Phrases.duration(Duration.ofSeconds(seconds));
        Outcome outcome = Boolean.FALSE.equals(s.meetsRpo()) ? Outcome.FAIL : Outcome.PASS;
        return new Cell(text, t -> style.outcome(outcome, t));
    }

    private Cell yes(@Nullable Boolean is) {
        return is == null
                ? new Cell("?", t -> style.outcome(Outcome.UNKNOWN, t))
                : is ? new Cell("yes", t -> style.outcome(Outcome.PASS, t)) : Cell.of("no");
    }

    private Cell elsewhere(BackupStanding s) {
        List<String> words = new ArrayList<>();
        if (Boolean.TRUE.equals(s.otherAccount())) {
            words.add("account");
        }
        if (Boolean.TRUE.equals(s.otherRegion())) {
            words.add("region");
        }
        if (Boolean.TRUE.equals(s.independentKey())) {
            words.add("own key");
        }
        if (!words.isEmpty()) {
            return new Cell(String.join(", ", words), t -> style.outcome(Outcome.PASS, t));
        }
        boolean unknown = s.otherAccount() == null || s.otherRegion() == null;
        return unknown ? new Cell("?", t -> style.outcome(Outcome.UNKNOWN, t)) : Cell.of("no");
    }

    private Cell alone(@Nullable Boolean sole) {
        return sole == null
                ? new Cell("?", t -> style.outcome(Outcome.UNKNOWN, t))
                : sole
                        ? new Cell("can delete all", t -> style.outcome(Outcome.FAIL, t))
                        : new Cell("cannot", t -> style.outcome(Outcome.PASS, t));
    }

    private Cell drill(BackupStanding.@Nullable Drill drill) {
        if (drill == null) {
            return new Cell("never", style::dim);
        }
        String where = drill.environment().equals("aws") ? "" : ", " + drill.environment();
        return new Cell(
                drill.outcome() + where,
                t -> style.outcome(
                        switch (drill.outcome()) {
                            case "passed" -> Outcome.PASS;
                            case "skipped" -> Outcome.NOT_APPLICABLE;
                            default -> Outcome.FAIL;
                        },
                        t));
    }

    private List<String> summary(List<BackupStanding> all) {
        List<BackupStanding> data =
                all.stream().filter(s -> !s.type().equals("backup-vault")).toList();
        List<String> lines = new ArrayList<>();
        lines.add("  " + share(data, "can be restored from some point", BackupStanding::isProtected));
        lines.add("  " + share(data, "have a copy that refuses deletion", BackupStanding::locked));
        lines.add("  " + share(data, "have a copy in another account", BackupStanding::otherAccount));
        lines.add("  "
                + share(
                        data,
                        "have copies that no single administrator can delete",
                        s -> s.soleDeleter() == null ? null : (Boolean) !s.soleDeleter()));
        lines.add("  " + share(data, "were restored in a drill", BackupStanding::proven));
        return lines;
    }

    private String share(List<BackupStanding> all, String what, Function<BackupStanding, @Nullable Boolean> is) {
        long yes = all.stream().filter(s -> Boolean.TRUE.equals(is.apply(s))).count();
        long unknown = all.stream().filter(s -> is.apply(s) == null).count();
        int percent = all.isEmpty() ? 0 : (int) (100 * yes / all.size());
        return style.bar(percent, 16) + " " + DisplayText.padLeft(yes + " of " + all.size(), 10) + " " + what
                + (unknown == 0 ? "" : "  " + style.outcome(Outcome.UNKNOWN, "? " + unknown + " unknown"));
    }

    /** What to do first: the one thing that helps most. */
    private List<String> first(List<BackupStanding> standings) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold("What to do first"));
        BackupStanding weakest = standings.stream()
                .filter(s -> !s.type().equals("backup-vault"))
                .findFirst()
                .orElse(null);
        if (weakest == null) {
            lines.add("  Nothing: there is no data to lose.");
            return lines;
        }
        String name = style.safe(weakest.name()) + " in " + style.safe(names.label(weakest.account()));
        if (Boolean.FALSE.equals(weakest.isProtected())) {
            lines.add("  Back up " + name + ": there is no point to restore it from.");
            lines.add("  " + style.accent("holdfast protect plan --deploy --out plan.json")
                    + style.dim("  with backup.plans in holdfast.yaml"));
        } else if (weakest.isProtected() == null) {
            lines.add("  Let " + name + " be read: "
                    + style.safe(weakest.unknown().getFirst()));
            lines.add("  " + style.accent("holdfast doctor"));
        } else if (Boolean.FALSE.equals(weakest.meetsRpo())) {
            lines.add("  Back up " + name + " more often: its newest point is older than the loss you can bear.");
        } else if (Boolean.TRUE.equals(weakest.soleDeleter())) {
            String who = weakest.soleDeleters().isEmpty()
                    ? "one administrator"
                    : Phrases.resource(weakest.soleDeleters().getFirst());
            lines.add("  Copy " + name + " to a locked vault in another account: " + style.safe(who)
                    + " alone can delete all its copies.");
        } else if (standings.stream().anyMatch(s -> s.lastDrill() == null)) {
            lines.add("  Prove that a restore works:");
            lines.add("  " + style.accent("holdfast recover drill all"));
        } else {
            lines.add("  Nothing: everything is protected, and restores were proven.");
        }
        return lines;
    }
}
