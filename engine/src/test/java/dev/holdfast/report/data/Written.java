package dev.holdfast.report.data;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

/** What a report writes, as one text. */
interface Written {
    void to(Writer out) throws IOException;

    static String text(Written report) {
        StringWriter out = new StringWriter();
        try {
            report.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}
