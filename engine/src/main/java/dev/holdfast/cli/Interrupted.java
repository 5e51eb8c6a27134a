package dev.holdfast.cli;

import dev.holdfast.inventory.RunPlan;
import dev.holdfast.lake.GrowingFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs of {@code identify} that died before they were whole, and how each is carried on. */
final class Interrupted {
    private Interrupted() {}

    /** The unfinished runs of the home, oldest first, those that are still under way left out. */
    static List<GrowingFolder> all(Snapshots store) {
        return unfinished(store).stream().filter(f -> !busy(f)).toList();
    }

    /** The unfinished runs of the home, oldest first. */
    static List<GrowingFolder> unfinished(Snapshots store) {
        try {
            return GrowingFolder.in(store.folder());
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, "`" + store.folder() + "` cannot be listed: " + e.getMessage(), "");
        }
    }

    static boolean busy(GrowingFolder folder) {
        try {
            return folder.busy();
        } catch (IOException e) {
            // Whoever cannot tell had better leave it alone.
            return true;
        }
    }

    /** Tells of the newest run that can be carried on, so that nobody reads an organization twice without need. */
    static void note(Snapshots store, Screen screen) {
        List<GrowingFolder> found = all(store).stream()
                .filter(f -> f.exists() && RunPlan.load(f).isPresent())
                .toList();
        if (!found.isEmpty()) {
            String name = Snapshots.name(found.getLast().target());
            screen.note("The run " + name + " was interrupted. To carry it on: holdfast identify --resume " + name);
        }
    }

    /** Where the run meant will lie: a name, or empty for the newest. */
    static Path find(Snapshots store, String name) {
        List<GrowingFolder> found = all(store);
        return found.stream()
                .filter(f -> name.isEmpty() || Snapshots.name(f.target()).equals(name))
                .reduce((older, newer) -> newer)
                .map(GrowingFolder::target)
                .orElseThrow(() -> Stop.usage(
                        name.isEmpty() ? "no run was interrupted" : "there is no interrupted run `" + name + "`",
                        "See `holdfast snapshots list`"));
    }

    static RunPlan plan(Path target) {
        GrowingFolder folder = new GrowingFolder(target);
        if (busy(folder)) {
            throw Stop.usage("the run " + Snapshots.name(target) + " is still under way", "Wait for it to end");
        }
        return RunPlan.load(folder)
                .filter(plan -> folder.exists())
                .orElseThrow(() -> Stop.usage(
                        "the run " + Snapshots.name(target) + " died before it read anything",
                        "Begin anew: holdfast identify"));
    }
}
