package dev.holdfast.enrich;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.Enrichment;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known about addresses and about what was seen before. Gives these members, where they are known:
 *
 * <ul>
 *   <li>{@code source}: {@code country}, {@code city}, {@code asn}, {@code organization}, {@code aws} (service and region
 *       of an address of AWS), {@code outside-aws} (true for a public address that is none of AWS's)
 *   <li>{@code threat}: {@code list}, {@code value}
 *   <li>{@code new}: {@code region} for the account, {@code asn} for the actor, each true or absent
 *   <li>{@code travel}: {@code km}, {@code kmh}, {@code from}
 * </ul>
 *
 * Memory is bounded, whatever the length of the logs.
 */
public final class Knowledge implements Enrichment, Closeable {
    private final @Nullable Places places;
    private final @Nullable AwsRanges aws;
    private final ThreatLists threats;
    private final FirstSeen seen;
    private final @Nullable Path memory;
    private final Travel travel = new Travel();

    private Knowledge(
            @Nullable Places places,
            @Nullable AwsRanges aws,
            ThreatLists threats,
            FirstSeen seen,
            @Nullable Path memory) {
        this.places = places;
        this.aws = aws;
        this.threats = threats;
        this.seen = seen;
        this.memory = memory;
    }

    /**
     * What to read.
     *
     * @param geo files in MaxMind's format, the later ones over the earlier
     * @param ranges AWS's {@code ip-ranges.json}, null for none
     * @param threats lists by name
     * @param learning how long an account or actor is watched before something can be new
     * @param memory where is kept what was seen before, null for nowhere
     */
    public record Inputs(
            List<Path> geo,
            @Nullable Path ranges,
            Map<String, Path> threats,
            Duration learning,
            @Nullable Path memory) {}

    /**
     * Reads all files.
     *
     * @param now entries of threat lists whose time is up by then are left out
     * @throws IOException naming the file that cannot be read
     */
    public static Knowledge open(Inputs files, Instant now) throws IOException {
        ThreatLists threats = new ThreatLists(now);
        for (Map.Entry<String, Path> list : files.threats().entrySet()) {
            try (InputStream in = Files.newInputStream(list.getValue())) {
                threats.read(list.getKey(), in);
            } catch (IOException e) {
                throw new IOException("`" + list.getValue() + "`: " + e.getMessage(), e);
            }
        }
        AwsRanges aws = null;
        if (files.ranges() != null) {
            try (InputStream in = Files.newInputStream(files.ranges())) {
                aws = AwsRanges.read(in);
            } catch (IOException e) {
                throw new IOException("`" + files.ranges() + "`: " + e.getMessage(), e);
            }
        }
        Places places = files.geo().isEmpty() ? null : Places.open(files.geo());
        Knowledge out = new Knowledge(places, aws, threats, new FirstSeen(files.learning()), files.memory());
        out.restore();
        return out;
    }

    /** Lines that cannot be read are left out: what was seen before is a help, never a condition. */
    private void restore() throws IOException {
        if (memory == null || !Files.isRegularFile(memory)) {
            return;
        }
        try (BufferedReader in = Files.newBufferedReader(memory)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] parts = line.split(" ");
                if (!seen.read(parts)) {
                    travel.read(parts);
                }
            }
        }
    }

    @Override
    public ObjectNode of(About about) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        Optional<InetAddress> address = Address.bytes(about.address());
        address.ifPresent(a -> source(a, about, out));
        threat(about)
                .ifPresent(listed ->
                        out.putObject("threat").put("list", listed.list()).put("value", listed.value()));
        return out;
    }

    private void source(InetAddress address, About about, ObjectNode out) {
        ObjectNode source = JsonNodeFactory.instance.objectNode();
        ObjectNode fresh = JsonNodeFactory.instance.objectNode();
        Places.Place place = places == null ? Places.UNKNOWN : places.of(address);
        put(source, "country", place.country());
        put(source, "city", place.city());
        if (place.network() > 0) {
            source.put("asn", place.network());
        }
        put(source, "organization", place.owner());
        Optional<AwsRanges.Owner> owner =
                aws == null ? Optional.empty() : Address.parse(about.address()).flatMap(aws::of);
        owner.ifPresent(o -> source.put("aws", o.service() + " " + o.region()));
        boolean open = !address.isSiteLocalAddress() && !address.isLoopbackAddress() && !address.isLinkLocalAddress();
        if (aws != null && owner.isEmpty() && open) {
            source.put("outside-aws", true);
        }
        if (!about.account().isEmpty()
                && !about.region().isEmpty()
                && seen.isNew("region", about.source() + " " + about.account(), about.region(), about.time())) {
            fresh.put("region", true);
        }
        if (!about.actor().isEmpty()
                && place.network() > 0
                && seen.isNew(
                        "asn", about.source() + " " + about.actor(), Long.toString(place.network()), about.time())) {
            fresh.put("asn", true);
        }
        // Where a machine of AWS stands says nothing about where a person is.
        if (owner.isEmpty()) {
            travel.to(about.actor(), about.time(), place)
                    .ifPresent(leg -> out.putObject("travel")
                            .put("km", leg.km())
                            .put("kmh", leg.kmh())
                            .put("from", leg.from()));
        }
        if (!source.isEmpty()) {
            out.set("source", source);
        }
        if (!fresh.isEmpty()) {
            out.set("new", fresh);
        }
    }

    private Optional<ThreatLists.Listed> threat(About about) {
        if (threats.size() == 0) {
            return Optional.empty();
        }
        Optional<ThreatLists.Listed> own = about.address().isEmpty() ? Optional.empty() : threats.of(about.address());
        return own.or(() ->
                about.indicators().stream().flatMap(i -> threats.of(i).stream()).findFirst());
    }

    private static void put(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }

    /**
     * Keeps what was seen, whole or not at all.
     *
     * @throws IOException when it cannot be written; what was kept before stays
     */
    public void save() throws IOException {
        if (memory == null) {
            return;
        }
        Path next = memory.resolveSibling(memory.getFileName() + ".new");
        try (Writer out = Files.newBufferedWriter(next)) {
            seen.write(out);
            travel.write(out);
        }
        Files.move(next, memory, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Keeps what was seen and closes the files. */
    @Override
    public void close() throws IOException {
        save();
        if (places != null) {
            places.close();
        }
    }
}
