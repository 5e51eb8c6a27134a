package dev.holdfast.content;

import dev.holdfast.model.ContentError;

/**
 * Where something stands in a detection file, kept so that what is found wrong only while compiling still names its
 * line.
 *
 * @param file the file, relative to its content folder
 * @param line from 1
 * @param column from 1
 */
public record SigmaPlace(String file, int line, int column) {
    static SigmaPlace of(Doc doc) {
        return new SigmaPlace(doc.file(), doc.line(), doc.column());
    }

    /** An error at this place. */
    public ContentError error(String problem, String mend) {
        return new ContentError(file, line, column, problem, mend);
    }
}
