package dev.holdfast.inventory;

import dev.holdfast.model.Gap;
import java.util.List;

/**
 * What a run read and what it could not.
 *
 * @param tables one per table, sorted by name
 * @param calls answers used, retries apart; one that several tables used counts for each
 * @param gaps what could not be read, sorted
 */
public record CollectionReport(List<TableCount> tables, long calls, List<Gap> gaps) {
    /**
     * What became of one table.
     *
     * @param table its name
     * @param rows rows read
     * @param calls answers used for it
     * @param errors listings and details that failed
     */
    public record TableCount(String table, long rows, long calls, long errors) {}
}
