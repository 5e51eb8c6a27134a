package dev.holdfast.report.terminal;

import dev.holdfast.model.Case;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.CaseStory;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.TimelineEntry;
import dev.holdfast.report.terminal.TextTable.Cell;
import dev.holdfast.report.terminal.TextTable.Column;
import dev.holdfast.report.terminal.TextTable.Fit;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The queue of cases, and one case with what happened in it. */
public final class CaseView {
    private final Style style;
    private final AccountNames names;

    /**
     * @param style how lines look
     * @param names what people call the accounts
     */
    public CaseView(Style style, AccountNames names) {
        this.style = style;
        this.names = names;
    }

    /** The queue: the highest score first. */
    public List<String> queue(Collection<Case> cases) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold("Cases"));
        if (cases.isEmpty()) {
            lines.add("  The queue is empty.");
            return lines;
        }
        TextTable table = new TextTable(
                style,
                List.of(
                        new Column("score", Fit.RIGHT),
                        new Column("severity", Fit.WHOLE),
                        new Column("case", Fit.WHOLE),
                        new Column("what", Fit.CUT_END),
                        new Column("account", Fit.CUT_MIDDLE),
                        new Column("state", Fit.WHOLE),
                        new Column("last event", Fit.WHOLE)));
        cases.stream()
                .sorted(Comparator.comparingInt(Case::score).reversed().thenComparing(Case::id))
                .forEach(item -> table.row(List.of(
                        Cell.of(Integer.toString(item.score())),
                        new Cell(
                                style.severityShape(item.severity()) + " "
                                        + item.severity().word(),
                                text -> style.severity(item.severity(), text)),
                        new Cell(item.id(), style::accent),
                        Cell.of(item.title()),
                        Cell.of(names.label(item.account())),
                        Cell.of(state(item)),
                        Cell.of(Phrases.minute(item.lastEvent())))));
        lines.addAll(table.lines(2));
        return lines;
    }

    /** One case: what it is, what to do, and its timeline by day. */
    public List<String> lines(CaseStory story) {
        Case subject = story.subject();
        List<String> lines = new ArrayList<>();
        lines.add(style.bold("Case " + style.safe(subject.id())) + "  " + style.severity(subject.severity())
                + "  score " + subject.score() + "  " + state(subject));
        lines.add("  " + style.safe(subject.title()));
        TextTable facts = new TextTable(style, List.of(new Column("", Fit.WHOLE), new Column("", Fit.CUT_MIDDLE)));
        fact(facts, "account", names.label(subject.account()) + " " + subject.account());
        fact(facts, "actor", subject.actor());
        fact(facts, "access key", subject.accessKey());
        fact(facts, "findings", Phrases.number(subject.findings().size()));
        fact(facts, "events", Phrases.second(subject.firstEvent()) + " to " + Phrases.second(subject.lastEvent()));
        lines.addAll(facts.lines(2));
        String respond = subject.respond();
        if (respond != null && subject.state() != Case.State.CLOSED && subject.state() != Case.State.CONTAINED) {
            lines.add("  " + style.arrow() + " "
                    + style.accent(style.safe("holdfast respond plan " + respond + " --case " + subject.id())));
        }
        if (!story.timeline().isEmpty()) {
            lines.add("");
            lines.addAll(timeline(story.timeline()));
        }
        return lines;
    }

    private void fact(TextTable facts, String name, String value) {
        if (!value.isBlank()) {
            facts.row(List.of(new Cell(name, style::dim), Cell.of(value)));
        }
    }

    List<String> timeline(List<TimelineEntry> entries) {
        List<String> lines = new ArrayList<>();
        LocalDate shown = LocalDate.MIN;
        int room = Math.max(20, style.width() - 28);
        for (TimelineEntry entry : entries) {
            LocalDate day = entry.time().atZone(ZoneOffset.UTC).toLocalDate();
            if (!day.equals(shown)) {
                lines.add("  " + style.dim(day.toString()));
                shown = day;
            }
            String who = entry.who().isEmpty() ? "" : " (" + entry.who() + ")";
            List<String> wrapped = DisplayText.wrap(style.safe(entry.what() + who), room);
            for (int index = 0; index < wrapped.size(); index++) {
                String lead = index > 0
                        ? " ".repeat(26)
                        : "  " + Phrases.clock(entry.time()) + "  " + style.timelineShape(entry.kind()) + " "
                                + style.dim(DisplayText.padRight(entry.kind().word(), 11));
                lines.add(lead + wrapped.get(index));
            }
        }
        return lines;
    }

    private static String state(Case subject) {
        return subject.state().name().toLowerCase(Locale.ROOT);
    }
}
