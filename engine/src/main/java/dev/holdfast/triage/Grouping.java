package dev.holdfast.triage;

import dev.holdfast.model.Arn;
import dev.holdfast.model.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says which findings belong together. Findings with the same access key do; so do those with the same actor; those with
 * neither by their resource. An identity that a finding is about (a user given a key or a policy, a role whose trust was
 * widened) counts as an actor too, so that what the new identity does later joins the case it was made in. Two actors
 * touching the same bucket stay apart.
 *
 * <p>What nobody is known to have done (a sensor's or GuardDuty's word about a machine) joins what somebody did to the same
 * resource, the nearest in time: it is the same story told by another log.
 */
final class Grouping {
    private Grouping() {}

    /** Keys of a finding, the strongest first; never empty. */
    static List<String> keys(Finding finding) {
        var seen = Deduplication.seen(finding);
        Set<String> keys = new LinkedHashSet<>();
        if (!seen.accessKey().isEmpty()) {
            keys.add("key:" + seen.accessKey());
        }
        if (!seen.actor().isEmpty()) {
            keys.add(actorKey(seen.actor(), finding.account()));
        }
        if (keys.isEmpty()) {
            keys.add(resourceKey(finding));
        }
        Arn.parse(finding.resource())
                .filter(Grouping::isIdentity)
                .ifPresent(arn -> keys.add(actorKey(arn.toString(), finding.account())));
        return List.copyOf(keys);
    }

    private static boolean isIdentity(Arn arn) {
        return arn.service().equals("iam") && arn.resource().startsWith("user/");
    }

    private static String actorKey(String actor, String account) {
        return Arn.parse(actor).isPresent() ? "actor:" + actor : "actor:" + account + ":" + actor;
    }

    /** A name alone means one thing in one account and another in the next. */
    private static String resourceKey(Finding finding) {
        String resource = finding.resource();
        return Arn.parse(resource).isPresent()
                ? "resource:" + resource
                : "resource:" + finding.account() + ":" + resource;
    }

    /** A whole account and region holds nothing together. */
    private static boolean specific(Finding finding) {
        return !finding.resource().isEmpty() && !finding.resource().equals(finding.account() + "/" + finding.region());
    }

    private static boolean nobody(Finding finding) {
        var seen = Deduplication.seen(finding);
        return seen.actor().isEmpty() && seen.accessKey().isEmpty();
    }

    /** Parts findings into groups that share no key; groups and their members keep the order given. */
    static List<List<Finding>> groups(List<Finding> findings) {
        Map<String, Integer> ownerOfKey = new HashMap<>();
        int[] parent = new int[findings.size()];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
            for (String key : keys(findings.get(i))) {
                Integer other = ownerOfKey.putIfAbsent(key, i);
                if (other != null) {
                    unite(parent, i, other);
                }
            }
        }
        joinByResource(findings, parent);
        Map<Integer, List<Finding>> groups = new LinkedHashMap<>();
        for (int i = 0; i < parent.length; i++) {
            groups.computeIfAbsent(root(parent, i), r -> new ArrayList<>()).add(findings.get(i));
        }
        return List.copyOf(groups.values());
    }

    private static void joinByResource(List<Finding> findings, int[] parent) {
        Map<String, List<Integer>> acted = new HashMap<>();
        for (int i = 0; i < parent.length; i++) {
            if (!nobody(findings.get(i)) && specific(findings.get(i))) {
                acted.computeIfAbsent(resourceKey(findings.get(i)), r -> new ArrayList<>())
                        .add(i);
            }
        }
        for (int i = 0; i < parent.length; i++) {
            Finding one = findings.get(i);
            if (!nobody(one) || !specific(one)) {
                continue;
            }
            int nearest = -1;
            Duration least = Triage.QUIET;
            for (int other : acted.getOrDefault(resourceKey(one), List.of())) {
                Duration apart = apart(one, findings.get(other));
                if (apart.compareTo(least) < 0) {
                    nearest = other;
                    least = apart;
                }
            }
            if (nearest >= 0) {
                unite(parent, i, nearest);
            }
        }
    }

    private static Duration apart(Finding a, Finding b) {
        return Duration.between(
                        Deduplication.seen(a).firstTime(), Deduplication.seen(b).firstTime())
                .abs();
    }

    private static void unite(int[] parent, int one, int other) {
        int a = root(parent, one);
        int b = root(parent, other);
        parent[Math.max(a, b)] = Math.min(a, b);
    }

    private static int root(int[] parent, int of) {
        int at = of;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }
}
