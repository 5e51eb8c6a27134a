package dev.holdfast.triage;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says of each hour of each log source, account and region whether it was received, late, quiet or missing. An hour is
 * quiet when another region of the same source and account spoke in it, and missing when none did: a whole account that
 * says nothing is worth a question, a region without work is not.
 */
public final class HourLedger {
    /** How an hour stands. */
    public enum State {
        RECEIVED,
        /** Received, and first read later than the limit allows. */
        LATE,
        /** Nothing here, though the account spoke elsewhere. */
        QUIET,
        /** Nothing from the whole account. */
        MISSING
    }

    /**
     * What arrived of an hour.
     *
     * @param scope where
     * @param hour the hour
     * @param events how many
     * @param newest when the newest happened
     * @param firstRead when the first was read
     */
    public record Received(Scope scope, Instant hour, long events, Instant newest, Instant firstRead) {}

    /** A log source in an account and region. */
    public record Scope(String source, String account, String region) implements Comparable<Scope> {
        @Override
        public int compareTo(Scope other) {
            int bySource = source.compareTo(other.source);
            int byAccount = bySource != 0 ? bySource : account.compareTo(other.account);
            return byAccount != 0 ? byAccount : region.compareTo(other.region);
        }
    }

    /**
     * The hours of a scope.
     *
     * @param scope where
     * @param events how many events in the time looked at
     * @param newest when the newest event happened
     * @param states each hour looked at, oldest first
     */
    public record Line(Scope scope, long events, Instant newest, List<HourState> states) {
        /**
         * The longest run of hours in which the whole account said nothing. What has not come since the last event is no
         * gap yet but lag.
         */
        public int longestGap() {
            int longest = 0;
            int run = 0;
            for (HourState state : states) {
                if (state.state() == State.MISSING) {
                    run++;
                } else {
                    longest = Math.max(longest, run);
                    run = 0;
                }
            }
            return longest;
        }

        /** How many hours stand so. */
        public long count(State state) {
            return states.stream().filter(s -> s.state() == state).count();
        }
    }

    /** An hour and how it stands. */
    public record HourState(Instant hour, State state, long events) {}

    private HourLedger() {}

    /**
     * The ledger.
     *
     * @param received what arrived, in any order
     * @param since the first hour looked at; a scope is looked at from its own first hour on
     * @param until hours that end after this time are not judged yet
     * @param late how long after its end an hour may be read for the first time
     */
    public static List<Line> of(Collection<Received> received, Instant since, Instant until, Duration late) {
        Map<Scope, Map<Instant, Received>> byScope = new TreeMap<>();
        Map<String, Set<Instant>> spoken = new HashMap<>();
        for (Received one : received) {
            byScope.computeIfAbsent(one.scope(), s -> new TreeMap<>()).put(one.hour(), one);
            spoken.computeIfAbsent(account(one.scope()), a -> new HashSet<>()).add(one.hour());
        }
        List<Line> out = new ArrayList<>();
        byScope.forEach((scope, hours) -> {
            List<HourState> states = new ArrayList<>();
            Instant first = hours.keySet().iterator().next();
            Instant from = (first.isBefore(since) ? since : first).truncatedTo(ChronoUnit.HOURS);
            Set<Instant> others = spoken.getOrDefault(account(scope), Set.of());
            for (Instant hour = from;
                    !hour.plus(Duration.ofHours(1)).isAfter(until);
                    hour = hour.plus(Duration.ofHours(1))) {
                Received here = hours.get(hour);
                State state = here == null
                        ? (others.contains(hour) ? State.QUIET : State.MISSING)
                        : here.firstRead()
                                        .isAfter(hour.plus(Duration.ofHours(1)).plus(late))
                                ? State.LATE
                                : State.RECEIVED;
                states.add(new HourState(hour, state, here == null ? 0 : here.events()));
            }
            out.add(new Line(
                    scope,
                    hours.values().stream().mapToLong(Received::events).sum(),
                    hours.values().stream()
                            .map(Received::newest)
                            .max(Instant::compareTo)
                            .orElse(first),
                    List.copyOf(states)));
        });
        return List.copyOf(out);
    }

    private static String account(Scope scope) {
        return scope.source() + "|" + scope.account();
    }
}
