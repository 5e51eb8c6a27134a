package dev.holdfast.enrich;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How fast somebody would have had to travel between two of their calls. Remembers the last place of at most
 * {@value #MOST} people.
 */
final class Travel {
    static final int MOST = 50_000;
    private static final double EARTH_KM = 6_371;
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private record Stop(Instant at, double latitude, double longitude, String country) {}

    /**
     * The way between two calls.
     *
     * @param km as the crow flies
     * @param kmh over the time between them
     * @param from two letters of the country before
     */
    record Leg(long km, long kmh, String from) {}

    private final Map<Digest, Stop> last = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Stop> eldest) {
            return size() > MOST;
        }
    };

    /** The way from the call before; empty for the first call, one that comes late, or a place that is not known. */
    Optional<Leg> to(String name, Instant at, Places.Place place) {
        Double latitude = place.latitude();
        Double longitude = place.longitude();
        if (name.isEmpty() || latitude == null || longitude == null) {
            return Optional.empty();
        }
        Digest person = Digest.of(name);
        Stop before = last.get(person);
        if (before != null && at.isBefore(before.at())) {
            return Optional.empty();
        }
        Stop now = new Stop(at, latitude, longitude, place.country());
        last.put(person, now);
        if (before == null) {
            return Optional.empty();
        }
        double km = distance(before, now);
        // Two calls at once are a minute apart, so that the figure stays finite.
        long seconds =
                Math.max(SHORTEST.toSeconds(), Duration.between(before.at(), at).toSeconds());
        return Optional.of(new Leg(Math.round(km), Math.round(km * 3_600 / seconds), before.country()));
    }

    private static double distance(Stop a, Stop b) {
        double north = Math.toRadians(b.latitude() - a.latitude()) / 2;
        double east = Math.toRadians(b.longitude() - a.longitude()) / 2;
        double chord = Math.pow(Math.sin(north), 2)
                + Math.cos(Math.toRadians(a.latitude()))
                        * Math.cos(Math.toRadians(b.latitude()))
                        * Math.pow(Math.sin(east), 2);
        return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
    }

    /** Reads a line that {@link #write} wrote; false when it is none. */
    boolean read(String[] parts) {
        if (parts.length != 7 || !parts[0].equals("place")) {
            return false;
        }
        try {
            Instant at = Instant.ofEpochMilli(Long.parseLong(parts[3]));
            double latitude = Double.parseDouble(parts[4]);
            double longitude = Double.parseDouble(parts[5]);
            String country = parts[6].equals("-") ? "" : parts[6];
            Digest.read(parts[1], parts[2]).ifPresent(d -> last.put(d, new Stop(at, latitude, longitude, country)));
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Writes all, a line each. */
    void write(Writer out) throws IOException {
        for (Map.Entry<Digest, Stop> entry : last.entrySet()) {
            Stop stop = entry.getValue();
            String country = stop.country().isEmpty() ? "-" : stop.country();
            out.write("place " + entry.getKey() + " " + stop.at().toEpochMilli() + " " + stop.latitude() + " "
                    + stop.longitude() + " " + country + "\n");
        }
    }
}
