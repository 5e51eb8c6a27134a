package dev.holdfast.emulator.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a drill went: what was wrong, what was left behind, how long each phase took, how many decisions people made. */
public final class Score {
    private static final List<String> PHASES =
            List.of("evidence", "containment", "eradication", "recovery", "verify", "post");
    /** From the arrival of the logs to contained, no more people are asked than this. */
    private static final int MOST_DECISIONS = 2;

    private final String scenario;
    private final String environment;
    private final List<String> wrong = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> residue = new ArrayList<>();
    private final Map<String, Long> metrics = new LinkedHashMap<>();
    private Instant attacked = Instant.EPOCH;
    private Instant arrived = Instant.EPOCH;
    private int decisions;
    private int decisionsToContained;
    private @Nullable JsonNode run;

    Score(String scenario, String environment) {
        this.scenario = scenario;
        this.environment = environment;
    }

    /** Notes what keeps it from passing. */
    public void wrong(String what) {
        wrong.add(what);
    }

    void note(String what) {
        notes.add(what);
    }

    void residue(String what) {
        residue.add(what);
    }

    void decision() {
        decisions++;
    }

    void arrived(Instant attack, Instant logs) {
        attacked = attack;
        arrived = logs;
    }

    void detected(int rules, Instant at) {
        metrics.put("findingRules", (long) rules);
        metrics.put("detectMillis", Duration.between(arrived, at).toMillis());
    }

    /** Notes the decisions made when the first containment is done. */
    void contained(JsonNode report) {
        boolean done = report.path("steps")
                .valueStream()
                .anyMatch(s -> s.path("phase").asText().equals("containment")
                        && List.of("done", "unchanged").contains(s.path("state").asText()));
        if (done && decisionsToContained == 0) {
            decisionsToContained = decisions;
        }
    }

    /** Takes the run's report once it has ended. */
    void answered(JsonNode report) {
        run = report;
        if (!report.path("state").asText().equals("SUCCEEDED")) {
            wrong("the run ended as " + report.path("state").asText() + ": "
                    + report.path("targets").path(0).path("why").asText());
        }
        Instant evidence = Instant.EPOCH;
        Instant contained = Instant.EPOCH;
        Instant firstContainment = Instant.MAX;
        long taken = 0;
        long missed = 0;
        for (JsonNode step : report.path("steps")) {
            String phase = step.path("phase").asText();
            boolean failed = step.path("state").asText().equals("failed");
            if (phase.equals("evidence")) {
                missed += failed ? 1 : 0;
                taken += step.path("evidence").isTextual() ? 1 : 0;
                if (step.path("evidence").isTextual() && evidence.equals(Instant.EPOCH)) {
                    evidence = ended(step);
                }
            }
            if (phase.equals("containment") && !failed) {
                Instant started = Instant.parse(step.path("startedAt").asText());
                firstContainment = started.isBefore(firstContainment) ? started : firstContainment;
                contained = ended(step).isAfter(contained) ? ended(step) : contained;
            }
        }
        boolean contains = !firstContainment.equals(Instant.MAX);
        long order = contains && (evidence.equals(Instant.EPOCH) || firstContainment.isBefore(evidence)) ? 1 : 0;
        metrics.put("evidence", taken);
        metrics.put("missedEvidence", missed);
        metrics.put("wrongOrder", order);
        metrics.put("decisions", (long) decisions);
        metrics.put("decisionsToContained", (long) (contains ? decisionsToContained : 0));
        if (taken == 0) {
            wrong("no evidence was taken");
        }
        if (order > 0) {
            wrong("something was contained before evidence was taken");
        }
        if (contains) {
            metrics.put("arrivedToContainedSeconds", seconds(arrived, contained));
            metrics.put("mttcSeconds", seconds(arrived, contained));
            if (decisionsToContained > MOST_DECISIONS) {
                wrong("it took " + decisionsToContained + " decisions of people until it was contained");
            }
        }
        metrics.put("mttdSeconds", seconds(attacked, arrived));
        metrics.put("mttrSeconds", seconds(arrived, last(report)));
    }

