package dev.holdfast.enrich;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the indicators of a STIX 2 bundle, one object at a time. A pattern counts when it compares one thing
 * ({@code [ipv4-addr:value = '198.51.100.7']}) or offers several by OR; one that joins several by AND or FOLLOWEDBY says
 * more than a list can and is left out.
 */
final class StixIndicators {
    private static final Pattern ONE = Pattern.compile(
            "(ipv4-addr|ipv6-addr|domain-name|url|file|user-account|artifact)(?::[A-Za-z0-9_.'-]+)+\\s*(?:=|ISSUBSET)\\s*'((?:[^'\\\\]|\\\\.)*)'");

    private static final Pattern JOINED = Pattern.compile("\\b(AND|FOLLOWEDBY|NOT)\\b");

    private StixIndicators() {}

    /** Takes an entry. */
    interface Taker {
        void take(String value) throws IOException;
    }

    static void read(Reader in, Instant now, Taker taker) throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        try (JsonParser parser = json.createParser(in)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() != JsonToken.START_ARRAY || !name.equals("objects")) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    object(json.readTree(parser), now, taker);
                }
            }
        }
    }

    private static void object(JsonNode object, Instant now, Taker taker) throws IOException {
        String pattern = object.path("pattern").asText();
        boolean stix = object.path("pattern_type").asText("stix").equals("stix");
        if (!object.path("type").asText().equals("indicator")
                || !stix
                || object.path("revoked").asBoolean()
                || ended(object.path("valid_until").asText(), now)
                || JOINED.matcher(pattern.replaceAll("'(?:[^'\\\\]|\\\\.)*'", "''"))
                        .find()) {
            return;
        }
        Matcher match = ONE.matcher(pattern);
        while (match.find()) {
            taker.take(match.group(2).replaceAll("\\\\(.)", "$1"));
        }
    }

    private static boolean ended(String until, Instant now) {
        try {
            return !until.isEmpty() && Instant.parse(until).isBefore(now);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
