package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.change.RunReport.State;
import dev.holdfast.content.Runbook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Carries out one incident runbook in a process of its own, on an AWS whose state lies in a file, and stands still at a
 * chosen journal write so that it can be killed there. Started again on the same home it resumes.
 */
final class KilledRun {
    private static final ObjectMapper JSON = new ObjectMapper();

    private KilledRun() {}

    /** Home, the document's file, its id, way, and the moment to stand still at (0 for never). */
    public static void main(String[] args) {
        Path home = Path.of(args[0]);
        Runbook shipped = document(Path.of(args[1]), args[2]);
        // Starting Java and reading the document takes the same time whether there is something to resume or not.
        System.out.println("UP " + shipped.id());
        ObjectNode result = run(home, shipped, Integer.parseInt(args[3]), Integer.parseInt(args[4]), () -> {
            System.out.println("HERE");
            System.out.flush();
            try {
                Thread.sleep(Duration.ofMinutes(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        System.out.println("ENDED " + result);
        System.out.flush();
        System.exit(0);
    }

    /** How it ended: state, effects on AWS, approvals used, moments passed. */
    static ObjectNode run(Path home, Runbook shipped, int way, int dieAt, Runnable dies) {
        DrivenDocument driven = DrivenDocument.of(shipped, way);
        DrivenAws aws = DocumentCrashTest.prepared(driven, false);
        Path file = home.resolve("aws.json");
        load(aws, file);
        aws.written = () -> save(aws, file);
        try (Bench bench = new Bench(home, aws)) {
            bench.crashAt = dieAt;
            bench.dies = dies;
            Map<String, Runbook> documents = Map.of(driven.document().id(), driven.document());
            Plan plan = bench.ledger.runs().stream()
                    .findFirst()
                    .map(r -> PlanJson.read(r.plan()))
                    .orElseGet(() -> bench.planner(documents)
                            .given(
                                    "all",
                                    List.of(new Wish(shipped.id(), driven.parameters(), Bench.SCOPE, "resource")),
                                    Bench.TERMS));
            aws.takes(plan.steps().stream()
                    .map(s -> s.key().replaceAll(".*\\.", ""))
                    .toList());
            if (bench.ledger.approvals(plan.digest()).isEmpty()) {
                bench.engine.approve(plan, "ben", Duration.ofHours(1));
            }
            RunReport report = DocumentCrashTest.toTheEnd(bench, plan, documents, aws);
            ObjectNode out = JSON.createObjectNode().put("state", report.state().name());
            aws.effects.forEach(out.putArray("effects")::add);
            ObjectNode states = out.putObject("states");
            aws.states.forEach(states::set);
            return out.put("approvals", report.approvals().size())
                    .put("moments", bench.moments)
                    .put("sound", report.state() == State.SUCCEEDED);
        }
    }

    private static Runbook document(Path file, String id) {
        try {
            return Bench.document(id, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void load(DrivenAws aws, Path file) {
        try {
            if (Files.exists(file)) {
                JsonNode kept = JSON.readTree(file.toFile());
                kept.path("states").properties().forEach(s -> aws.states.put(s.getKey(), s.getValue()));
                kept.path("effects").forEach(e -> aws.effects.add(e.asText()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void save(DrivenAws aws, Path file) {
        ObjectNode kept = JSON.createObjectNode();
        ObjectNode states = kept.putObject("states");
        aws.states.forEach(states::set);
        aws.effects.forEach(kept.putArray("effects")::add);
        Path whole = file.resolveSibling("aws.new");
        try {
            Files.writeString(whole, kept.toString());
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
