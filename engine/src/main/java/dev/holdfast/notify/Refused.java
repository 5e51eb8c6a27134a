package dev.holdfast.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a message was not taken. The text never holds a secret. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean lasting;
    private final transient @Nullable Duration after;

    /**
     * @param message for people
     * @param lasting whether trying again is of no use
     * @param after how long the receiver asks to wait, null when it does not say
     */
    Refused(String message, boolean lasting, @Nullable Duration after) {
        super(message);
        this.lasting = lasting;
        this.after = after;
    }

    static Refused forNow(String message) {
        return new Refused(message, false, null);
    }

    static Refused forGood(String message) {
        return new Refused(message, true, null);
    }

    /** True when trying again is of no use. */
    public boolean lasting() {
        return lasting;
    }

    /** How long the receiver asks to wait; null when it does not say. */
    public @Nullable Duration after() {
        return after;
    }
}
