package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.RunRecord;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.JournalEntry.Kind;
import dev.holdfast.model.Progress;
import dev.holdfast.runbook.Lookup;
import dev.holdfast.runbook.Lookup.ReadyCall;
import dev.holdfast.runbook.StateForm;
import dev.holdfast.runbook.UndoOrder;
import dev.holdfast.runbook.UndoOrder.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what runs left with what is there now. Where several runs wrote the same thing, the last one counts; what was
 * undone does not. Reads AWS, and writes nothing.
 */
public final class DriftReader {
    private static final int SHORTEST_NAME = 4;

    private final Ledger ledger;
    private final Reads reads;
    private final Progress progress;

    /**
     * What was compared.
     *
     * @param compared how many things that runs left were read
     * @param drifts those that are otherwise, or could not be read; in the order in which they were made
     */
    public record Result(int compared, List<Drift> drifts) {}

    /**
     * @param ledger where runs are kept
     * @param reader the reading door
     * @param progress told of each thing read
     */
    public DriftReader(Ledger ledger, AwsReader reader, Progress progress) {
        this.ledger = ledger;
        this.reads = new Reads(reader);
        this.progress = progress;
    }

    /** Compares all that fixes, deployments and responses left; drills clean up after themselves. */
    public Result look() {
        Map<String, Left> left = new LinkedHashMap<>();
        List<RunRecord> runs = new ArrayList<>(ledger.runs());
        runs.sort(Comparator.comparing(RunRecord::createdAt));
        runs.stream().filter(r -> !r.kind().equals("drill")).forEach(run -> collect(run, left));
        List<Drift> out = new ArrayList<>();
        int n = 0;
        for (Left one : left.values()) {
            progress.at(++n, left.size(), one.written.intent().path("say").asText());
            compare(one, out);
        }
        return new Result(left.size(), List.copyOf(out));
    }

    private record Left(RunRecord run, Plan.Target target, Written written, Instant since) {}

    private void collect(RunRecord run, Map<String, Left> left) {
        List<JournalEntry> journal = ledger.journal(run.id());
        Map<String, Instant> done = new LinkedHashMap<>();
        Set<String> undone = new HashSet<>();
        for (JournalEntry entry : journal) {
            if (entry.kind() == Kind.DONE) {
                done.put(entry.step(), entry.at());
            } else if (entry.kind() == Kind.UNDONE) {
                undone.add(entry.step());
            }
        }
        for (Plan.Target target : PlanJson.read(run.plan()).targets()) {
            for (Written written : UndoOrder.written(journal, target.name())) {
                String thing = written.intent().path("lookup").toString();
                Instant since = done.get(written.step());
                boolean stands = !undone.contains(written.step());
                if (since != null
                        && stands
                        && written.intent().has("wanted")
                        && written.intent().has("lookup")) {
                    left.remove(thing);
                    left.put(thing, new Left(run, target, written, since));
                }
            }
        }
    }

    private void compare(Left left, List<Drift> out) {
        Lookup lookup = Lookup.of(left.written.intent().path("lookup"));
        JsonNode wanted = left.written.intent().path("wanted");
        try {
            JsonNode now = reads.state(lookup);
            if (!StateForm.same(now, wanted, left.written.volatileMembers())) {
                out.add(drift(left, lookup, now, ""));
            }
        } catch (AwsFailure failure) {
            out.add(drift(left, lookup, NullNode.getInstance(), failure.explain()));
        }
    }

    private static Drift drift(Left left, Lookup lookup, JsonNode found, String unread) {
        JsonNode intent = left.written.intent();
        ReadyCall call = ReadyCall.of(intent.path("call"));
        Set<String> names = new TreeSet<>();
        texts(lookup.call().request(), names);
        texts(call.request(), names);
        names.add(left.target.resource());
        return new Drift(
                left.run.id(),
                left.since,
                left.written.step(),
                left.target.document(),
                left.target.resource(),
                call.scope().account().value(),
                call.scope().region().value(),
                intent.path("say").asText(),
                call.operation(),
                intent.path("wanted"),
                found,
                unread,
                names);
    }

    /** Names and ids stand in texts of a request that are no documents. */
    private static void texts(JsonNode node, Set<String> out) {
        if (node.isTextual()) {
            String text = node.textValue();
            if (text.length() >= SHORTEST_NAME && text.length() < 256 && !text.startsWith("{")) {
                out.add(text);
            }
        }
        node.forEach(child -> texts(child, out));
    }
}
