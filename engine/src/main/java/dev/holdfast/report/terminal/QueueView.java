package dev.holdfast.report.terminal;

import dev.holdfast.model.Case;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.CaseOpen;
import dev.holdfast.report.CaseSheet;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.terminal.TextTable.Cell;
import dev.holdfast.report.terminal.TextTable.Column;
import dev.holdfast.report.terminal.TextTable.Fit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The analyst's day: what to look at, what is in work, which days are signed. */
public final class QueueView {
    private final Style style;
    private final AccountNames names;

    /**
     * @param style how lines look
     * @param names what people call the accounts
     */
    public QueueView(Style style, AccountNames names) {
        this.style = style;
        this.names = names;
    }

    /**
     * A working day and whether it was signed.
     *
     * @param day the day
     * @param outcome PASS when signed in time, FAIL when it was not worked, UNKNOWN while there is time
     * @param words who signed and when, or what is missing
     */
    public record Day(LocalDate day, Outcome outcome, String words) {}

    /** Cases as a table, in the order given. */
    public List<String> table(Collection<CaseSheet> sheets) {
        TextTable table = new TextTable(
                style,
                List.of(
                        new Column("score", Fit.RIGHT),
                        new Column("severity", Fit.WHOLE),
                        new Column("case", Fit.WHOLE),
                        new Column("what", Fit.CUT_END),
                        new Column("account", Fit.CUT_MIDDLE),
                        new Column("stands", Fit.CUT_END),
                        new Column("clock", Fit.WHOLE)));
        sheets.forEach(sheet -> {
            Case item = sheet.subject();
            table.row(List.of(
                    Cell.of(Integer.toString(item.score())),
                    new Cell(
                            style.severityShape(item.severity()) + " "
                                    + item.severity().word(),
                            text -> style.severity(item.severity(), text)),
                    new Cell(item.id(), style::accent),
                    Cell.of(item.title()),
                    Cell.of(names.label(item.account())),
                    Cell.of(sheet.standing()),
                    new Cell(
                            sheet.clock(),
                            text -> sheet.overdue() ? style.severity(Severity.HIGH, text) : style.dim(text))));
        });
        return table.lines(2);
    }

    /**
     * The whole day.
     *
     * @param day the day it is about
     * @param unseen cases nobody has looked at, the most pressing first
     * @param work cases in work
     * @param days the working days of late, oldest first
     */
    public List<String> lines(LocalDate day, List<CaseSheet> unseen, List<CaseSheet> work, List<Day> days) {
        List<String> out = new ArrayList<>();
        long overdue = unseen.stream().filter(CaseSheet::overdue).count();
        out.add(style.bold("Queue of " + day) + "  " + unseen.size() + " to look at"
                + (overdue > 0 ? ", " + style.severity(Severity.HIGH, overdue + " overdue") : "") + ", " + work.size()
                + " in work");
        out.add("");
        if (!unseen.isEmpty()) {
            out.add(style.bold("To look at"));
            out.addAll(table(unseen));
            out.add("");
        }
        if (!work.isEmpty()) {
            out.add(style.bold("In work"));
            out.addAll(table(work));
            out.add("");
        }
        if (unseen.isEmpty() && work.isEmpty()) {
            out.add("  Nothing waits.");
            out.add("");
        }
        out.add(style.bold("Days"));
        TextTable table = new TextTable(
                style, List.of(new Column("", Fit.WHOLE), new Column("", Fit.WHOLE), new Column("", Fit.CUT_END)));
        days.forEach(d -> table.row(List.of(
                new Cell(
                        style.outcomeShape(d.outcome()) + " "
                                + d.day()
                                        .getDayOfWeek()
                                        .getDisplayName(java.time.format.TextStyle.SHORT, Locale.ENGLISH),
                        text -> style.outcome(d.outcome(), text)),
                Cell.of(d.day().toString()),
                Cell.of(d.words()))));
        out.addAll(days.isEmpty() ? List.of("  No working day is to be judged yet.") : table.lines(2));
        return out;
    }

