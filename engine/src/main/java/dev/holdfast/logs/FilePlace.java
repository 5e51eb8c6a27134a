package dev.holdfast.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file, a folder with all below it, or a pattern such as {@code logs/**.json.gz}. Links are not followed. */
final class FilePlace implements LogPlace {
    private static final List<String> ENDINGS =
            List.of(".json", ".jsonl", ".ndjson", ".log", ".gz", ".zst", ".zip", ".parquet", ".tsv", ".csv");
    private static final int MAX_DEPTH = 32;

    private final String text;

    FilePlace(String text) {
        this.text = text;
    }

    @Override
    public void each(Consumer<LogFile> consumer) throws IOException {
        int wildcard = firstWildcard(text);
        if (wildcard < 0 || Files.exists(Path.of(text))) {
            plain(consumer);
            return;
        }
        int slash = text.lastIndexOf('/', wildcard);
        Path root = slash < 0 ? Path.of("") : Path.of(text.substring(0, slash + 1));
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + text);
        if (walk(root, matcher::matches, consumer) == 0) {
            throw new IOException("no file matches " + text);
        }
    }

    private void plain(Consumer<LogFile> consumer) throws IOException {
        Path path = Path.of(text);
        if (Files.isDirectory(path)) {
            walk(path, FilePlace::hasKnownEnding, consumer);
        } else if (Files.isRegularFile(path)) {
            consumer.accept(file(path));
        } else {
            throw new IOException("there is no file or folder " + text);
        }
    }

    private static int firstWildcard(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("*?[{".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static long walk(Path root, Predicate<Path> wanted, Consumer<LogFile> consumer) throws IOException {
        try (Stream<Path> walk = Files.walk(root, MAX_DEPTH)) {
            List<Path> paths =
                    walk.filter(Files::isRegularFile).filter(wanted).sorted().toList();
            paths.forEach(path -> consumer.accept(file(path)));
            return paths.size();
        } catch (UncheckedIOException e) {
            throw new IOException(root + " cannot be listed to its end", e);
        }
    }

    private static boolean hasKnownEnding(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static LogFile file(Path path) {
        return new LogFile(path.toString(), modified(path), () -> Files.newInputStream(path));
    }

    private static @Nullable Instant modified(Path path) {
        try {
            return Files.getLastModifiedTime(path).toInstant();
        } catch (IOException e) {
            return null;
        }
    }
}