    void proven(JsonNode chain) {
        metrics.put("evidenceLinks", chain.path("links").asLong());
        if (!chain.path("problems").isEmpty()) {
            wrong("the chain of evidence is broken: " + chain.path("problems"));
        }
    }

    /** Takes the report of the undo. What cannot be undone stays; that two people agreed to it is held to here. */
    void undone(JsonNode report) {
        if (!report.path("state").asText().equals("UNDONE")) {
            wrong("the undo ended as " + report.path("state").asText() + ": "
                    + report.path("targets").path(0).path("why").asText());
        }
        long back = report.path("steps")
                .valueStream()
                .filter(s -> s.path("state").asText().equals("undone"))
                .count();
        metrics.put("undone", back);
        List<String> lasting = new ArrayList<>();
        report.path("residue").forEach(r -> lasting.add(r.asText()));
        metrics.put("irreversible", (long) lasting.size());
        notes.addAll(lasting);
        boolean erased = report.path("steps")
                .valueStream()
                .anyMatch(s -> s.path("phase").asText().equals("eradication")
                        && s.path("state").asText().equals("done")
                        && s.path("undo").isNull());
        long people = report.path("approvals")
                .valueStream()
                .map(a -> a.asText().split(" at ", 2)[0])
                .distinct()
                .count();
        metrics.put("approvers", people);
        if (erased && people < 2) {
            wrong("something that cannot be undone was done with the approval of one person");
        }
    }

    private static Instant ended(JsonNode step) {
        String at = step.path("endedAt").isTextual()
                ? step.path("endedAt").asText()
                : step.path("startedAt").asText();
        return Instant.parse(at);
    }

    private static Instant last(JsonNode report) {
        return report.path("steps")
                .valueStream()
                .map(Score::ended)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private static long seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toSeconds());
    }

    /** Whether it passed: nothing was wrong and nothing was left behind. */
    public boolean passed() {
        return wrong.isEmpty() && residue.isEmpty();
    }

    /** The runbook's id below {@code runbooks}. */
    public String scenario() {
        return scenario;
    }

    /** Id of the run, empty when it did not come to one. */
    public String run() {
        return run == null ? "" : run.path("run").asText();
    }

    /** Seconds from the logs' arrival to contained, null when nothing was contained. */
    public @Nullable Long containedSeconds() {
        return metrics.get("mttcSeconds");
    }

    /** {@code {scenario, kind, outcome, environment, phases, metrics, residue, wrong, notes}}. */
    public ObjectNode json() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("scenario", scenario)
                .put("kind", "respond")
                .put("outcome", passed() ? "passed" : "failed")
                .put("environment", environment)
                .put("run", run());
        ArrayNode phases = out.putArray("phases");
        for (String phase : PHASES) {
            phase(phase, phases);
        }
        ObjectNode numbers = out.putObject("metrics");
        metrics.forEach(numbers::put);
        residue.forEach(out.putArray("residue")::add);
        wrong.forEach(out.putArray("wrong")::add);
        notes.forEach(out.putArray("notes")::add);
        return out;
    }

    private void phase(String phase, ArrayNode phases) {
        List<JsonNode> steps = run == null
                ? List.of()
                : run.path("steps")
                        .valueStream()
                        .filter(s -> s.path("phase").asText().equals(phase))
                        .toList();
        if (steps.isEmpty()) {
            return;
        }
        Instant from = steps.stream()
                .map(s -> Instant.parse(s.path("startedAt").asText()))
                .min(Instant::compareTo)
                .orElseThrow();
        Instant to = steps.stream().map(Score::ended).max(Instant::compareTo).orElseThrow();
        phases.addObject()
                .put("phase", phase)
                .put("steps", steps.size())
                .put("startedAt", from.toString())
                .put("endedAt", to.toString())
                .put("seconds", seconds(from, to));
    }
}