    /** One case whole. */
    public List<String> sheet(CaseSheet sheet) {
        Case subject = sheet.subject();
        List<String> out = new ArrayList<>();
        out.add(style.bold("Case " + style.safe(subject.id())) + "  " + style.severity(subject.severity()) + "  score "
                + subject.score() + "  " + style.safe(sheet.standing()));
        out.add("  " + style.safe(subject.title()));
        out.add("");
        TextTable facts = new TextTable(style, List.of(new Column("", Fit.WHOLE), new Column("", Fit.CUT_MIDDLE)));
        fact(facts, "clock", sheet.clock());
        fact(facts, "account", label(subject.account()));
        fact(facts, "actor", subject.actor());
        fact(facts, "access key", subject.accessKey());
        fact(facts, "came from", addresses(subject));
        fact(facts, "ATT&CK", attack(subject));
        fact(facts, "events", Phrases.second(subject.firstEvent()) + " to " + Phrases.second(subject.lastEvent()));
        out.addAll(facts.lines(2));
        if (!sheet.terms().isEmpty()) {
            out.add("");
            out.add(style.bold("Score " + subject.score()) + style.dim("  of 100: the product of"));
            out.addAll(terms(sheet));
        }
        out.add("");
        out.add(style.bold("Found"));
        out.addAll(found(subject));
        if (!sheet.restorable().isEmpty()) {
            out.add("");
            out.add(style.bold("What can be restored"));
            sheet.restorable()
                    .forEach(one -> DisplayText.wrap(style.safe(one), Math.max(20, style.width() - 4))
                            .forEach(line -> out.add("  " + line)));
        }
        out.addAll(open(sheet.open()));
        String respond = subject.respond();
        if (respond != null && subject.state() != Case.State.CLOSED && subject.state() != Case.State.CONTAINED) {
            out.add("");
            out.add("  " + style.arrow() + " "
                    + style.accent(style.safe("holdfast respond plan " + respond + " --case " + subject.id())));
        }
        if (!sheet.timeline().isEmpty()) {
            out.add("");
            out.add(style.bold("Timeline"));
            out.addAll(new CaseView(style, names)
                    .timeline(sheet.timeline().stream()
                            .sorted(Comparator.comparing(dev.holdfast.report.TimelineEntry::time))
                            .toList()));
        }
        return out;
    }

    /** Who has a case and what is to be done; nothing where nothing of it is known. */
    public List<String> open(CaseOpen open) {
        List<String> out = new ArrayList<>();
        if (!open.todos().isEmpty() || !open.runs().isEmpty()) {
            out.add("");
            out.add(style.bold("To do"));
            TextTable table = new TextTable(
                    style,
                    List.of(
                            new Column("", Fit.RIGHT),
                            new Column("", Fit.WRAP),
                            new Column("", Fit.WHOLE),
                            new Column("", Fit.CUT_END)));
            open.todos()
                    .forEach(t -> table.row(List.of(
                            Cell.of(Long.toString(t.number())),
                            Cell.of(t.text()),
                            Cell.of(t.who()),
                            new Cell(t.standing(), text -> t.open() ? text : style.dim(text)))));
            out.addAll(open.todos().isEmpty() ? List.of() : table.lines(2));
            open.runs().forEach(run -> out.add("  " + style.safe(run)));
        }
        if (!open.handOvers().isEmpty()) {
            out.add("");
            out.add(style.bold("Handed over"));
            open.handOvers()
                    .forEach(one -> DisplayText.wrap(style.safe(one), Math.max(20, style.width() - 4))
                            .forEach(line -> out.add("  " + line)));
        }
        return out;
    }

    private String label(String account) {
        String name = names.label(account);
        return name.equals(account) ? account : name + " " + account;
    }

    private static void fact(TextTable facts, String name, String value) {
        if (!value.isBlank()) {
            facts.row(List.of(Cell.of(name), Cell.of(value)));
        }
    }

    private static String addresses(Case subject) {
        return String.join(
                ", ",
                subject.findings().stream()
                        .flatMap(f -> java.util.Optional.ofNullable(f.sighting()).stream())
                        .map(dev.holdfast.model.Sighting::sourceIp)
                        .filter(ip -> !ip.isEmpty())
                        .distinct()
                        .toList());
    }

    private static String attack(Case subject) {
        return String.join(
                ", ",
                subject.findings().stream()
                        .flatMap(f -> java.util.Optional.ofNullable(f.sighting()).stream())
                        .flatMap(s -> s.attack().stream())
                        .distinct()
                        .sorted()
                        .toList());
    }

    private List<String> terms(CaseSheet sheet) {
        TextTable table = new TextTable(
                style,
                List.of(
                        new Column("", Fit.WHOLE),
                        new Column("", Fit.WHOLE),
                        new Column("", Fit.RIGHT),
                        new Column("", Fit.WRAP)));
        sheet.terms().forEach(t -> {
            int full = (int) Math.round(t.value() * 10);
            String bar = (style.unicode() ? "\u2588" : "#").repeat(full)
                    + (style.unicode() ? "\u2591" : ".").repeat(10 - full);
            table.row(List.of(
                    Cell.of(t.name()),
                    new Cell(bar, style::accent),
                    Cell.of(String.format(Locale.ROOT, "%.2f", t.value())),
                    new Cell(t.why(), style::dim)));
        });
        return table.lines(2);
    }

    private List<String> found(Case subject) {
        TextTable table = new TextTable(
                style,
                List.of(
                        new Column("severity", Fit.WHOLE),
                        new Column("events", Fit.RIGHT),
                        new Column("rule", Fit.CUT_MIDDLE),
                        new Column("resource", Fit.CUT_MIDDLE)));
        subject.findings().stream()
                .sorted(Comparator.comparing(dev.holdfast.model.Finding::severity)
                        .reversed())
                .forEach(f -> table.row(List.of(
                        new Cell(
                                style.severityShape(f.severity()) + " "
                                        + f.severity().word(),
                                text -> style.severity(f.severity(), text)),
                        Cell.of(
                                f.sighting() == null
                                        ? ""
                                        : Long.toString(f.sighting().count())),
                        Cell.of(f.rule()),
                        Cell.of(f.resource()))));
        return table.lines(2);
    }
}
