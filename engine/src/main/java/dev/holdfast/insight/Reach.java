package dev.holdfast.insight;

import dev.holdfast.insight.Identities.Identity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who can act as whom, over several roles and accounts too. Everybody has a number, so that sets of thousands are short
 * arrays; root users have the highest, since that they can is true of every account. To be made once everybody is known.
 */
final class Reach {
    private static final String ASSUME = "sts:assumerole";
    private static final int[] NOBODY = {};

    private final Identities identities;
    private final List<String> names;
    private final Map<String, Integer> numbers = new HashMap<>();
    /** Those who may take on roles at all by their own policies; most may not, and a role may trust a whole account. */
    private final List<Taker> takers = new ArrayList<>();

    private final Map<String, List<Taker>> takersByAccount = new HashMap<>();
    private final Map<String, Taker> takersById = new HashMap<>();
    private final int[] @Nullable [] takersOf;
    private final BitSet seen = new BitSet();
    private final int[] stack;

    /** Somebody with the statements about taking on roles; {@code any} when these let them take on every role. */
    private record Taker(
            int number, Identity who, List<Grant> grants, List<Grant> boundary, List<Grant> guards, boolean any) {
        boolean may(String role) {
            return any
                    || (guards.stream().noneMatch(g -> g.about(ASSUME, role))
                            && (who.kind().equals("root")
                                    || (Identities.allows(grants, who.id(), ASSUME, role)
                                            && (!who.bounded()
                                                    || Identities.allows(boundary, who.id(), ASSUME, role)))));
        }
    }

    Reach(Identities identities) {
        this.identities = identities;
        Set<String> all = new TreeSet<>(
                Comparator.comparing((String n) -> n.endsWith(":root")).thenComparing(n -> n));
        identities.all().forEach(i -> all.add(i.id()));
        all.addAll(identities.seated());
        this.names = List.copyOf(all);
        for (int i = 0; i < names.size(); i++) {
            numbers.put(names.get(i), i);
        }
        this.takersOf = new int[names.size()][];
        this.stack = new int[names.size()];
        identities.all().forEach(this::add);
    }

    private void add(Identity who) {
        boolean root = who.kind().equals("root");
        List<Grant> grants =
                who.grants().stream().filter(g -> g.speaksOf(ASSUME)).toList();
        if (!root && grants.stream().noneMatch(Grant::allow)) {
            return;
        }
        List<Grant> guards = identities.guards(who.account()).stream()
                .filter(g -> g.speaksOf(ASSUME) && g.certainlyDenies(who.id()))
                .toList();
        boolean every = grants.stream().allMatch(Grant::allow)
                && grants.stream()
                        .anyMatch(g -> g.resources() != null && g.resources().contains("*"));
        Taker taker = new Taker(
                numbers.getOrDefault(who.id(), 0),
                who,
                grants,
                who.boundary(),
                guards,
                guards.isEmpty() && (root || (every && !who.bounded())));
        takers.add(taker);
        takersByAccount.computeIfAbsent(who.account(), k -> new ArrayList<>()).add(taker);
        takersById.put(who.id(), taker);
    }

    /** Those who can act as one of these: themselves, and who can take them on by way of others; sorted numbers. */
    int[] actingAs(Collection<String> able) {
        int top = 0;
        for (String id : able) {
            Integer number = numbers.get(id);
            if (number != null && !seen.get(number)) {
                seen.set(number);
                stack[top++] = number;
            }
        }
        while (top > 0) {
            for (int taker : takersOf(stack[--top])) {
                if (!seen.get(taker)) {
                    seen.set(taker);
                    stack[top++] = taker;
                }
            }
        }
        int[] out = seen.stream().toArray();
        seen.clear();
        return out;
    }

    /** Whether somebody can act as another. */
    boolean reaches(String who, String other) {
        Integer number = numbers.get(who);
        return number != null && Arrays.binarySearch(actingAs(List.of(other)), number) >= 0;
    }

    /** The first few names of some people, in the order of their numbers. */
    List<String> names(int[] people, int most) {
        return Arrays.stream(people).limit(most).mapToObj(names::get).toList();
    }

    /** Those who are in both. */
    static int[] both(int[] a, int[] b) {
        int[] out = new int[Math.min(a.length, b.length)];
        int size = 0;
        for (int i = 0, j = 0; i < a.length && j < b.length; ) {
            if (a[i] == b[j]) {
                out[size++] = a[i];
                i++;
                j++;
            } else if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        return Arrays.copyOf(out, size);
    }

    private int[] takersOf(int role) {
        int[] known = takersOf[role];
        if (known == null) {
            known = identities
                    .find(names.get(role))
                    .filter(i -> i.kind().equals("role"))
                    .map(this::takersOf)
                    .orElse(NOBODY);
            takersOf[role] = known;
        }
        return known;
    }

    private int[] takersOf(Identity role) {
        List<Grant> trusts = identities.trust(role.id()).stream()
                .filter(g -> g.about(ASSUME, role.id()))
                .toList();
        List<Grant> denials = trusts.stream().filter(g -> !g.allow()).toList();
        Set<String> named = new HashSet<>();
        Set<String> accounts = new HashSet<>();
        boolean everyone = false;
        for (Grant grant : trusts) {
            for (String told : grant.allow() && grant.principals() != null ? grant.principals() : List.<String>of()) {
                everyone |= told.equals("*") || told.equals("AWS:*");
                String name = told.startsWith("AWS:") ? told.substring(4) : "";
                named.add(name);
                String[] arn = name.split(":", 6);
                accounts.add(arn.length == 6 && arn[5].equals("root") ? arn[4] : name);
            }
        }
        BitSet out = new BitSet();
        for (String id : named) {
            Taker taker = takersById.get(id);
            identities
                    .find(id)
                    .filter(who -> who.account().equals(role.account()) || (taker != null && taker.may(role.id())))
                    .filter(who -> !denied(denials, who))
                    .ifPresent(who -> out.set(numbers.getOrDefault(id, 0)));
        }
        List<Taker> left = everyone
                ? takers
                : accounts.stream()
                        .flatMap(a -> takersByAccount.getOrDefault(a, List.of()).stream())
                        .toList();
        for (Taker taker : left) {
            if (taker.may(role.id()) && !denied(denials, taker.who())) {
                out.set(taker.number());
            }
        }
        if (numbers.containsKey(role.id())) {
            out.clear(numbers.getOrDefault(role.id(), 0));
        }
        identities.seats(role).forEach(person -> out.set(numbers.getOrDefault(person, 0)));
        return out.stream().toArray();
    }

    private static boolean denied(List<Grant> denials, Identity who) {
        return denials.stream().anyMatch(g -> g.concerns(who.id(), who.account()) && g.certainlyDenies(who.id()));
    }
}
