package dev.holdfast.report.html;

import dev.holdfast.model.Case;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Sighting;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.CaseOpen;
import dev.holdfast.report.CaseSheet;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.TimelineEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The analyst's queue and its cases as pages of a console. Runs no script; every text is escaped. */
public final class QueuePage {
    private static final int MOST_FINDINGS = 100;
    private static final String STYLE = HtmlReport.asset("report.css") + HtmlReport.asset("queue.css");

    private final AccountNames names;
    private final String person;
    private final String secret;
    private final String problem;

    /**
     * @param names what people call the accounts
     * @param person who works here
     * @param secret goes into each form
     * @param problem what went wrong with what was asked last, empty when nothing did
     */
    public QueuePage(AccountNames names, String person, String secret, String problem) {
        this.names = names;
        this.person = person;
        this.secret = secret;
        this.problem = problem;
    }

    /** A working day. */
    public record Day(LocalDate day, Outcome outcome, String words) {}

    /** A note in a case. */
    public record Note(Instant at, String by, String text) {}

    /** The style sheet of all pages. */
    public static String style() {
        return STYLE;
    }

    /** The queue of today. */
    public String queue(LocalDate today, List<CaseSheet> unseen, List<CaseSheet> work, List<Day> days) {
        Markup html = begin("Queue of " + today);
        html.open("header", "class", "wrap").leaf("h1", "Queue of " + today);
        html.leaf(
                "p",
                Phrases.count(unseen.size(), "case", "cases") + " to look at, " + work.size() + " in work. You are "
                        + person + ".",
                "class",
                "lead");
        html.close("header").open("main", "class", "wrap");
        problem(html);
        cases(html, "To look at", unseen, "Nothing waits to be looked at.");
        cases(html, "In work", work, "Nothing is in work.");
        days(html, days);
        html.close("main");
        return end(html);
    }

    private void cases(Markup html, String heading, List<CaseSheet> sheets, String none) {
        html.open("section").leaf("h2", heading);
        if (sheets.isEmpty()) {
            html.leaf("p", none, "class", "soft").close("section");
            return;
        }
        html.open("div", "class", "card scroll").open("table").open("thead").open("tr");
        for (String column : List.of("Score", "Severity", "Case", "Account", "Stands", "Clock", "Last event")) {
            html.leaf("th", column, "scope", "col");
        }
        html.close("tr").close("thead").open("tbody");
        for (CaseSheet sheet : sheets) {
            Case subject = sheet.subject();
            html.open("tr")
                    .leaf("td", Integer.toString(subject.score()), "class", "figure")
                    .open("td");
            new Glyphs(html).severityWord(subject.severity());
            html.close("td").open("td").open("a", "href", "/case/" + subject.id());
            html.foreign(subject.title()).close("a");
            html.leaf("div", Phrases.count(subject.findings().size(), "finding", "findings"), "class", "soft small");
            html.close("td")
                    .open("td", "class", "whole")
                    .foreign(names.label(subject.account()))
                    .close("td");
            html.leaf("td", sheet.standing());
            html.leaf("td", sheet.clock(), "class", sheet.overdue() ? "whole late" : "whole");
            html.leaf("td", Phrases.minute(subject.lastEvent()), "class", "soft whole")
                    .close("tr");
        }
        html.close("tbody").close("table").close("div").close("section");
    }

    private void days(Markup html, List<Day> days) {
        html.open("section").leaf("h2", "Days").open("div", "class", "card");
        html.open("ul", "class", "days");
        for (Day day : days) {
            html.open("li");
            new Glyphs(html).outcome(day.outcome());
            html.leaf("b", day.day().toString()).text(" ").foreign(day.words()).close("li");
        }
        html.close("ul");
        form(html, "/sign-off", "Sign off today", () -> field(html, "note", "Note", false));
        html.close("div").close("section");
    }

