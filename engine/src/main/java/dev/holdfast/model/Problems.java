package dev.holdfast.model;

import java.util.List;

/** Bad input from a person: everything wrong at once, each with its place. */
public final class Problems extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<ContentError> errors;

    /** @param errors at least one */
    public Problems(List<ContentError> errors) {
        super(String.join("\n", errors.stream().map(ContentError::toString).toList()));
        this.errors = List.copyOf(errors);
    }

    /** One problem. */
    public static Problems of(String file, int line, String problem, String mend) {
        return new Problems(List.of(new ContentError(file, line, 0, problem, mend)));
    }

    public List<ContentError> errors() {
        return errors;
    }
}
