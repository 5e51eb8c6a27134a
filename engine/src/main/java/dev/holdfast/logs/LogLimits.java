package dev.holdfast.logs;

/**
 * Bounds on what a log may ask of this program. Exceeding one is reported for the file or record, never ignored.
 *
 * @param recordBytes largest record, in bytes of JSON
 * @param depth deepest nesting of a record, its envelope included
 * @param inflatedBytes most bytes that one compressed file may become
 * @param ratio most bytes out per byte in, judged after the first MiB; CloudTrail's own files reach about 12
 * @param knownIds how many event ids are remembered to give each event once
 */
public record LogLimits(int recordBytes, int depth, long inflatedBytes, int ratio, int knownIds) {
    /** Generous for real logs: CloudTrail records have at most 256 KiB. */
    public static final LogLimits DEFAULT = new LogLimits(1024 * 1024, 64, 4L * 1024 * 1024 * 1024, 200, 1_000_000);
}
