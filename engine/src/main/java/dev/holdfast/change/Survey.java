package dev.holdfast.change;

import dev.holdfast.model.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Looks at many wishes, several accounts and regions at once. Within one account and region they are looked at in order,
 * since a later document may need what an earlier one will have made there. Once that is known of a place, the order says
 * nothing any more: the administrator's account has a wish for each account of the organization.
 */
final class Survey {
    private static final int AT_ONCE = 64;

    private final Looker looker;
    private final Set<Scope> making;

    /** Reads AWS about one wish. */
    interface Looker {
        /** @param made whether an earlier wish makes something in the same place */
        Look look(Wish wish, boolean made);
    }

    /** @param making where something is made by what was looked at before; added to */
    Survey(Looker looker, Set<Scope> making) {
        this.making = making;
        this.looker = looker;
    }

    /** The looks, in the order of the wishes. */
    List<Look> of(List<Wish> wishes) {
        List<List<Integer>> turns = turns(wishes);
        Look[] out = new Look[wishes.size()];
        if (turns.size() <= 1) {
            turns.forEach(numbers -> look(wishes, numbers, out));
            return List.of(out);
        }
        List<Future<?>> work = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(
                Math.min(AT_ONCE, turns.size()),
                Thread.ofPlatform().daemon().name("look-", 0).factory())) {
            turns.forEach(numbers -> work.add(pool.submit(() -> look(wishes, numbers, out))));
            for (Future<?> one : work) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted while planning; nothing was changed");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
        return List.of(out);
    }

    /** What is looked at in order, as numbers of wishes; the lists themselves have none. */
    private List<List<Integer>> turns(List<Wish> wishes) {
        Map<Scope, List<Integer>> places = new LinkedHashMap<>();
        List<List<Integer>> out = new ArrayList<>();
        for (int i = 0; i < wishes.size(); i++) {
            if (making.contains(wishes.get(i).scope())) {
                out.add(List.of(i));
            } else {
                places.computeIfAbsent(wishes.get(i).scope(), s -> new ArrayList<>())
                        .add(i);
            }
        }
        out.addAll(places.values());
        return out;
    }

    private void look(List<Wish> wishes, List<Integer> numbers, Look[] out) {
        for (int number : numbers) {
            Wish wish = wishes.get(number);
            out[number] = looker.look(wish, making.contains(wish.scope()));
            if (out[number].makes()) {
                making.add(wish.scope());
            }
        }
    }
}
