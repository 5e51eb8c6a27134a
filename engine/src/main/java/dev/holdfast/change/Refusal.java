package dev.holdfast.change;

/** Something that will not be done, with the reason and what to do about it. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }
}
