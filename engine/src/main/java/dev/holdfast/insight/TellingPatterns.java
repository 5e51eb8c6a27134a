package dev.holdfast.insight;

import dev.holdfast.insight.Identities.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tells which targets policies treat alike: those that match the same of all patterns that statements about a deed name.
 * Most statements name no target at all, so that a thousand snapshots of an account are one question instead of a thousand.
 */
final class TellingPatterns {
    private final Identities identities;
    private final Map<String, List<String>> byDeed = new HashMap<>();
    private final Map<String, List<String>> byPolicy = new HashMap<>();

    TellingPatterns(Identities identities) {
        this.identities = identities;
    }

    /** What a target matches among all that decides over a deed in an account: equal answers, equal decisions. */
    String matched(String account, String deed, String target) {
        return matched(byDeed.computeIfAbsent(account + " " + deed, k -> of(account, deed)), target);
    }

    /**
     * The same for the statements of one policy, whatever deed they are about.
     *
     * @param name tells this policy from others
     */
    String matched(String name, List<Grant> policy, String target) {
        return matched(
                byPolicy.computeIfAbsent(name, k -> {
                    Set<String> patterns = new LinkedHashSet<>();
                    policy.forEach(g -> add(g, patterns));
                    return List.copyOf(patterns);
                }),
                target);
    }

    private static String matched(List<String> patterns, String target) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < patterns.size(); i++) {
            if (Grant.matches(patterns.get(i), target)) {
                out.append(i).append(',');
            }
        }
        return out.toString();
    }

    private List<String> of(String account, String deed) {
        String action = deed.toLowerCase(Locale.ROOT);
        Set<String> out = new LinkedHashSet<>();
        List<Grant> all = new ArrayList<>(identities.guards(account));
        for (Identity who : identities.of(account)) {
            all.addAll(who.grants());
            all.addAll(who.boundary());
        }
        all.stream().filter(g -> g.speaksOf(action)).forEach(g -> add(g, out));
        return List.copyOf(out);
    }

    private static void add(Grant grant, Set<String> out) {
        List<String> named = grant.resources() != null ? grant.resources() : grant.notResources();
        if (named != null) {
            named.stream().filter(p -> !p.equals("*")).forEach(out::add);
        }
    }
}
