package dev.holdfast.logs;

import dev.holdfast.content.LineShape;
import dev.holdfast.content.SourceDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * By which members of a record a sieve can tell, without a tree, that the record is one of a source and of no other, what
 * its id is, and that its time can be read. All are members of the record itself.
 *
 * @param source the source
 * @param names all members asked about; numbers below point here
 * @param own members that every record of the source has
 * @param others members that may make it another source's record, or one to be left out
 * @param ids members that may hold the id
 * @param times members that may hold the time, before any that stands deeper
 */
record SieveSigns(KnownSource source, List<String> names, int[] own, int[] others, int[] ids, int[] times) {

    /** Those of a source; empty when its records cannot be told so simply. */
    static Optional<SieveSigns> of(KnownSource source, List<KnownSource> all) {
        SourceDefinition definition = source.definition();
        boolean simple = definition.lines().kind() == LineShape.Kind.JSON
                && definition.extract().isEmpty()
                && definition.frame().isEmpty()
                && definition.recognise().stream().allMatch(s -> s.values().isEmpty() && plain(s.path()))
                && definition.eventId().stream().allMatch(SieveSigns::plain);
        if (!simple) {
            return Optional.empty();
        }
        Set<String> own = new LinkedHashSet<>();
        definition.recognise().forEach(s -> own.add(s.path()));
        Set<String> known = new HashSet<>(own);
        known.addAll(definition.eventId());
        known.addAll(definition.time());
        Set<String> others = new LinkedHashSet<>();
        boolean before = true;
        for (KnownSource other : all) {
            before &= other != source;
            if (before && other.definition().lines().kind() != LineShape.Kind.SYSLOG && other.demand() > 0) {
                others.addAll(rarest(other.definition().recognise(), known));
            }
            if (!other.definition().skip().isEmpty()) {
                others.addAll(rarest(other.definition().skip(), known));
            }
        }
        others.add(TextLines.LINE);
        List<String> times =
                definition.time().stream().takeWhile(SieveSigns::plain).toList();
        List<String> names = new ArrayList<>(own);
        return Optional.of(new SieveSigns(
                source,
                names,
                numbers(own, names),
                numbers(others, names),
                numbers(definition.eventId(), names),
                numbers(times, names)));
    }

    private static boolean plain(String path) {
        return path.indexOf('.') < 0 && path.indexOf('{') < 0;
    }

    /** What must be there for the signs to show: the member itself, or the one that leads to it. */
    private static List<String> rarest(List<SourceDefinition.Sign> signs, Set<String> known) {
        String path = signs.stream()
                .map(SourceDefinition.Sign::path)
                .filter(p -> !known.contains(head(p)))
                .findFirst()
                .orElseGet(() -> signs.get(0).path());
        return head(path).equals(path) ? List.of(path) : List.of(head(path), path);
    }

    private static String head(String path) {
        return path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
    }

    private static int[] numbers(Iterable<String> wanted, List<String> names) {
        List<Integer> out = new ArrayList<>();
        for (String name : wanted) {
            if (!names.contains(name)) {
                names.add(name);
            }
            out.add(names.indexOf(name));
        }
        return out.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whether the record is certainly the source's, and one whose time can be read. */
    boolean are(RecordSieve sieve) {
        for (int name : own) {
            if (!sieve.isPresent(name)) {
                return false;
            }
        }
        for (int name : others) {
            if (sieve.isPresent(name)) {
                return false;
            }
        }
        for (int name : times) {
            if (sieve.isPresent(name) && LogTimes.isTime(sieve.text(name))) {
                return true;
            }
        }
        return false;
    }

    /** The time of such a record. */
    Optional<Instant> timeOf(RecordSieve sieve) {
        for (int name : times) {
            Optional<Instant> time =
                    sieve.isPresent(name) ? LogTimes.parse(sieve.text(name), null) : Optional.<Instant>empty();
            if (time.isPresent()) {
                return time;
            }
        }
        return Optional.empty();
    }

    /** The id that such a record has of its own; empty when it has none. */
    String idOf(RecordSieve sieve) {
        for (int name : ids) {
            if (sieve.isPresent(name)) {
                return sieve.text(name);
            }
        }
        return "";
    }
}