    /** One case with what can be done about it. */
    public String caseFile(CaseSheet sheet, List<Note> notes) {
        Case subject = sheet.subject();
        Markup html = begin(subject.id());
        html.open("header", "class", "wrap")
                .open("p")
                .leaf("a", "Queue", "href", "/")
                .close("p");
        html.open("h1").foreign(subject.title()).close("h1").open("p", "class", "facts");
        new Glyphs(html).severityWord(subject.severity());
        html.leaf("span", subject.id()).leaf("span", sheet.standing());
        html.leaf("span", sheet.clock(), "class", sheet.overdue() ? "late" : "");
        html.open("span").foreign(names.label(subject.account())).close("span");
        if (!subject.actor().isEmpty()) {
            html.open("span").text("by ").foreign(subject.actor()).close("span");
        }
        html.close("p").close("header").open("main", "class", "wrap");
        problem(html);
        score(html, sheet);
        actions(html, subject);
        findings(html, subject);
        restorable(html, sheet.restorable());
        open(html, sheet.open());
        timeline(html, sheet.timeline());
        notes(html, notes);
        html.close("main");
        return end(html);
    }

    private static void score(Markup html, CaseSheet sheet) {
        html.open("section")
                .leaf("h2", "Score " + sheet.subject().score())
                .open("div", "class", "card")
                .open("ul");
        sheet.terms()
                .forEach(term -> html.open("li")
                        .leaf("b", term.name() + String.format(Locale.ROOT, " %.2f", term.value()))
                        .text(": ")
                        .foreign(term.why())
                        .close("li"));
        html.close("ul");
        if (sheet.subject().respond() != null) {
            html.leaf("p", "The answer to it:", "class", "soft").open("div", "class", "command");
            html.leaf(
                    "code",
                    "holdfast respond plan " + sheet.subject().respond() + " --case "
                            + sheet.subject().id());
            html.close("div");
        }
        html.close("div").close("section");
    }

    private void actions(Markup html, Case subject) {
        String to = "/case/" + subject.id() + "/";
        html.open("section").leaf("h2", "Work").open("div", "class", "card actions");
        if (subject.state() == Case.State.CLOSED) {
            form(html, to + "reopen", "Open again", () -> field(html, "note", "Why", true));
        } else {
            form(html, to + "acknowledge", "I have looked at it", () -> {});
            form(html, to + "investigate", "I work on it", () -> {});
            form(html, to + "assign", "Assign", () -> field(html, "to", "To", true));
            form(html, to + "task", "To do", () -> {
                field(html, "text", "What", true);
                field(html, "to", "Who", false);
            });
            form(html, to + "hand-over", "Hand over", () -> {
                field(html, "to", "To", true);
                field(html, "note", "What is to be known", false);
            });
            form(html, to + "contain", "It is contained", () -> field(html, "note", "What was done", true));
            form(html, to + "close", "Close", () -> {
                html.open("label").text("As ").open("select", "name", "as");
                for (String word : List.of("benign", "false-positive", "duplicate", "true-positive")) {
                    html.leaf("option", word, "value", word);
                }
                html.close("select").close("label");
                field(html, "note", "Note", false);
            });
        }
        form(html, to + "note", "Write down", () -> field(html, "text", "Note", true));
        html.close("div").close("section");
    }

    private static void findings(Markup html, Case subject) {
        html.open("section")
                .leaf("h2", "Findings")
                .open("div", "class", "card scroll")
                .open("table")
                .open("thead")
                .open("tr");
        for (String column : List.of("Severity", "What", "Rule", "ATT&CK", "Resource", "Time")) {
            html.leaf("th", column, "scope", "col");
        }
        html.close("tr").close("thead").open("tbody");
        subject.findings().stream()
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .limit(MOST_FINDINGS)
                .forEach(finding -> {
                    Sighting seen = finding.sighting();
                    html.open("tr").open("td");
                    new Glyphs(html).severityWord(finding.severity());
                    html.close("td").open("td").foreign(finding.title()).open("div", "class", "soft small");
                    html.foreign(finding.reason())
                            .close("div")
                            .close("td")
                            .open("td")
                            .open("code");
                    html.foreign(finding.rule()).close("code").close("td");
                    html.leaf("td", seen == null ? "" : String.join(", ", seen.attack()));
                    html.open("td")
                            .foreign(Phrases.resource(finding.resource()))
                            .close("td");
                    html.leaf("td", seen == null ? "" : Phrases.minute(seen.time()), "class", "soft whole")
                            .close("tr");
                });
        html.close("tbody").close("table");
        if (subject.findings().size() > MOST_FINDINGS) {
            html.leaf("p", "and " + (subject.findings().size() - MOST_FINDINGS) + " more", "class", "soft");
        }
        html.close("div").close("section");
    }

