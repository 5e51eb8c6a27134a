package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.CanonicalJson;
import dev.holdfast.model.Evidence;
import dev.holdfast.model.JournalEntry.Kind;
import dev.holdfast.model.Scope;
import dev.holdfast.runbook.Line;
import dev.holdfast.runbook.Next;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes the evidence that is no plain answer of AWS: what the kept events say, and what lies on a disk. All of it only
 * reads, so that a step whose journal line was lost is done again.
 */
final class Witness {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Tools tools;
    private final RunLog log;

    Witness(Tools tools, RunLog log) {
        this.tools = tools;
        this.log = log;
    }

    /** An answer that could not be had is an answer too: containment does not wait for it. */
    void ask(Next.Question question, String step) {
        List<String> said = new ArrayList<>();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (Next.About one : question.asks()) {
            tools.progress().at(0, 0, question.say());
            ObjectNode answer = tools.witnesses().events().answer(one.ask(), question.scope(), one.since(), log.now());
            String says = answer.path("says").asText();
            said.add(says);
            Evidence kept = keep("lake-answer", says, "holdfast", "lake", answer);
            body.put("evidence", kept.sha256());
            body.withArray("answers").add(kept.sha256());
        }
        if (question.leftOut() > 0) {
            said.add(question.leftOut() + " more were not asked about; ask with `respond ask`");
        }
        body.put("say", question.say() + ": " + (said.isEmpty() ? "there is nothing to ask" : String.join("; ", said)));
        log.add(step, new Line(Kind.READ, body));
    }

    void hash(Next.Blocks blocks, String step) {
        String snapshot = blocks.call().request().path("SnapshotId").asText();
        Scope scope = blocks.call().scope();
        tools.progress().at(0, 0, blocks.say());
        try {
            Kept kept = hashed(scope, snapshot).orElseGet(() -> hash(blocks, scope, snapshot));
            JsonNode wrong = kept.hashes().path("wrong");
            if (wrong.isEmpty()) {
                ObjectNode body = JsonNodeFactory.instance.objectNode();
                body.put("say", SnapshotHash.says(kept.hashes()));
                body.put("operation", blocks.call().operation()).put("evidence", kept.digest());
                log.add(step, new Line(Kind.READ, body));
            } else {
                log.failed(step, wrong.size() + " blocks of " + snapshot + " are not what AWS says: " + wrong, true);
            }
        } catch (AwsFailure failure) {
            log.failed(step, failure.explain(), false);
        } catch (IllegalArgumentException e) {
            log.failed(
                    step,
                    e.getMessage() + ". Hash it by `evidence snapshot " + log.run()
                            + " --most-blocks N`, then resume with --decide " + step + "=done",
                    true);
        }
    }

    private record Kept(ObjectNode hashes, String digest) {}

    private Kept hash(Next.Blocks blocks, Scope scope, String snapshot) {
        ObjectNode taken = new SnapshotHash(
                        tools.reads().reader(), tools.witnesses().disks())
                .of(scope, snapshot, SnapshotHash.USUAL, tools.progress());
        String by = tools.reads().principal(blocks.call());
        Evidence link =
                keep(SnapshotHash.KIND, SnapshotHash.says(taken), by, SnapshotHash.source(scope, snapshot), taken);
        return new Kept(taken, link.sha256());
    }

    /** What this run kept already of a disk that was as AWS says: hours of reading that a crash need not cost twice. */
    private Optional<Kept> hashed(Scope scope, String snapshot) {
        return tools.evidence().list(log.run()).stream()
                .filter(e -> e.kind().equals(SnapshotHash.KIND))
                .filter(e -> e.source().equals(SnapshotHash.source(scope, snapshot)))
                .map(e -> new Kept(read(tools.evidence().content(e.sha256())), e.sha256()))
                .filter(k -> k.hashes().path("wrong").isEmpty())
                .findFirst();
    }

    private static ObjectNode read(byte[] content) {
        try {
            return (ObjectNode) JSON.readTree(content);
        } catch (IOException e) {
            throw new IllegalArgumentException("the hashes that were kept cannot be read", e);
        }
    }

    private Evidence keep(String kind, String name, String by, String source, JsonNode content) {
        byte[] bytes = CanonicalJson.of(content).text().getBytes(StandardCharsets.UTF_8);
        return tools.evidence().keep(log.run(), kind, name, by, source, log.now(), bytes);
    }
}
