package dev.holdfast.report.html;

import dev.holdfast.model.Decision;
import dev.holdfast.report.DecisionGroup;
import dev.holdfast.report.Phrases;
import java.util.List;

/** Exceptions, attestations and guardrails that shaped verdicts: who, why, and until when. */
final class DecisionsSection {
    private final Page page;
    private final Markup html;

    DecisionsSection(Page page) {
        this.page = page;
        this.html = page.html();
    }

    void write() {
        List<DecisionGroup> all = DecisionGroup.of(page.report().findings());
        if (all.isEmpty()) {
            return;
        }
        page.section("decisions", "Decided by people and policies");
        html.leaf(
                "p",
                "An exception silences a failure until a day, a guardrail makes it harmless, an attestation answers what"
                        + " no program can judge.",
                "class",
                "soft");
        for (Decision.Kind kind : Decision.Kind.values()) {
            List<DecisionGroup> groups =
                    all.stream().filter(g -> g.decision().kind() == kind).toList();
            if (!groups.isEmpty()) {
                html.leaf("h3", DecisionGroup.heading(kind));
                table(groups);
            }
        }
        page.endSection();
    }

    private void table(List<DecisionGroup> groups) {
        html.open("table", "class", "sortable stack").open("thead").open("tr");
        for (String heading : List.of("What", "Why", "By", "Until", "Verdicts")) {
            html.leaf("th", heading, "scope", "col");
        }
        html.close("tr").close("thead").open("tbody");
        for (DecisionGroup group : groups) {
            Decision decision = group.decision();
            html.open("tr").open("td").foreign(decision.id()).close("td");
            html.open("td").foreign(decision.why()).close("td");
            html.open("td").foreign(decision.by()).close("td");
            html.leaf("td", decision.until().isEmpty() ? "as long as it is attached" : decision.until());
            html.leaf("td", Phrases.number(group.verdicts())).close("tr");
        }
        html.close("tbody").close("table");
    }
}
