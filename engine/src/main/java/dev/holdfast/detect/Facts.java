package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found out about an event besides, as people read it. */
final class Facts {
    /** The member that an event carries it in, while rules are asked. */
    static final String MEMBER = "holdfast";

    private Facts() {}

    /** By name, for the finding. */
    static Map<String, String> of(JsonNode event) {
        JsonNode known = event.path(MEMBER);
        Map<String, String> out = new LinkedHashMap<>();
        String place = String.join(", ", place(known.path("source")));
        if (!place.isEmpty()) {
            out.put("address", place);
        }
        if (known.has("threat")) {
            out.put(
                    "threat",
                    known.path("threat").path("value").asText() + " is on the list "
                            + known.path("threat").path("list").asText());
        }
        if (known.path("new").path("region").asBoolean()) {
            out.put("region", "never used by this account before");
        }
        if (known.path("new").path("asn").asBoolean()) {
            out.put("network", "never used by this actor before");
        }
        JsonNode travel = known.path("travel");
        if (travel.has("km") && travel.path("km").asLong() > 0) {
            String from = travel.path("from").asText();
            out.put(
                    "travel",
                    travel.path("km").asLong() + " km from the call before" + (from.isEmpty() ? "" : " in " + from)
                            + ", " + travel.path("kmh").asLong() + " km/h");
        }
        return out;
    }

    /** Behind an address in a sentence. */
    static String aside(JsonNode event) {
        List<String> place = place(event.path(MEMBER).path("source"));
        return place.isEmpty() ? "" : " (" + String.join(", ", place) + ")";
    }

    private static List<String> place(JsonNode source) {
        List<String> out = new ArrayList<>();
        if (source.has("asn")) {
            String owner = source.path("organization").asText();
            out.add("AS" + source.path("asn").asLong() + (owner.isEmpty() ? "" : " " + owner));
        }
        if (source.has("aws")) {
            out.add("AWS " + source.path("aws").asText());
        }
        String city = source.path("city").asText();
        String country = source.path("country").asText();
        if (!country.isEmpty() || !city.isEmpty()) {
            out.add(city.isEmpty() ? country : country.isEmpty() ? city : city + " " + country);
        }
        return out;
    }
}
