package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.content.Ask;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.content.Template;
import dev.holdfast.model.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a step asks, once parameters and what earlier steps found stand in it. */
final class Questions {
    /** Each question reads all that is kept of ninety days; a list that a stranger can make longer is cut here. */
    private static final int MOST = 20;

    private Questions() {}

    static Next.Question of(
            Cursor cursor, RunbookStep step, String key, RunbookStep.Question question, Scope scope, String say) {
        List<Next.About> out = new ArrayList<>();
        int leftOut = 0;
        for (Ask ask : question.asks()) {
            @Nullable Instant since = ask.since().isEmpty() ? null : cursor.ended(ask.since());
            if (!ask.since().isEmpty() && since == null) {
                continue;
            }
            for (String value : values(cursor, ask)) {
                if (out.size() < MOST) {
                    out.add(new Next.About(new Ask(ask.about(), value), since));
                } else {
                    leftOut++;
                }
            }
        }
        return new Next.Question(key, step, scope, out, leftOut, say);
    }

    /** A range of one address is that address. */
    private static String single(Ask.About about, String value) {
        return about == Ask.About.ADDRESS ? value.replaceFirst("/(32|128)$", "") : value;
    }

    /** The values, each once. What an earlier step did not find is asked about no more than an empty parameter. */
    private static Set<String> values(Cursor cursor, Ask ask) {
        JsonNode filled;
        try {
            filled = Template.fill(TextNode.valueOf(ask.value()), cursor::value);
        } catch (Template.Missing e) {
            return Set.of();
        }
        Set<String> out = new LinkedHashSet<>();
        JsonNode list =
                filled.isArray() ? filled : JsonNodeFactory.instance.arrayNode().add(filled);
        list.forEach(each -> {
            JsonNode value = ask.member().isEmpty() ? each : each.path(ask.member());
            if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
                out.add(single(ask.about(), value.asText()));
            }
        });
        return out;
    }
}
