package dev.holdfast.cli;

import dev.holdfast.change.RunReport;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.RunRecord;
import dev.holdfast.report.Environment;
import dev.holdfast.report.RunStory;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells runs of the change engine in the words of reports. */
final class RunStories {
    private RunStories() {}

    static RunStory of(RunReport report, Ledger ledger) {
        Optional<RunRecord> record = ledger.run(report.run());
        Instant began = record.map(RunRecord::createdAt).orElse(Instant.EPOCH);
        List<RunStory.Step> steps =
                report.steps().stream().map(s -> step(s, record)).toList();
        boolean ended = switch (report.state()) {
            case SUCCEEDED, PARTIAL, UNWOUND, FAILED, UNDONE -> true;
            default -> false;
        };
        Instant last = report.steps().stream()
                .map(s -> s.endedAt() == null ? s.startedAt() : s.endedAt())
                .max(Instant::compareTo)
                .orElse(began);
        String document =
                report.targets().isEmpty() ? "" : report.targets().get(0).document();
        String subject = report.caseId() != null
                ? report.caseId()
                : report.targets().size() == 1 ? report.targets().get(0).resource() : "";
        return new RunStory(
                report.run(),
                kind(report.kind()),
                document,
                report.title(),
                subject,
                state(report.state()),
                environment(record),
                began,
                ended ? last : null,
                steps,
                report.approvals(),
                report.metrics(),
                report.residue());
    }

    private static RunStory.Step step(RunReport.Step step, Optional<RunRecord> record) {
        String target = step.id().split("/", 2)[0];
        String account = "";
        String region = "";
        for (var node : record.map(r -> r.plan().path("targets")).orElse(Verb.JSON.createArrayNode())) {
            if (node.path("name").asText().equals(target)) {
                account = node.path("account").asText();
                region = node.path("region").asText();
            }
        }
        return new RunStory.Step(
                step.id(),
                step.phase(),
                step.name(),
                step.operation(),
                account,
                region,
                switch (step.state()) {
                    case "running" -> RunStory.State.RUNNING;
                    case "failed" -> RunStory.State.FAILED;
                    case "undone" -> RunStory.State.UNDONE;
                    case "unchanged" -> RunStory.State.SKIPPED;
                    default -> RunStory.State.DONE;
                },
                step.startedAt(),
                step.endedAt(),
                "",
                "",
                step.undo() == null ? "" : step.undo(),
                step.evidence() == null ? "" : step.evidence());
    }

    private static RunStory.Kind kind(String word) {
        return switch (word) {
            case "respond" -> RunStory.Kind.RESPONSE;
            case "drill" -> RunStory.Kind.DRILL;
            case "baseline" -> RunStory.Kind.BASELINE;
            default -> RunStory.Kind.FIX;
        };
    }

    static RunStory.State state(RunReport.State state) {
        return switch (state) {
            case INTERRUPTED -> RunStory.State.RUNNING;
            case WAITING_FOR_APPROVAL, WAITING_FOR_DECISION -> RunStory.State.WAITING;
            case HELD -> RunStory.State.HELD;
            case SUCCEEDED -> RunStory.State.DONE;
            case UNDONE, UNWOUND -> RunStory.State.UNDONE;
            case PARTIAL, FAILED, UNDO_FAILED -> RunStory.State.FAILED;
        };
    }

    private static Environment environment(Optional<RunRecord> record) {
        return record.map(RunRecord::environment)
                .map(w -> Environment.valueOf(w.toUpperCase(Locale.ROOT)))
                .orElse(Environment.SIMULATED);
    }
}
