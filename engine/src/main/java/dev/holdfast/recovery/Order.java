package dev.holdfast.recovery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts things into an order in which each comes after all that it needs. Things that need each other in a circle come
 * together, in one group. Pure.
 */
public final class Order {
    private final Map<String, Set<String>> needs;
    private final Comparator<String> preference;
    private final Map<String, Integer> index = new HashMap<>();
    private final Map<String, Integer> low = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final Set<String> onStack = new HashSet<>();
    private final List<TreeSet<String>> groups = new ArrayList<>();

    private Order(Map<String, Set<String>> needs, Comparator<String> preference) {
        this.needs = needs;
        this.preference = preference;
    }

    /**
     * Orders.
     *
     * @param things all of them
     * @param needs what each needs; what is not among the things is left out
     * @param preference decides between what could come next
     * @return groups in order; one with several members is a circle
     */
    public static List<List<String>> of(
            Collection<String> things, Map<String, Set<String>> needs, Comparator<String> preference) {
        Map<String, Set<String>> inside = new TreeMap<>();
        for (String thing : things) {
            Set<String> own = new TreeSet<>(needs.getOrDefault(thing, Set.of()));
            own.retainAll(Set.copyOf(things));
            own.remove(thing);
            inside.put(thing, own);
        }
        return new Order(inside, preference).groups();
    }

    /** All that something needs, directly or not, itself left out. */
    public static Set<String> closure(Collection<String> from, Map<String, Set<String>> needs) {
        Set<String> out = new TreeSet<>();
        Deque<String> waiting = new ArrayDeque<>(from);
        while (!waiting.isEmpty()) {
            for (String next : needs.getOrDefault(waiting.pop(), Set.of())) {
                if (out.add(next)) {
                    waiting.push(next);
                }
            }
        }
        out.removeAll(Set.copyOf(from));
        return out;
    }

    private List<List<String>> groups() {
        needs.keySet().stream().filter(n -> !index.containsKey(n)).toList().forEach(n -> {
            if (!index.containsKey(n)) {
                connect(n);
            }
        });
        Map<String, Integer> of = new HashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            for (String member : groups.get(i)) {
                of.put(member, i);
            }
        }
        Map<Integer, Set<Integer>> waitsFor = new HashMap<>();
        Map<Integer, Set<Integer>> before = new HashMap<>();
        needs.forEach((thing, all) -> all.forEach(need -> {
            int later = of.getOrDefault(thing, -1);
            int sooner = of.getOrDefault(need, -1);
            if (later != sooner) {
                waitsFor.computeIfAbsent(later, k -> new HashSet<>()).add(sooner);
                before.computeIfAbsent(sooner, k -> new HashSet<>()).add(later);
            }
        }));
        PriorityQueue<Integer> ready = new PriorityQueue<>(
                Comparator.comparing(i -> groups.get(i).stream().min(preference).orElseThrow(), preference));
        for (int i = 0; i < groups.size(); i++) {
            if (!waitsFor.containsKey(i)) {
                ready.add(i);
            }
        }
        List<List<String>> out = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.poll();
            out.add(groups.get(next).stream().sorted(preference).toList());
            for (int after : before.getOrDefault(next, Set.of())) {
                Set<Integer> waiting = waitsFor.get(after);
                if (waiting != null && waiting.remove(next) && waiting.isEmpty()) {
                    ready.add(after);
                }
            }
        }
        return out;
    }

    /** Tarjan's algorithm, with a stack of its own, since chains may be long. */
    private void connect(String root) {
        Deque<Visit> work = new ArrayDeque<>();
        work.push(visit(root));
        while (!work.isEmpty()) {
            Visit at = work.peek();
            if (at.left.isEmpty()) {
                work.pop();
                if (low(at.thing) == index.getOrDefault(at.thing, 0)) {
                    TreeSet<String> group = new TreeSet<>();
                    String member;
                    do {
                        member = open.pop();
                        onStack.remove(member);
                        group.add(member);
                    } while (!member.equals(at.thing));
                    groups.add(group);
                }
                if (!work.isEmpty()) {
                    low.merge(work.peek().thing, low(at.thing), Math::min);
                }
                continue;
            }
            String next = at.left.pop();
            if (!index.containsKey(next)) {
                work.push(visit(next));
            } else if (onStack.contains(next)) {
                low.merge(at.thing, index.getOrDefault(next, 0), Math::min);
            }
        }
    }

    private int low(String thing) {
        return low.getOrDefault(thing, 0);
    }

    private Visit visit(String thing) {
        int number = index.size();
        index.put(thing, number);
        low.put(thing, number);
        open.push(thing);
        onStack.add(thing);
        return new Visit(thing, new ArrayDeque<>(needs.getOrDefault(thing, Set.of())));
    }

    private record Visit(String thing, Deque<String> left) {}
}
