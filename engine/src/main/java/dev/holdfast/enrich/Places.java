package dev.holdfast.enrich;

import com.maxmind.db.Reader;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where addresses are and whose network they belong to, from files in MaxMind's format (GeoLite2 City, Country, ASN or
 * others with the same members). Files stay on disk; the last answers are kept.
 */
final class Places implements Closeable {
    private static final int KEPT = 20_000;

    /** Nothing is known. */
    static final Place UNKNOWN = new Place("", "", null, null, 0, "");

    private final List<Reader> readers = new ArrayList<>();
    private final Map<InetAddress, Place> last = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Place> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * What is known of an address.
     *
     * @param country two letters, empty when unknown
     * @param city its English name, empty when unknown
     * @param latitude in degrees, null when unknown
     * @param longitude in degrees, null when unknown
     * @param network number of the autonomous system, 0 when unknown
     * @param owner who runs it, empty when unknown
     */
    record Place(
            String country,
            String city,
            @Nullable Double latitude,
            @Nullable Double longitude,
            long network,
            String owner) {}

    /** Opens files. @throws IOException when one cannot be read as MaxMind's format */
    static Places open(List<Path> files) throws IOException {
        Places out = new Places();
        for (Path file : files) {
            try {
                out.readers.add(new Reader(file.toFile(), Reader.FileMode.MEMORY_MAPPED));
            } catch (IOException e) {
                out.close();
                throw new IOException("`" + file + "` is not a file in MaxMind's format: " + e.getMessage(), e);
            }
        }
        return out;
    }

    Place of(InetAddress address) {
        Place known = last.get(address);
        if (known == null) {
            known = ask(address);
            last.put(address, known);
        }
        return known;
    }

    private Place ask(InetAddress address) {
        Place place = UNKNOWN;
        for (Reader reader : readers) {
            place = joined(place, found(reader, address));
        }
        return place;
    }

    /** A damaged part of a file makes an address unknown; the rest of the file still serves. */
    private static Map<?, ?> found(Reader reader, InetAddress address) {
        try {
            Map<?, ?> found = reader.get(address, Map.class);
            return found == null ? Map.of() : found;
        } catch (IOException | RuntimeException e) {
            return Map.of();
        }
    }

    private static Place joined(Place old, Map<?, ?> found) {
        String country = text(map(found, "country"), "iso_code");
        String city = text(map(map(found, "city"), "names"), "en");
        Double latitude = number(map(found, "location"), "latitude");
        Double longitude = number(map(found, "location"), "longitude");
        Double network = number(found, "autonomous_system_number");
        String owner = text(found, "autonomous_system_organization");
        return new Place(
                country.isEmpty() ? old.country() : country,
                city.isEmpty() ? old.city() : city,
                latitude == null ? old.latitude() : latitude,
                longitude == null ? old.longitude() : longitude,
                network == null ? old.network() : network.longValue(),
                owner.isEmpty() ? old.owner() : owner);
    }

    private static Map<?, ?> map(Map<?, ?> in, String name) {
        return in.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Map<?, ?> in, String name) {
        return in.get(name) instanceof String text ? text : "";
    }

    private static @Nullable Double number(Map<?, ?> in, String name) {
        return in.get(name) instanceof Number number ? number.doubleValue() : null;
    }

    @Override
    public void close() throws IOException {
        for (Reader reader : readers) {
            reader.close();
        }
    }
}
