package dev.holdfast.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.Needs;
import dev.holdfast.aws.ReadOperations;
import dev.holdfast.change.ChangeEngine.Decision;
import dev.holdfast.change.RunReport.State;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.content.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process dies at every journal write of every shipped fix, incident runbook, restore drill and restore and of the
 * whole baseline, and of their undo; without {@code holdfast.full}, at every sixth (a runbook: ninetieth, a restore: thirtieth),
 * another one for each document. {@code -Ddocuments=PREFIX} takes some only.
 */
class DocumentCrashTest {
    /** Ledgers flush at every write; the process dies here, the machine does not, so memory will do where there is such a disk. */
    static final class Fast implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
                throws IOException {
            Path memory = Path.of("/dev/shm");
            return Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "holdfast")
                    : Files.createTempDirectory("holdfast");
        }
    }

    @TempDir(factory = Fast.class)
    Path folder;

    private final Set<String> called = ConcurrentHashMap.newKeySet();
    private final AtomicInteger lives = new AtomicInteger();

    static Stream<String> documents() {
        String wanted = System.getProperty("documents", "");
        return Shipped.DOCUMENTS.keySet().stream()
                .filter(id -> !id.startsWith("blocks/"))
                .filter(id -> id.startsWith(wanted));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void survivesEveryCrash(String id) {
        Runbook shipped = Shipped.DOCUMENTS.get(id);
        int ways = DrivenDocument.ways(shipped);
        Set<String> taken = new TreeSet<>();
        for (int way = 0; way < ways; way++) {
            survivesEveryCrash(id, DrivenDocument.of(shipped, way), ways, taken);
        }
        if (id.startsWith("runbooks/")) {
            called.addAll(RecordedCalls.planning(shipped));
            Set<String> needed = new TreeSet<>();
            new Needs(List.of(), Shipped.DOCUMENTS.values(), ReadOperations::action)
                    .changing(id::equals)
                    .forEach(p -> needed.add(p.action()));
            assertThat(RecordedCalls.actions(shipped, called))
                    .as("the permissions are exactly what was called on all ways, forth and back")
                    .isEqualTo(needed);
        }
        assertThat(taken)
                .as("every write is reached on some way")
                .containsAll(writes(shipped).map(RunbookStep::name).toList());
    }

    private void survivesEveryCrash(String id, DrivenDocument driven, int ways, Set<String> taken) {
        // A drill makes all that it sets something on.
        boolean restores = !id.startsWith("drills/")
                && writes(driven.document()).anyMatch(s -> s.handling().restore() != null);
        boolean removes = writes(driven.document()).anyMatch(s -> s.handling().remove() != null);
        Result whole = live(driven, !restores, 0);
        taken.addAll(whole.taken());
        assertThat(whole.effects()).doesNotHaveDuplicates();
        int stride = Boolean.getBoolean("holdfast.full") ? 1 : stride(id) * ways;
        int first = 1 + Math.floorMod(id.hashCode(), stride);
        IntStream.rangeClosed(1, whole.moments())
                .filter(n -> n % stride == first % stride)
                .parallel()
                .forEach(crash -> {
                    Result crashed = live(driven, !restores, crash);
                    assertThat(crashed).as("%s, crash at %d", id, crash).isEqualTo(whole.at(crashed.moments()));
                });
        if (restores && removes) {
            assertThat(live(driven, true, 0).effects())
                    .as("%s, where nothing was", id)
                    .isNotEmpty();
        }
    }

    private static int stride(String id) {
        return id.startsWith("runbooks/") ? 90 : id.startsWith("drills/") || id.startsWith("recoveries/") ? 30 : 6;
    }

    private record Result(List<String> taken, String afterRun, String afterUndo, List<String> effects, int moments) {
        Result at(int other) {
            return new Result(taken, afterRun, afterUndo, effects, other);
        }
    }

    private Result live(DrivenDocument driven, boolean fromNothing, int crashAt) {
        DrivenAws aws = prepared(driven, fromNothing);
        Path home = folder.resolve("life" + lives.incrementAndGet());
        try (Bench bench = new Bench(home, aws)) {
            bench.crashAt = crashAt;
            Map<String, Runbook> documents = Map.of(driven.document().id(), driven.document());
            Wish wish = new Wish(driven.document().id(), driven.parameters(), Bench.SCOPE, "resource");
            Plan plan = bench.planner(documents).given("all", List.of(wish), Bench.TERMS);
            assertThat(plan.problems()).isEmpty();
            assertThat(plan.steps()).isNotEmpty();
            List<String> taken = plan.steps().stream()
                    .map(s -> s.key().replaceAll(".*\\.", ""))
                    .toList();
            aws.takes(taken);
            bench.engine.approve(plan, "ben", Duration.ofHours(1));
            RunReport report = toTheEnd(bench, plan, documents, aws);
            assertThat(report.state()).as("%s", report).isEqualTo(State.SUCCEEDED);
            String afterRun = aws.states.toString();
            aws.undoing = true;
            undoneToTheEnd(bench, plan);
            called.addAll(aws.called);
            return new Result(taken, afterRun, aws.states.toString(), List.copyOf(aws.effects), bench.moments);
        }
    }

    /** An AWS as it is before the document is carried out. */
    static DrivenAws prepared(DrivenDocument driven, boolean fromNothing) {
        DrivenAws aws = new DrivenAws(driven.document(), driven.answers());
        Map<String, JsonNode> values = new TreeMap<>();
        driven.parameters().properties().forEach(p -> values.put(p.getKey(), p.getValue()));
        values.putAll(driven.items());
        RunbookStep.flat(driven.document().steps()).forEach(step -> {
            for (int n = 0; n < step.outputs().size(); n++) {
                values.put(
                        step.name() + "." + step.outputs().get(n).name(),
                        driven.answers().path("Found").path(step.name() + n));
            }
        });
        writes(driven.document()).filter(s -> s.handling().wanted() != null).forEach(step -> {
            JsonNode wanted =
                    Template.fill(step.handling().wanted(), name -> values.getOrDefault(name, NullNode.getInstance()));
            boolean nothing = step.handling().restore() == null
                    || (fromNothing && step.handling().remove() != null);
            aws.knows(
                    step.name(),
                    nothing && !hollow(wanted) ? NullNode.getInstance() : DrivenAws.other(wanted),
                    made(step, wanted));
        });
        return aws;
    }

    /** What AWS gives beside what was wanted: ids and tokens that the undo takes from the state. */
    private static JsonNode made(RunbookStep step, JsonNode wanted) {
        if (!(wanted instanceof ObjectNode object)) {
            return wanted;
        }
        ObjectNode out = object.deepCopy();
        Stream.of(step.handling().remove(), step.handling().restore())
                .filter(Objects::nonNull)
                .flatMap(r -> Template.references(r.members()).stream())
                .filter(r -> r.startsWith("made."))
                .map(r -> r.substring("made.".length()))
                .filter(step.handling().volatileMembers()::contains)
                .forEach(r -> out.put(r, "given by AWS"));
        return out;
    }

    private static boolean hollow(JsonNode wanted) {
        return wanted.isNull() || (wanted.isContainerNode() && wanted.isEmpty());
    }

    private static Stream<RunbookStep> writes(Runbook document) {
        return RunbookStep.flat(document.steps()).stream().filter(RunbookStep::writes);
    }

    static RunReport toTheEnd(Bench bench, Plan plan, Map<String, Runbook> documents, DrivenAws aws) {
        for (int tries = 0; tries < 12; tries++) {
            try {
                RunReport report = bench.ledger.run(plan.id()).isEmpty()
                        ? bench.engine.start(plan, documents, Start.by("ana", "simulated"))
                        : bench.engine.resume(plan.id(), Map.of(), "ana");
                if (report.state() == State.WAITING_FOR_APPROVAL) {
                    // The same person twice does not count twice.
                    bench.engine.approveStep(plan.id(), tries % 2 == 0 ? "ben" : "cleo", Duration.ofHours(1));
                } else if (report.state() == State.WAITING_FOR_DECISION) {
                    decide(bench, plan, report, documents, aws);
                } else {
                    return report;
                }
            } catch (Bench.Crash crash) {
                bench.restart();
            }
        }
        return bench.engine.report(plan.id());
    }

    /** Where nothing tells, a person looks whether the last write took effect. */
    private static void decide(
            Bench bench, Plan plan, RunReport report, Map<String, Runbook> documents, DrivenAws aws) {
        String key = report.targets().get(0).key();
        boolean done = aws.effects.size()
                > plan.steps().stream().takeWhile(s -> !s.key().equals(key)).count();
        Map<String, String> answers = new TreeMap<>();
        String name = key.replaceAll(".*\\.", "");
        RunbookStep.flat(documents.get(plan.targets().get(0).document()).steps()).stream()
                .filter(s -> s.name().equals(name))
                .flatMap(s -> s.outputs().stream())
                .forEach(o -> answers.put("1/" + key + "." + o.name(), "a-" + name + "0"));
        bench.engine.resume(plan.id(), Map.of("1/" + key, done ? Decision.DONE : Decision.REDO), answers, "ben");
    }

    private static void undoneToTheEnd(Bench bench, Plan plan) {
        boolean asked = false;
        for (int tries = 0; tries < 4; tries++) {
            try {
                RunReport report =
                        asked ? bench.engine.resume(plan.id(), Map.of(), "ana") : bench.engine.undo(plan.id(), "ana");
                if (report.state() == State.UNDONE) {
                    return;
                }
                asked = false;
            } catch (Bench.Crash crash) {
                bench.restart();
                asked = true;
            }
        }
    }
}
