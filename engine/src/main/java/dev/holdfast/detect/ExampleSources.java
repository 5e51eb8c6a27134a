package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.SigmaRule;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.model.Event;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses the log source that an example's event comes from, as a reader of files would by what the event holds. */
final class ExampleSources {
    private final List<SourceDefinition> sources;

    ExampleSources(List<SourceDefinition> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * The first source that serves the rule and recognises the record; otherwise the rule's own product and service.
     *
     * @param rule what the rule says about its log source
     */
    Event.LogSource of(SigmaRule.Source rule, JsonNode record) {
        return sources.stream()
                .filter(source ->
                        source.sigma().routesOf(source.source()).stream().anyMatch(route -> route.serves(rule)))
                .filter(source -> source.recognise().stream().allMatch(sign -> shows(record, sign)))
                .map(SourceDefinition::source)
                .findFirst()
                .orElse(new Event.LogSource(text(rule.product()), text(rule.service())));
    }

    private static boolean shows(JsonNode record, SourceDefinition.Sign sign) {
        Field field = Field.plain(sign.path());
        return sign.values().isEmpty()
                ? field.isIn(record)
                : field.any(record, value -> sign.values().stream().anyMatch(v -> means(v, value.text())));
    }

    private static boolean means(String wanted, String value) {
        return wanted.endsWith("*")
                ? value.toLowerCase(Locale.ROOT)
                        .startsWith(wanted.substring(0, wanted.length() - 1).toLowerCase(Locale.ROOT))
                : value.equalsIgnoreCase(wanted);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
