package dev.holdfast.report.html;

import dev.holdfast.report.Phrases;
import dev.holdfast.report.RunStory;
import java.time.Duration;
import java.util.List;

/** What was changed and what was taken back; then what was drilled, and where. */
final class RunsSection {
    private final Page page;
    private final Markup html;

    RunsSection(Page page) {
        this.page = page;
        this.html = page.html();
    }

    void write() {
        List<RunStory> runs = page.report().runs();
        if (runs.isEmpty()) {
            return;
        }
        page.section("changes", "Changes");
        list(runs.stream().filter(run -> run.kind() != RunStory.Kind.DRILL).toList(), "Nothing was changed.");
        page.endSection();
        page.section("drills", "Drills");
        list(
                runs.stream().filter(run -> run.kind() == RunStory.Kind.DRILL).toList(),
                "Nothing was drilled, so nothing about recovery is proven.");
        page.endSection();
    }

    private void list(List<RunStory> runs, String none) {
        if (runs.isEmpty()) {
            html.leaf("p", none, "class", "soft");
        }
        runs.forEach(this::run);
    }

    private void run(RunStory run) {
        html.open("article", "class", "card run");
        html.open("div", "class", "head").open("h3").foreign(run.title()).close("h3");
        html.open("span", "class", "word " + run.state().word());
        page.glyphs().state(run.state());
        html.text(run.state().word()).close("span").close("div");
        html.open("p", "class", "soft small").foreign(run.id()).text(", ");
        page.time("time", Phrases.second(run.startedAt()), run.startedAt());
        Duration took = run.took();
        html.text((took == null ? "" : ", took " + Phrases.duration(took)) + ", ")
                .leaf("code", run.document())
                .text(" ")
                .leaf("span", run.environment().label(), "class", "badge")
                .close("p");
        if (run.kind() == RunStory.Kind.DRILL) {
            html.leaf("p", run.environment().sentence(), "class", "small");
            CasesSection.measures(html, run);
            residue(run.residue());
        }
        steps(run.steps());
        for (String approval : run.approvals()) {
            html.open("p", "class", "soft small")
                    .text("Approved: ")
                    .foreign(approval)
                    .close("p");
        }
        html.close("article");
    }

    private void residue(List<String> residue) {
        if (residue.isEmpty()) {
            html.leaf("p", "Nothing was left behind.", "class", "small");
        }
        for (String left : residue) {
            html.open("p", "class", "fail small")
                    .text("Left behind: ")
                    .foreign(left)
                    .close("p");
        }
    }

    private void steps(List<RunStory.Step> steps) {
        if (steps.isEmpty()) {
            return;
        }
        html.open("table", "class", "stack").open("thead").open("tr");
        for (String heading : List.of("Step", "State", "Change", "Undo")) {
            html.leaf("th", heading, "scope", "col");
        }
        html.close("tr").close("thead").open("tbody");
        steps.forEach(this::step);
        html.close("tbody").close("table");
    }

    private void step(RunStory.Step step) {
        html.open("tr").open("td").foreign(step.say().isEmpty() ? step.id() : step.say());
        html.open("div", "class", "soft").leaf("code", step.operation());
        if (!step.account().isEmpty()) {
            html.text(" ").foreign(page.names().label(step.account())).text(" " + step.region());
        }
        html.close("div").close("td");
        html.open("td", "class", "word " + step.state().word());
        page.glyphs().state(step.state());
        html.text(step.state().word()).close("td");
        html.open("td");
        if (!step.found().isEmpty() || !step.wanted().isEmpty()) {
            html.foreign(step.found().isEmpty() ? "nothing" : step.found())
                    .text(" → ")
                    .foreign(step.wanted().isEmpty() ? "nothing" : step.wanted());
        } else if (!step.evidence().isEmpty()) {
            html.text("kept as evidence ")
                    .open("code", "title", step.evidence())
                    .text(step.evidence()
                            .substring(0, Math.min(12, step.evidence().length())))
                    .close("code");
        } else if (step.undo().isEmpty()) {
            html.leaf("span", "only reads", "class", "soft");
        }
        html.close("td");
        html.open("td").foreign(step.undo()).close("td").close("tr");
    }
}
