package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.change.RunReport;
import dev.holdfast.evidence.EvidenceStore;
import dev.holdfast.evidence.EvidenceVerifier;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.model.Evidence;
import dev.holdfast.report.CaseOpen;
import dev.holdfast.report.Paper;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.html.PaperPage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One answered incident as a document. */
@Command(
        name = "report",
        description = {
            "Write what happened in a run and its case: times, what was found and done, who agreed, what evidence there is.",
            "",
            "Times: the event, its finding, and each step. MTTD is from the first event to the finding, MTTC from the"
                    + " finding to the last containment, MTTR from the finding to the end."
        },
        footer = {"", "Example:", "  holdfast respond report RUN --out incident.html"})
final class RespondReportVerb extends ChangeVerbs.OnRun {
    @Parameters(paramLabel = "RUN")
    String run = "";

    @Option(names = "--format", paramLabel = "FORMAT", description = "html, md or json (default: by --out, else md).")
    @Nullable
    PaperFormat format;

    @Option(names = "--out", paramLabel = "FILE", description = "Write it there instead of to the terminal.")
    @Nullable
    Path out;

    /** The time that a phase took, from the start of its first step to the end of its last. */
    private record Phase(String name, Instant from, Instant to, int steps) {
        long seconds() {
            return Duration.between(from, to).toSeconds();
        }
    }

    /** Something that happened, or was noticed. */
    private record Moment(Instant at, String kind, String what) {}

    @Override
    public Integer call() {
        try (ChangeDesk desk = desk()) {
            RunReport report = desk.engine().report(run);
            Optional<CaseFile> file = Optional.ofNullable(report.caseId())
                    .flatMap(id -> desk.ledger().cases().find(id));
            EvidenceStore store = EvidenceStore.open(home().sub("evidence"));
            List<Evidence> evidence = store.list(run);
            EvidenceVerifier.Report proof = EvidenceVerifier.verify(home().sub("evidence"), run, store.publicKey());
            List<Moment> moments = moments(report, file);
            CaseStanding standing =
                    new CaseStanding(desk.ledger(), here().clock().instant());
            CaseOpen open = file.map(standing::of).orElse(CaseOpen.NOTHING);
            String text = switch (PaperFormat.of(format, json(), out)) {
                case json -> {
                    ObjectNode facts = facts(report, moments, evidence, proof);
                    file.ifPresent(f -> standing.put(f, facts.putObject("caseWork")));
                    yield Json.pretty(facts) + "\n";
                }
                case html -> PaperPage.of(paper(report, file, open, moments, evidence, proof));
                case md -> paper(report, file, open, moments, evidence, proof).markdown();
            };
            if (out != null) {
                OutFile.write(here().folder().resolve(out), text);
                screen().note("The report is in " + out);
            } else {
                screen().text(target -> target.append(text));
            }
            return Exit.FINE;
        }
    }

    private static List<Phase> phases(RunReport report) {
        Map<String, Phase> out = new LinkedHashMap<>();
        for (RunReport.Step step : report.steps()) {
            if (step.phase().isEmpty()) {
                continue;
            }
            Instant end = step.endedAt() == null ? step.startedAt() : step.endedAt();
            out.merge(
                    step.phase(),
                    new Phase(step.phase(), step.startedAt(), end, 1),
                    (a, b) -> new Phase(
                            a.name(),
                            a.from().isBefore(b.from()) ? a.from() : b.from(),
                            a.to().isAfter(b.to()) ? a.to() : b.to(),
                            a.steps() + 1));
        }
        return List.copyOf(out.values());
    }

    private static List<Moment> moments(RunReport report, Optional<CaseFile> file) {
        List<Moment> out = new ArrayList<>();
        file.ifPresent(c -> {
            c.facts().findings().forEach(f -> {
                if (f.sighting() != null) {
                    out.add(new Moment(f.sighting().firstTime(), "event", f.title()));
                }
            });
            out.add(new Moment(c.openedAt(), "discovered", c.facts().title()));
            c.notes().forEach(n -> out.add(new Moment(n.at(), "note", n.author() + ": " + n.text())));
        });
        report.steps().forEach(s -> out.add(new Moment(s.startedAt(), s.phase(), s.name() + " (" + s.state() + ")")));
        out.sort(Comparator.comparing(Moment::at));
        return out;
    }

