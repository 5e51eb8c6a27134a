package dev.holdfast.posture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The verdicts of one check, found by what a hole is about, so that many holes in a large organization do not each go
 * through all of them.
 */
final class VerdictIndex {
    /** By what verdicts are found. */
    enum By {
        ALL,
        ACCOUNT,
        ACCOUNT_AND_REGION,
        ACCOUNT_AND_RESOURCE,
        RESOURCE;

        private String key(Verdict verdict) {
            return switch (this) {
                case ALL -> "";
                case ACCOUNT -> verdict.account();
                case ACCOUNT_AND_REGION -> VerdictIndex.key(verdict.account(), verdict.region());
                case ACCOUNT_AND_RESOURCE -> VerdictIndex.key(verdict.account(), verdict.resource());
                case RESOURCE -> verdict.resource();
            };
        }
    }

    private final List<Verdict> verdicts;
    private final Map<By, Map<String, List<Integer>>> places = new HashMap<>();
    private final Set<String> settled = new HashSet<>();

    /** @param verdicts the verdicts; spoiled ones are put in their places */
    VerdictIndex(List<Verdict> verdicts) {
        this.verdicts = verdicts;
    }

    static String key(String account, String other) {
        return account + "\n" + other;
    }

    /**
     * Makes verdicts unknown because of a hole. Those that name a call already keep the first.
     *
     * @return whether there is any such verdict
     */
    boolean spoil(By by, String key, Hole hole) {
        List<Integer> found = places.computeIfAbsent(by, this::index).getOrDefault(key, List.of());
        String group = by + "\n" + key;
        if (found.isEmpty() || settled.contains(group)) {
            return !found.isEmpty();
        }
        boolean named = true;
        for (int place : found) {
            named &= spoil(place, hole);
        }
        if (named) {
            settled.add(group);
        }
        return true;
    }

    /** Makes one verdict unknown; true when it names the call that kept it from being known. */
    boolean spoil(int place, Hole hole) {
        Verdict verdict = verdicts.get(place);
        if (verdict.named()) {
            return true;
        }
        Verdict spoiled = verdict.unknown(hole);
        verdicts.set(place, spoiled);
        return spoiled.named();
    }

    private Map<String, List<Integer>> index(By by) {
        Map<String, List<Integer>> out = new HashMap<>();
        for (int i = 0; i < verdicts.size(); i++) {
            out.computeIfAbsent(by.key(verdicts.get(i)), k -> new ArrayList<>()).add(i);
        }
        return out;
    }
}
