package dev.holdfast.enrich;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** AWS's own list of its addresses ({@code ip-ranges.json}). */
final class AwsRanges {
    /** The name under which every address of AWS is listed; a service's own name says more. */
    private static final String ANY = "AMAZON";

    private static final int MAX_RANGES = 200_000;

    /**
     * Whose an address is.
     *
     * @param service AWS's name of the service, such as {@code EC2}
     * @param region the region, {@code GLOBAL} for all
     */
    record Owner(String service, String region) {}

    private final Prefixes<Owner> services = new Prefixes<>();
    private final Prefixes<Owner> all = new Prefixes<>();

    private AwsRanges() {}

    /**
     * Reads the list, an entry at a time.
     *
     * @throws IOException when it cannot be read or is not that list
     */
    static AwsRanges read(InputStream in) throws IOException {
        AwsRanges out = new AwsRanges();
        JsonMapper json = JsonMapper.builder().build();
        try (JsonParser parser = json.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("this is not AWS's list of address ranges");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                parser.nextToken();
                if (parser.currentToken() != JsonToken.START_ARRAY) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    out.add(json.readTree(parser));
                }
            }
        }
        if (out.all.size() + out.services.size() == 0) {
            throw new IOException("there is no range in it; it should be AWS's ip-ranges.json");
        }
        return out;
    }

    private void add(JsonNode entry) throws IOException {
        String prefix = entry.path("ip_prefix").asText(entry.path("ipv6_prefix").asText());
        Owner owner = new Owner(
                entry.path("service").asText(ANY), entry.path("region").asText());
        (owner.service().equals(ANY) ? all : services).add(prefix, owner);
        if (all.size() + services.size() > MAX_RANGES) {
            throw new IOException("there are more than " + MAX_RANGES + " ranges in it");
        }
    }

    Optional<Owner> of(Address address) {
        return services.of(address).or(() -> all.of(address));
    }
}
