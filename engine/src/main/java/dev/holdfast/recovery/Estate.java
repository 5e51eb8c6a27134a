package dev.holdfast.recovery;

import dev.holdfast.model.BackupStanding;
import dev.holdfast.model.Gap;
import java.util.List;

/**
 * Everything that holds data, and how well it can be brought back.
 *
 * @param standings one for each, the weakest first
 * @param notSeen listings that failed: what lies there is not among the standings
 */
public record Estate(List<BackupStanding> standings, List<Gap> notSeen) {
    public Estate {
        standings = List.copyOf(standings);
        notSeen = List.copyOf(notSeen);
    }
}