    private static ObjectNode facts(
            RunReport report, List<Moment> moments, List<Evidence> evidence, EvidenceVerifier.Report proof) {
        ObjectNode top = report.json();
        ArrayNode phases = top.putArray("phases");
        phases(report)
                .forEach(p -> phases.addObject()
                        .put("phase", p.name())
                        .put("startedAt", p.from().toString())
                        .put("endedAt", p.to().toString())
                        .put("seconds", p.seconds())
                        .put("steps", p.steps()));
        ArrayNode timeline = top.putArray("timeline");
        moments.forEach(m -> timeline.addObject()
                .put("at", m.at().toString())
                .put("kind", m.kind())
                .put("what", m.what()));
        ArrayNode kept = top.putArray("evidence");
        evidence.forEach(e -> kept.addObject()
                .put("seq", e.seq())
                .put("kind", e.kind())
                .put("name", e.name())
                .put("sha256", e.sha256())
                .put("takenAt", e.takenAt().toString())
                .put("by", e.by()));
        top.put("evidenceSound", proof.sound()).put("evidenceHead", proof.head());
        return top;
    }

    private static Paper paper(
            RunReport report,
            Optional<CaseFile> file,
            CaseOpen open,
            List<Moment> moments,
            List<Evidence> evidence,
            EvidenceVerifier.Report proof) {
        Paper.Draft draft = new Paper.Draft();
        draft.text("State: " + word(report.state().name()) + ". Case: "
                + file.map(c -> c.facts().id() + ", " + c.facts().title()).orElse("none") + ".");
        draft.chapter("Measures");
        draft.rows(
                List.of("Measure", "Seconds"),
                report.metrics().entrySet().stream()
                        .map(m -> List.of(m.getKey(), m.getValue().toString()))
                        .toList(),
                "There are none yet.");
        draft.rows(
                List.of("Phase", "From", "To", "Seconds", "Steps"),
                phases(report).stream()
                        .map(p -> List.of(
                                p.name(),
                                p.from().toString(),
                                p.to().toString(),
                                Long.toString(p.seconds()),
                                Integer.toString(p.steps())))
                        .toList(),
                "");
        draft.chapter("What happened");
        draft.rows(
                List.of("Time (UTC)", "What it is", "What"),
                moments.stream()
                        .map(m -> List.of(m.at().toString(), m.kind(), m.what()))
                        .toList(),
                "Nothing yet.");
        draft.chapter("Who has it and what is open");
        draft.text(open.holder().isEmpty() ? "Nobody has the case." : "The case is with " + open.holder() + ".");
        draft.rows(
                List.of("No.", "Task", "Who", "How it stands"),
                open.todos().stream()
                        .map(t -> List.of(Long.toString(t.number()), t.text(), t.who(), t.standing()))
                        .toList(),
                "No tasks were written down.");
        draft.points(open.runs());
        draft.points(open.handOvers());
        draft.chapter("Who agreed").points(report.approvals());
        draft.chapter("What stays").points(report.residue());
        draft.chapter("Evidence");
        draft.text(
                evidence.isEmpty()
                        ? "None was taken."
                        : proof.sound()
                                ? "The chain is sound. Its head is " + proof.head() + "."
                                : "The chain is NOT sound: " + String.join("; ", proof.problems()) + ".");
        draft.rows(
                List.of("No.", "Kind", "What it shows", "SHA-256", "Taken at", "By"),
                evidence.stream()
                        .map(e -> List.of(
                                Long.toString(e.seq()),
                                e.kind(),
                                e.name(),
                                e.sha256(),
                                e.takenAt().toString(),
                                e.by()))
                        .toList(),
                "");
        return draft.paper("Incident report: " + report.title(), "Run " + report.run());
    }

    private static String word(String state) {
        return state.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
