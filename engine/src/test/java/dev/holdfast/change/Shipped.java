package dev.holdfast.change;

import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookReader;
import dev.holdfast.model.ContentError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All documents that Holdfast ships, read when a test first needs them. */
final class Shipped {
    static final Map<String, Runbook> DOCUMENTS = documents();

    private Shipped() {}

    private static Map<String, Runbook> documents() {
        List<ContentError> errors = new ArrayList<>();
        Map<String, Runbook> all = new RunbookReader(Bench.CATALOG)
                .all(new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content"))), errors);
        if (!errors.isEmpty()) {
            throw new IllegalStateException(errors.toString());
        }
        return all;
    }
}
