package dev.holdfast.config;

import dev.holdfast.content.Doc;
import dev.holdfast.model.ContentError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a file and what is doubtful, each at its place. */
final class Complaints {
    private static final Comparator<ContentError> BY_PLACE =
            Comparator.comparingInt(ContentError::line).thenComparingInt(ContentError::column);

    private final List<ContentError> errors = new ArrayList<>();
    private final List<ContentError> warnings = new ArrayList<>();

    /** Where the reader of the file adds its own. */
    List<ContentError> errors() {
        return errors;
    }

    /** The file must not be used like this. */
    void wrong(Branch at, String problem, String mend) {
        add(errors, at, problem, mend);
    }

    /** The file may be used, but a person should look. */
    void warn(Branch at, String problem, String mend) {
        add(warnings, at, problem, mend);
    }

    private static void add(List<ContentError> list, Branch at, String problem, String mend) {
        Doc doc = at.doc();
        if (doc == null) {
            throw new IllegalArgumentException("nothing stands at " + at.path());
        }
        String said = at.path().isEmpty() ? problem : "`" + at.path() + "`: " + problem;
        list.add(new ContentError(doc.file(), doc.line(), doc.column(), said, mend));
    }

    /** By place; what is meant of the whole file stands at its beginning. */
    List<ContentError> wrongs() {
        return errors.stream()
                .map(e -> e.line() > 0 ? e : new ContentError(e.file(), 1, 0, e.problem(), e.mend()))
                .distinct()
                .sorted(BY_PLACE)
                .toList();
    }

    List<ContentError> doubts() {
        return warnings.stream().distinct().sorted(BY_PLACE).toList();
    }
}
