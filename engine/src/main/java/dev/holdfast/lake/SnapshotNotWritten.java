package dev.holdfast.lake;

/** A snapshot could not be written: no space, no permission, a broken disk. The run as a whole has failed. */
public final class SnapshotNotWritten extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SnapshotNotWritten(String message, Throwable cause) {
        super(message, cause);
    }
}
