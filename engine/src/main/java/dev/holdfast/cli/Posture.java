package dev.holdfast.cli;

import dev.holdfast.model.Finding;
import java.util.List;

/** How open things stand: what failed in the newest judged snapshot of a home. */
final class Posture {
    private Posture() {}

    /** What failed or was unknown; nothing when no snapshot was ever judged by all checks. */
    static List<Finding> newest(Home home) {
        List<String> names = Snapshots.of(home).names();
        for (String name : names.reversed()) {
            List<Finding> kept = SinceLast.kept(Snapshots.of(home).folder().resolve(name + Snapshots.ENDING));
            if (!kept.isEmpty()) {
                return kept;
            }
        }
        return List.of();
    }
}
