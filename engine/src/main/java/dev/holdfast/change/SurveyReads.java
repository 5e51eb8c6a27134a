package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.runbook.Lookup;
import dev.holdfast.runbook.Lookup.ReadyCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Reading for plans. An administrator's account has a wish for each account of the organization, and all of them ask for the
 * same list, so what was answered lately is not asked again, and a lookup is answered out of a list where its document names
 * one. Before a step is carried out, the thing itself is read.
 */
final class SurveyReads {
    /** Some for each region of one account; a list of a thousand members has a megabyte. */
    private static final int KEPT = 64;

    private final Reads reads;
    private final Map<ReadyCall, CompletableFuture<JsonNode>> lately = new LinkedHashMap<>(2 * KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ReadyCall, CompletableFuture<JsonNode>> eldest) {
            return size() > KEPT;
        }
    };

    SurveyReads(Reads reads) {
        this.reads = reads;
    }

    /** The answer, perhaps that of an equal call before; not to be changed. */
    JsonNode answer(ReadyCall call) {
        CompletableFuture<JsonNode> mine = new CompletableFuture<>();
        CompletableFuture<JsonNode> before;
        synchronized (lately) {
            before = lately.putIfAbsent(call, mine);
        }
        if (before == null) {
            try {
                mine.complete(reads.answer(call));
            } catch (RuntimeException | Error e) {
                mine.completeExceptionally(e);
            }
            before = mine;
        }
        try {
            return before.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** The value looked up; null in JSON when there is nothing. */
    JsonNode state(Lookup lookup) {
        Lookup asked = lookup.survey() == null ? lookup : lookup.survey();
        try {
            return asked.value(answer(asked.call()));
        } catch (AwsFailure failure) {
            return reads.orAbsent(asked, failure);
        }
    }
}
