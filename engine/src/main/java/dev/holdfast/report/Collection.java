package dev.holdfast.report;

import dev.holdfast.model.Gap;
import dev.holdfast.model.Organization;
import java.time.Duration;
import java.util.List;

/**
 * What one run of {@code identify} read.
 *
 * @param snapshot name of the snapshot
 * @param organization what it read from
 * @param tables what it read, by table
 * @param calls calls made to AWS in all
 * @param took how long it took
 * @param gaps what could not be read
 */
public record Collection(
        String snapshot,
        Organization organization,
        List<TableCount> tables,
        long calls,
        Duration took,
        List<Gap> gaps) {
    /** Copies its lists. */
    public Collection {
        tables = List.copyOf(tables);
        gaps = List.copyOf(gaps);
    }

    /**
     * What was read of one table.
     *
     * @param table its name, such as {@code aws_s3_bucket}
     * @param rows rows read
     * @param calls calls made
     * @param errors calls that gave no usable answer
     */
    public record TableCount(String table, long rows, long calls, long errors) {}
}