    private static void restorable(Markup html, List<String> sentences) {
        if (sentences.isEmpty()) {
            return;
        }
        html.open("section")
                .leaf("h2", "What can be restored")
                .open("div", "class", "card")
                .open("ul", "class", "days");
        sentences.forEach(one -> html.open("li").foreign(one).close("li"));
        html.close("ul").close("div").close("section");
    }

    private static void open(Markup html, CaseOpen open) {
        if (open.todos().isEmpty() && open.runs().isEmpty() && open.handOvers().isEmpty()) {
            return;
        }
        html.open("section").leaf("h2", "To do").open("div", "class", "card").open("ul", "class", "days");
        for (CaseOpen.Todo todo : open.todos()) {
            html.open("li").leaf("b", Long.toString(todo.number())).text(" ").foreign(todo.text());
            html.open("span", "class", todo.open() ? "" : "soft").text(" ").foreign(todo.standing());
            html.text(" ").foreign(todo.who()).close("span").close("li");
        }
        open.runs().forEach(run -> html.open("li").foreign(run).close("li"));
        open.handOvers()
                .forEach(one ->
                        html.open("li").leaf("b", "Handed over ").foreign(one).close("li"));
        html.close("ul").close("div").close("section");
    }

    private static void timeline(Markup html, List<TimelineEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        html.open("section").leaf("h2", "Timeline").open("div", "class", "card").open("ol", "class", "days");
        for (TimelineEntry entry : entries) {
            html.open("li");
            new Glyphs(html).timeline(entry.kind());
            html.leaf("b", Phrases.minute(entry.time())).text(" ").foreign(entry.what());
            html.open("span", "class", "soft")
                    .text(" (")
                    .foreign(entry.who())
                    .text(")")
                    .close("span")
                    .close("li");
        }
        html.close("ol").close("div").close("section");
    }

    private static void notes(Markup html, List<Note> notes) {
        html.open("section").leaf("h2", "Notes").open("div", "class", "card").open("ul", "class", "days");
        for (Note note : notes) {
            html.open("li").leaf("b", Phrases.minute(note.at())).text(" ").foreign(note.by());
            html.text(": ").foreign(note.text()).close("li");
        }
        html.close("ul");
        if (notes.isEmpty()) {
            html.leaf("p", "None yet.", "class", "soft");
        }
        html.close("div").close("section");
    }

    private void form(Markup html, String action, String button, Runnable fields) {
        html.open("form", "method", "post", "action", action);
        html.open("input", "type", "hidden", "name", "secret", "value", secret);
        fields.run();
        html.leaf("button", button, "type", "submit").close("form");
    }

    private static void field(Markup html, String name, String label, boolean needed) {
        html.open("label").text(label + " ");
        html.open("input", "name", name, "maxlength", "2000", needed ? "required" : "", "");
        html.close("label");
    }

    private void problem(Markup html) {
        if (!problem.isEmpty()) {
            html.open("p", "class", "problem", "role", "alert").foreign(problem).close("p");
        }
    }

    private static Markup begin(String title) {
        Markup html = new Markup().doctype().open("html", "lang", "en").open("head");
        return html.open("meta", "charset", "utf-8")
                .open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .leaf("title", title + ", Holdfast")
                .open("link", "rel", "stylesheet", "href", "/style.css")
                .close("head")
                .open("body");
    }

    private static String end(Markup html) {
        return html.close("body").close("html").finish();
    }
}
