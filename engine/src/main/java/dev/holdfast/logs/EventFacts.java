package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.SourceDefinition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The facts of an event that every log has in some way, as its source says where they stand; empty where it does not say.
 *
 * @param actor who acted
 * @param accessKey the access key used
 * @param sourceIp where it came from
 * @param account the account it concerns
 * @param region the region it concerns
 * @param error why it was refused
 * @param event its name
 * @param resource what it is about
 */
public record EventFacts(
        String actor,
        String accessKey,
        String sourceIp,
        String account,
        String region,
        String error,
        String event,
        String resource) {
    /** Where the facts stand in the records of one source. */
    static final class Places {
        private static final int LONGEST = 1_024;

        private final List<RecordText> actor;
        private final List<RecordText> accessKey;
        private final List<RecordText> sourceIp;
        private final List<RecordText> account;
        private final List<RecordText> region;
        private final List<RecordText> error;
        private final List<RecordText> event;
        private final List<RecordText> resource;

        Places(SourceDefinition.View view) {
            this.actor = texts(view.actor());
            this.accessKey = texts(view.accessKey());
            this.sourceIp = texts(view.sourceIp());
            this.account = texts(view.account());
            this.region = texts(view.region());
            this.error = texts(view.error());
            this.event = texts(view.event());
            this.resource = texts(view.resource());
        }

        private static List<RecordText> texts(List<String> names) {
            return names.stream().map(RecordText::new).toList();
        }

        EventFacts of(JsonNode record) {
            return new EventFacts(
                    first(actor, record),
                    first(accessKey, record),
                    first(sourceIp, record),
                    first(account, record),
                    first(region, record),
                    first(error, record),
                    event.stream().flatMap(e -> e.of(record).stream()).collect(Collectors.joining(" ")),
                    first(resource, record));
        }

        private static String first(List<RecordText> places, JsonNode record) {
            for (RecordText place : places) {
                Optional<String> value = place.of(record);
                if (value.isPresent()) {
                    String text = value.get();
                    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
                }
            }
            return "";
        }
    }
}
