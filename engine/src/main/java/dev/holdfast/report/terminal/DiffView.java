package dev.holdfast.report.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.FindingsDiff;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.SnapshotChanges;
import dev.holdfast.report.terminal.TextTable.Cell;
import dev.holdfast.report.terminal.TextTable.Column;
import dev.holdfast.report.terminal.TextTable.Fit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What changed between two runs, for a person: first the failures, then the resources. */
public final class DiffView {
    private static final int LONGEST_VALUE = 60;

    private final Style style;
    private final AccountNames names;

    /**
     * @param style how lines look
     * @param names what people call the accounts
     */
    public DiffView(Style style, AccountNames names) {
        this.style = style;
        this.names = names;
    }

    /** Failures and resources. */
    public List<String> lines(SnapshotChanges changes, FindingsDiff findings) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold("Changes") + "  " + style.safe(changes.before()) + " " + style.arrow() + " "
                + style.safe(changes.after()));
        lines.addAll(failures(findings, 20));
        lines.add("");
        lines.add(style.bold("Resources"));
        if (changes.counts().isEmpty()) {
            lines.add("  Nothing that was read differs.");
            return lines;
        }
        lines.addAll(counts(changes));
        String table = "";
        for (SnapshotChanges.Resource resource : changes.resources()) {
            if (!resource.table().equals(table)) {
                table = resource.table();
                lines.add("");
                lines.add("  " + style.bold(style.safe(table)));
            }
            lines.addAll(resource(resource));
        }
        if (changes.cut() > 0) {
            lines.add(style.dim("  and " + Phrases.number(changes.cut()) + " more: add --json or --limit"));
        }
        return lines;
    }

    /** What became of the failures; {@code limit} at most in each part. */
    public List<String> failures(FindingsDiff diff, int limit) {
        List<String> lines = new ArrayList<>();
        lines.add("  "
                + style.outcome(Outcome.FAIL, Phrases.number(diff.opened().size()) + " opened") + "   "
                + style.outcome(Outcome.PASS, Phrases.number(diff.closed().size()) + " closed") + "   "
                + (diff.unsure().isEmpty()
                        ? ""
                        : style.outcome(
                                        Outcome.UNKNOWN,
                                        "? " + Phrases.number(diff.unsure().size()) + " cannot be told")
                                + "   ")
                + style.dim(Phrases.number(diff.changed().size()) + " changed otherwise"));
        part(lines, "Opened", diff.opened(), limit);
        part(lines, "Closed", diff.closed(), limit);
        part(lines, "Failed before, cannot be told now", diff.unsure(), limit);
        return lines;
    }

    private void part(List<String> lines, String title, List<FindingsDiff.Entry> entries, int limit) {
        if (entries.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("  " + title);
        TextTable table = new TextTable(
                style,
                List.of(
                        new Column("", Fit.WHOLE),
                        new Column("", Fit.CUT_END),
                        new Column("", Fit.CUT_MIDDLE),
                        new Column("", Fit.CUT_MIDDLE),
                        new Column("", Fit.WHOLE)));
        entries.stream().limit(limit).forEach(entry -> {
            Finding one = entry.either();
            table.row(List.of(
                    new Cell(
                            style.severityShape(one.severity()) + " "
                                    + one.severity().word(),
                            text -> style.severity(one.severity(), text)),
                    Cell.of(one.title()),
                    Cell.of(Phrases.resource(one.resource())),
                    Cell.of(names.label(one.account())),
                    new Cell(one.region(), style::dim)));
        });
        lines.addAll(table.lines(4));
        if (entries.size() > limit) {
            lines.add(style.dim("    and " + Phrases.number(entries.size() - limit) + " more"));
        }
    }

    private List<String> counts(SnapshotChanges changes) {
        TextTable table = new TextTable(
                style,
                List.of(
                        new Column("table", Fit.WHOLE),
                        new Column("added", Fit.RIGHT),
                        new Column("removed", Fit.RIGHT),
                        new Column("changed", Fit.RIGHT),
                        new Column("not compared", Fit.RIGHT)));
        for (Map.Entry<String, SnapshotChanges.Count> entry : changes.counts().entrySet()) {
            SnapshotChanges.Count count = entry.getValue();
            table.row(List.of(
                    Cell.of(entry.getKey()),
                    Cell.of(Phrases.number(count.added())),
                    Cell.of(Phrases.number(count.removed())),
                    Cell.of(Phrases.number(count.altered())),
                    Cell.of(Phrases.number(count.apart()))));
        }
        return table.lines(2);
    }

    private List<String> resource(SnapshotChanges.Resource resource) {
        List<String> lines = new ArrayList<>();
        String mark = switch (resource.kind()) {
            case "added" -> style.outcome(Outcome.PASS, "+");
            case "removed" -> style.outcome(Outcome.FAIL, "-");
            default -> style.accent("~");
        };
        lines.add("  " + mark + " " + DisplayText.cutMiddle(style.safe(resource.id()), style.width() - 40, "…") + "  "
                + style.dim(style.safe(names.label(resource.account()) + " " + resource.region())));
        for (SnapshotChanges.Attribute attribute : resource.changes()) {
            lines.add("      " + style.safe(attribute.name()) + ": " + value(attribute.before()) + " " + style.arrow()
                    + " " + value(attribute.after()));
        }
        return lines;
    }

    private String value(JsonNode value) {
        String text = value.isNull() ? "nothing" : value.isTextual() ? value.asText() : value.toString();
        return DisplayText.cutEnd(style.safe(text), LONGEST_VALUE, style.ellipsis());
    }
}
