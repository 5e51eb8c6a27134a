package dev.holdfast.emulator.moto;

/** The emulator cannot do what was asked; the message says why and what a person can do about it. */
public final class EmulatorFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what to do */
    public EmulatorFailure(String message) {
        super(message);
    }

    /**
     * @param message what is wrong and what to do
     * @param cause what the system said
     */
    public EmulatorFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
