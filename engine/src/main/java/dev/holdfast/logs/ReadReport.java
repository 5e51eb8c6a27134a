package dev.holdfast.logs;

import java.util.List;

/**
 * What reading gave, and what it could not give.
 *
 * @param files files opened
 * @param skipped files that are no logs by their path, such as digests
 * @param bytes bytes of log after decompression
 * @param events events given
 * @param duplicates records left out because their id was given before
 * @param parseErrors how many records, files or places could not be read
 * @param errors the first of them
 */
public record ReadReport(
        long files, long skipped, long bytes, long events, long duplicates, long parseErrors, List<ReadError> errors) {
    /** How many errors are kept with their place. */
    public static final int MAX_ERRORS = 100;

    /**
     * One thing that could not be read. Never holds what the log says.
     *
     * @param file the file or object
     * @param record number of the record in it, from 1; 0 when the file as a whole is meant
     * @param problem what is wrong and where
     */
    public record ReadError(String file, long record, String problem) {
        @Override
        public String toString() {
            return (record == 0 ? file : file + ", record " + record) + ": " + problem;
        }
    }
}
