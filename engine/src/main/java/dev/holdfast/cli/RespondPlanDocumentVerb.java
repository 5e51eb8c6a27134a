package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.config.IncidentPlan;
import dev.holdfast.content.Runbook;
import dev.holdfast.evidence.EvidenceStore;
import dev.holdfast.ledger.Lease;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.Evidence;
import dev.holdfast.report.Paper;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.html.PaperPage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The company's plan for incidents as a document. */
@Command(
        name = "plan-document",
        description = {
            "Write the incident response plan: roles, contacts, severities, escalation, duties to notify, scenarios.",
            "",
            "The company's part is `incident-plan` in holdfast.yaml; the scenarios are the runbooks as they are now. An"
                    + " approval names the digest shown here: what is changed later is not approved. What is missing is"
                    + " told, and `respond drill` fails while anything is."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast respond plan-document --out plan.html",
            "  holdfast respond plan-document --format md --out plan.md --keep --by \"R. Okafor\""
        })
final class RespondPlanDocumentVerb extends Verb {
    /** The chain in which written plans are kept. */
    static final String CHAIN = "incident-plan";

    /** The forms of the document. */
    @Option(names = "--format", paramLabel = "FORMAT", description = "html, md or json (default: by --out, else md).")
    @Nullable
    PaperFormat format;

    @Option(names = "--out", paramLabel = "FILE", description = "Write it there instead of to the terminal.")
    @Nullable
    Path out;

    @Option(names = "--keep", description = "Also keep it with the evidence, signed; `evidence list incident-plan`.")
    boolean keep;

    @Option(names = "--by", paramLabel = "NAME", description = "Who keeps it (default: $USER).")
    @Nullable
    String by;

    @Override
    public Integer call() {
        IncidentPlan plan = IncidentPlan.of(config().document());
        List<Runbook> runbooks = Documents.all(content(), RespondVerb.FOLDER);
        LocalDate today = Config.today(here());
        Paper paper = PlanPaper.of(plan, runbooks, today);
        PaperFormat form = PaperFormat.of(format, json(), out);
        String text = switch (form) {
            case html -> PaperPage.of(paper);
            case md -> paper.markdown();
            case json -> Json.pretty(facts(plan, runbooks, today)) + "\n";
        };
        if (keep) {
            keep(plan, text);
        }
        if (out != null) {
            OutFile.write(here().folder().resolve(out), text);
            screen().note("The plan is in " + out);
        } else {
            screen().text(target -> target.append(text));
        }
        if (form != PaperFormat.json || out != null) {
            plan.gaps(today).forEach(gap -> screen().note("Missing: " + gap));
        }
        if (!plan.there()) {
            screen().note("holdfast.yaml has no `incident-plan`: only the scenarios are written.");
        } else if (!plan.approved()) {
            screen().note("To approve it as it stands, write this digest under `approved`: " + plan.digest());
        }
        return Exit.FINE;
    }

    private static ObjectNode facts(IncidentPlan plan, List<Runbook> runbooks, LocalDate today) {
        ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
        top.put("version", plan.version()).put("digest", plan.digest()).put("approved", plan.approved());
        plan.gaps(today).forEach(top.putArray("missing")::add);
        top.set("plan", plan.section());
        ArrayNode scenarios = top.putArray("scenarios");
        runbooks.forEach(r -> scenarios
                .addObject()
                .put("scenario", r.id().substring(RespondVerb.FOLDER.length()))
                .put("title", r.settings().title())
                .put("digest", r.digest()));
        return top;
    }

    /** One writer at a time, as for every chain. */
    private void keep(IncidentPlan plan, String text) {
        String who = by != null
                ? by
                : here().variable("USER").orElseThrow(() -> Stop.usage("say who you are", "Add `--by NAME`"));
        try (Ledger ledger = home().ledger()) {
            Lease lease = ledger.lease(CHAIN)
                    .orElseThrow(() -> new Stop(
                            Exit.FAILED, "another process is keeping a plan right now", "Try again in a moment"));
            try {
                Evidence kept = EvidenceStore.open(home().sub("evidence"))
                        .keep(
                                CHAIN,
                                "plan",
                                "Incident response plan, version " + plan.version(),
                                who,
                                "holdfast respond plan-document",
                                here().clock().instant(),
                                text.getBytes(StandardCharsets.UTF_8));
                screen().note("Kept with the evidence as " + kept.sha256());
            } finally {
                lease.close();
            }
        }
    }
}
