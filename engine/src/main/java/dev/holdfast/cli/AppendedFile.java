package dev.holdfast.cli;

import dev.holdfast.model.Finding;
import dev.holdfast.report.data.FindingsJson;
import dev.holdfast.report.data.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file of findings that grows, one JSON line each. */
final class AppendedFile implements AutoCloseable {
    private final FileChannel channel;

    private AppendedFile(FileChannel channel) {
        this.channel = channel;
    }

    /** @param length what of the file is known to be good; the rest was half written and is cut off */
    static AppendedFile open(Path file, long length) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(length);
            channel.position(channel.size());
            return new AppendedFile(channel);
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, "`" + file + "` cannot be written: " + e.getMessage(), "Choose another --out");
        }
    }

    /** Adds findings; they are on disk when this returns. Gives the length of the file. */
    long add(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        findings.forEach(
                f -> text.append(Json.line(FindingsJson.detection(f)).strip()).append('\n'));
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
            return channel.position();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
