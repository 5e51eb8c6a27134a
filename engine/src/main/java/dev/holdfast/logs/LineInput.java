package dev.holdfast.logs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives a stream whole, or line by line with each line as a stream of its own. Where the stream breaks, every byte
 * before the break is given first.
 */
final class LineInput extends InputStream {
    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int end;
    private boolean fileEnded;
    private boolean lineEnded;
    private boolean byLine;
    private boolean cut;
    private @Nullable IOException broken;

    LineInput(InputStream in) {
        this.in = in;
    }

    /**
     * True when the file looks like one record to a line: the first line break stands before another value rather than
     * inside one. A file without a line break is one line. To be asked before anything is read.
     */
    boolean looksLikeLines() {
        while (end < BUFFER && fill()) {
            // The head of the file is looked at as a whole, however small the pieces it comes in.
        }
        int at = 0;
        while (at < end && blank(buffer[at])) {
            at++;
        }
        byte before = 0;
        while (at < end && buffer[at] != '\n') {
            before = blank(buffer[at]) ? before : buffer[at];
            at++;
        }
        while (at < end && (buffer[at] == '\n' || buffer[at] == '\r')) {
            at++;
        }
        boolean inside = before == ',' || before == '[' || before == ':' || before == '{';
        boolean starts = at >= end || buffer[at] == '{' || buffer[at] == '[';
        return !inside && starts;
    }

    /** The first bytes, without taking them; to be asked before anything is read. */
    byte[] head() {
        while (end < BUFFER && fill()) {
            // As in looksLikeLines.
        }
        return Arrays.copyOfRange(buffer, next, end);
    }

    /** The first byte of the line that is not blank, without taking it; -1 when the line is empty. */
    int peek() {
        int at = next;
        while (at < end && blank(buffer[at]) && buffer[at] != '\n') {
            at++;
        }
        return at < end && buffer[at] != '\n' ? buffer[at] & 0xff : -1;
    }

    /** Some bytes from the first that is not blank, without taking them. */
    byte[] ahead(int most) {
        int at = next;
        while (at < end && blank(buffer[at]) && buffer[at] != '\n') {
            at++;
        }
        return Arrays.copyOfRange(buffer, at, Math.min(end, at + most));
    }

    /**
     * What is left of the line as text, without its break. What is not UTF-8 becomes a replacement sign.
     *
     * @param most bytes that are kept
     */
    String text(int most) throws IOException {
        byte[] bytes = readNBytes(most + 1);
        cut = bytes.length > most;
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == '\r') {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** True when the line given last was longer than was asked for. */
    boolean cut() {
        return cut;
    }

    private static boolean blank(byte b) {
        return b >= 0 && b <= ' ';
    }

    /** Goes to the next line, past what is left of this one; false at the end of the file. */
    boolean nextLine() throws IOException {
        if (byLine) {
            skipLine();
        }
        byLine = true;
        lineEnded = false;
        return available() > 0;
    }

    private void skipLine() throws IOException {
        while (!lineEnded && available() > 0) {
            lineEnded = buffer[next++] == '\n';
        }
    }

    /** How many bytes are at hand, after reading on when there are none; 0 at the end of the file. */
    @Override
    public int available() throws IOException {
        if (next == end) {
            next = 0;
            end = 0;
            while (end == 0 && fill()) {
                // A stream may give nothing and yet not be at its end.
            }
            if (end == 0 && broken != null) {
                throw broken;
            }
        }
        return end - next;
    }

    private boolean fill() {
        if (fileEnded) {
            return false;
        }
        try {
            int n = in.read(buffer, end, BUFFER - end);
            fileEnded = n < 0;
            end += Math.max(0, n);
        } catch (IOException e) {
            broken = e;
            fileEnded = true;
        }
        return !fileEnded;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (lineEnded || available() == 0) {
            return -1;
        }
        int n = Math.min(length, end - next);
        if (byLine) {
            int at = next;
            while (at < next + n && buffer[at] != '\n') {
                at++;
            }
            lineEnded = at < next + n;
            n = at - next;
        }
        System.arraycopy(buffer, next, bytes, from, n);
        next += n + (lineEnded ? 1 : 0);
        return n == 0 ? -1 : n;
    }
}
