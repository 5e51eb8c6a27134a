package dev.holdfast.model;

import java.util.Locale;

/** The five functions of the NIST Cybersecurity Framework that Holdfast serves (NIST CSWP 29, without Govern). */
public enum NistFunction {
    IDENTIFY,
    PROTECT,
    DETECT,
    RESPOND,
    RECOVER;

    /** The lower-case word used in paths, JSON and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
