package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.runbook.Lookup;
import dev.holdfast.runbook.Lookup.ReadyCall;
import java.util.List;
import java.util.Set;

/** Reading for runs and plans: whole answers, all pages in one, and states where an error may mean absence. */
final class Reads {
    private static final Set<String> COUNTS = Set.of("Count", "ScannedCount");

    private final AwsReader reader;

    Reads(AwsReader reader) {
        this.reader = reader;
    }

    /** The answer; lists of later pages are added to those of the first. */
    JsonNode answer(ReadyCall call) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        reader.pages(call.scope(), call.service(), call.api(), call.request(), page -> merge(whole, page));
        if (call.each() != null) {
            List<ReadyCall> calls = call.each().calls(call.scope(), whole);
            ArrayNode answers = whole.putArray("Each");
            calls.forEach(c -> answers.add(answer(c)));
        }
        return whole;
    }

    private static void merge(ObjectNode whole, JsonNode page) {
        page.properties().forEach(member -> {
            if (whole.get(member.getKey()) instanceof ArrayNode list && member.getValue() instanceof ArrayNode more) {
                list.addAll(more);
            } else if (COUNTS.contains(member.getKey())
                    && whole.path(member.getKey()).isIntegralNumber()) {
                // Each page of a scan counts for itself.
                whole.put(
                        member.getKey(),
                        whole.get(member.getKey()).asLong() + member.getValue().asLong());
            } else {
                whole.set(member.getKey(), member.getValue().deepCopy());
            }
        });
    }

    /** The value looked up; null in JSON when there is nothing. */
    JsonNode state(Lookup lookup) {
        try {
            return lookup.value(answer(lookup.call()));
        } catch (AwsFailure failure) {
            return orAbsent(lookup, failure);
        }
    }

    /** Nothing, where the failure means that. */
    JsonNode orAbsent(Lookup lookup, AwsFailure failure) {
        if (failure.says(lookup.absentOn())) {
            return NullNode.getInstance();
        }
        throw failure;
    }

    /** The door itself. */
    AwsReader reader() {
        return reader;
    }

    /** The principal that reads are made as. */
    String principal(ReadyCall call) {
        return reader.principal(call.scope());
    }
}
