package dev.holdfast.change;

import dev.holdfast.content.Baseline;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookStep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries targets out beside each other. Accounts lie side by side, and so do the regions of an account; within one
 * account and region everything stays in order.
 *
 * @param accounts how many accounts at once
 * @param regions how many regions of one account at once
 */
public record Lanes(int accounts, int regions) {
    /** One target after the other. */
    public static final Lanes ONE = new Lanes(1, 1);

    /**
     * Targets in the groups that must come one after the other. What several documents do may build on each other, so a
     * group of a deployment is one document; in a list of fixes the order matters within an account and region only. Units and
     * accounts of the organization, and documents that act elsewhere too, stay in order altogether.
     */
    static List<List<Plan.Target>> groups(Plan plan, Map<String, Runbook> documents) {
        List<List<Plan.Target>> out = new ArrayList<>();
        String before = "";
        for (Plan.Target target : plan.targets()) {
            String kind = beside(plan, target, documents)
                    ? target.wave().isEmpty() ? "fix" : target.wave() + " " + target.document()
                    : "alone " + target.name();
            if (out.isEmpty() || !kind.equals(before)) {
                out.add(new ArrayList<>());
            }
            out.getLast().add(target);
            before = kind;
        }
        return out;
    }

    private static boolean beside(Plan plan, Plan.Target target, Map<String, Runbook> documents) {
        Runbook document = documents.get(target.document());
        return plan.showsEveryWrite()
                && document != null
                && !target.wave().equals(Baseline.Wave.ORGANIZATION.name().toLowerCase(Locale.ROOT))
                && RunbookStep.flat(document.steps()).stream()
                        .allMatch(s -> s.handling().account().isEmpty()
                                && s.handling().region().isEmpty());
    }

    /**
     * Does something with each target. When it throws for one, no other is begun, those under way are waited for, and what
     * was thrown first is thrown on.
     */
    void each(List<Plan.Target> targets, Consumer<Plan.Target> work) {
        Map<String, Map<String, List<Plan.Target>>> places = new LinkedHashMap<>();
        for (Plan.Target target : targets) {
            places.computeIfAbsent(target.account(), a -> new LinkedHashMap<>())
                    .computeIfAbsent(target.region(), r -> new ArrayList<>())
                    .add(target);
        }
        First first = new First();
        beside(
                accounts,
                places.values(),
                first,
                account -> beside(regions, account.values(), first, lane -> lane(lane, work, first)));
        first.rethrow();
    }

    private static void lane(List<Plan.Target> lane, Consumer<Plan.Target> work, First first) {
        for (Plan.Target target : lane) {
            if (first.isThrown()) {
                return;
            }
            try {
                work.accept(target);
            } catch (RuntimeException | Error e) {
                first.thrown(e);
            }
        }
    }

    private static <T> void beside(int most, Collection<T> all, First first, Consumer<T> work) {
        if (most == 1 || all.size() <= 1) {
            all.forEach(work);
            return;
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(
                Math.min(most, all.size()),
                Thread.ofPlatform().daemon().name("change-", 0).factory())) {
            List<Future<?>> futures = new ArrayList<>();
            all.forEach(one -> futures.add(pool.submit(() -> work.accept(one))));
            awaitAll(futures, first);
        }
    }

    /** Waits for all; the pool, closing, waits for those under way in any case. */
    private static void awaitAll(List<Future<?>> futures, First first) {
        try {
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (InterruptedException e) {
            first.thrown(new Refusal("interrupted; `resume` the run to carry it on"));
        } catch (ExecutionException e) {
            first.thrown(e.getCause());
        }
    }

    /** What was thrown first in any lane. */
    private static final class First {
        private @Nullable Throwable thrown;

        synchronized void thrown(@Nullable Throwable next) {
            thrown = thrown == null ? next : thrown;
        }

        synchronized boolean isThrown() {
            return thrown != null;
        }

        synchronized void rethrow() {
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            } else if (thrown instanceof Error error) {
                throw error;
            }
        }
    }
}
