package dev.holdfast.logs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What responders ask of flow logs, answered in one pass: who talks most, who reached administration ports, who was turned
 * away, what calls home at even intervals, how much left, and where the log has holes. Memory grows with the number of
 * pairs of addresses, at most {@link #MOST_PAIRS} of them; further ones are counted and named as left out.
 */
public final class FlowQuestions {
    static final int MOST_PAIRS = 200_000;
    private static final Set<Integer> ADMIN_PORTS = Set.of(22, 23, 135, 445, 1433, 3306, 3389, 5432, 5900, 5985, 5986);
    private static final int SAMPLES = 512;
    private static final int FEWEST_BEATS = 6;
    /** A beacon's intervals stray from their mean by no more than this part of it. */
    private static final double STRAYS = 0.15;
    /** Flow logs are gathered for ten minutes at most; a silence longer than two rounds is a hole. */
    private static final long HOLE_SECONDS = 1_200;

    private final Predicate<String> inside;
    private final Map<String, Pair> pairs = new HashMap<>();
    private final Map<String, TreeMap<Long, Long>> seen = new HashMap<>();
    private final Map<String, Set<String>> skipped = new TreeMap<>();
    private long records;
    private long leftOut;
    private long first = Long.MAX_VALUE;
    private long last;

    /** Two addresses, told apart by who sent. */
    private static final class Pair {
        private final String from;
        private final String to;
        private final int port;
        private final List<Long> starts = new ArrayList<>();
        private long records;
        private long bytes;
        private long rejects;
        private long first = Long.MAX_VALUE;
        private long last;

        Pair(String from, String to, int port) {
            this.from = from;
            this.to = to;
            this.port = port;
        }

        void add(Flow flow) {
            records++;
            bytes += flow.bytes();
            rejects += flow.rejected() ? 1 : 0;
            first = Math.min(first, flow.start());
            last = Math.max(last, flow.end());
            if (starts.size() < SAMPLES) {
                starts.add(flow.start());
            }
        }
    }

    /**
     * A pair in an answer.
     *
     * @param from who sent
     * @param to who received
     * @param port the port at the receiver
     * @param records how many records
     * @param bytes how many bytes
     * @param rejects how many records were turned away
     * @param first first second, since 1970
     * @param last last second, since 1970
     * @param direction {@code out}, {@code in}, {@code inside} or {@code through}
     * @param everySeconds the interval of a beacon, 0 for what is none
     */
    public record Talk(
            String from,
            String to,
            int port,
            long records,
            long bytes,
            long rejects,
            long first,
            long last,
            String direction,
            long everySeconds) {}

    /**
     * A time in which an interface was silent.
     *
     * @param face the interface
     * @param from last second before, since 1970
     * @param to first second after
     * @param proven whether the log itself says that records were skipped; otherwise there may have been no traffic
     */
    public record Hole(String face, long from, long to, boolean proven) {}

    /**
     * All answers.
     *
     * @param records how many records were read
     * @param leftOut records of pairs beyond the most that are kept apart
     * @param first first second in the log, since 1970; 0 when it is empty
     * @param last last second
     * @param talkers the pairs with most bytes
     * @param admin pairs that reached an administration port
     * @param rejected pairs that were turned away most
     * @param beacons pairs outward at even intervals
     * @param volume bytes that left, by the address outside
     * @param holes silences, longest first
     */
    public record Answers(
            long records,
            long leftOut,
            long first,
            long last,
            List<Talk> talkers,
            List<Talk> admin,
            List<Talk> rejected,
            List<Talk> beacons,
            Map<String, Long> volume,
            List<Hole> holes) {}

    /** @param inside tells the company's own addresses */
    public FlowQuestions(Predicate<String> inside) {
        this.inside = inside;
    }

    /** Takes a record. */
    public void add(Flow flow) {
        records++;
        first = Math.min(first, flow.start());
        last = Math.max(last, flow.end());
        TreeMap<Long, Long> times = seen.computeIfAbsent(flow.face(), f -> new TreeMap<>());
        times.merge(flow.start() / 60, flow.end(), Math::max);
        if (flow.status().equals("SKIPDATA")) {
            skipped.computeIfAbsent(flow.face(), f -> new TreeSet<>()).add(flow.start() + "-" + flow.end());
        }
        if (flow.from().isEmpty()) {
            return;
        }
        String key = flow.from() + " " + flow.to() + " " + flow.toPort();
        if (!pairs.containsKey(key) && pairs.size() >= MOST_PAIRS) {
            leftOut++;
            return;
        }
        pairs.computeIfAbsent(key, k -> new Pair(flow.from(), flow.to(), flow.toPort()))
                .add(flow);
    }

    /** @param most how many of each sort */
    public Answers answers(int most) {
        Map<String, Long> volume = new HashMap<>();
        for (Pair pair : pairs.values()) {
            if (direction(pair).equals("out")) {
                volume.merge(pair.to, pair.bytes, Long::sum);
            }
        }
        Map<String, Long> largest = new java.util.LinkedHashMap<>();
        volume.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .forEach(e -> largest.put(e.getKey(), e.getValue()));
        return new Answers(
                records,
                leftOut,
                records == 0 ? 0 : first,
                last,
                top(p -> true, Comparator.comparingLong(p -> p.bytes), most),
                top(
                        p -> ADMIN_PORTS.contains(p.port) && p.records > p.rejects,
                        Comparator.comparingLong(p -> p.bytes),
                        most),
                top(p -> p.rejects > 0, Comparator.comparingLong(p -> p.rejects), most),
                top(p -> direction(p).equals("out") && beat(p) > 0, Comparator.comparingLong(p -> p.records), most),
                largest,
                holes(most));
    }

    private List<Talk> top(Predicate<Pair> which, Comparator<Pair> by, int most) {
        return pairs.values().stream()
                .filter(which)
                .sorted(by.reversed()
                        .thenComparing(p -> p.from)
                        .thenComparing(p -> p.to)
                        .thenComparingInt(p -> p.port))
                .limit(most)
                .map(p -> new Talk(
                        p.from, p.to, p.port, p.records, p.bytes, p.rejects, p.first, p.last, direction(p), beat(p)))
                .toList();
    }

    private String direction(Pair pair) {
        boolean from = inside.test(pair.from);
        boolean to = inside.test(pair.to);
        if (from) {
            return to ? "inside" : "out";
        }
        return to ? "in" : "through";
    }

    /** The even interval between a pair's records in seconds; 0 when there is none. */
    private static long beat(Pair pair) {
        List<Long> starts = pair.starts.stream().distinct().sorted().toList();
        if (starts.size() < FEWEST_BEATS) {
            return 0;
        }
        double mean = (starts.getLast() - starts.getFirst()) / (double) (starts.size() - 1);
        double off = 0;
        for (int i = 1; i < starts.size(); i++) {
            off += Math.abs(starts.get(i) - starts.get(i - 1) - mean);
        }
        return mean > 0 && off / (starts.size() - 1) <= STRAYS * mean ? Math.round(mean) : 0;
    }

    private List<Hole> holes(int most) {
        List<Hole> out = new ArrayList<>();
        seen.forEach((face, times) -> {
            long until = first;
            for (Map.Entry<Long, Long> minute : times.entrySet()) {
                gap(face, until, minute.getKey() * 60, out);
                until = Math.max(until, minute.getValue());
            }
            gap(face, until, last, out);
        });
        skipped.forEach((face, spans) -> spans.forEach(span -> {
            String[] ends = span.split("-", 2);
            out.add(new Hole(face, Long.parseLong(ends[0]), Long.parseLong(ends[1]), true));
        }));
        out.sort(Comparator.comparingLong((Hole h) -> h.from() - h.to()).thenComparing(Hole::face));
        return List.copyOf(out.subList(0, Math.min(most, out.size())));
    }

    private static void gap(String face, long until, long from, List<Hole> out) {
        if (from - until > HOLE_SECONDS) {
            out.add(new Hole(face, until, from, false));
        }
    }
}
