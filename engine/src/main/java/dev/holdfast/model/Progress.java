package dev.holdfast.model;

/** Where long work says how far it is; the command line decides how to show it. */
@FunctionalInterface
public interface Progress {
    /** Says nothing. */
    Progress SILENT = (done, total, what) -> {};

    /**
     * @param done units done
     * @param total units in all, 0 when not known
     * @param what what is being done, in a few words
     */
    void at(long done, long total, String what);
}
