package dev.holdfast.logs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads flow logs as AWS delivers them to a bucket: lines of text, plain or gzip, a heading first or not. */
public final class FlowFiles {
    private FlowFiles() {}

    /**
     * Reads a file, or all files below a folder in order of their names.
     *
     * @param each takes the records
     * @return lines that were no record
     */
    public static long read(Path place, Consumer<Flow> each) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(place)) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        long wrong = 0;
        for (Path file : files) {
            wrong += file(file, each);
        }
        return wrong;
    }

    private static long file(Path file, Consumer<Flow> each) throws IOException {
        long wrong = 0;
        List<String> fields = Flow.DEFAULT_FIELDS;
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (Flow.names(line)) {
                    fields = Flow.fields(line);
                } else if (!line.isBlank()) {
                    var flow = Flow.read(line, fields);
                    flow.ifPresent(each);
                    wrong += flow.isPresent() ? 0 : 1;
                }
            }
        }
        return wrong;
    }
}
