package dev.holdfast.emulator.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A plain HTTP/1.1 client to one port of this machine. The JDK's client neither sends a foreign Host header nor leaves
 * the path as it is, and both are needed to pass a request through faithfully.
 */
public final class Upstream {
    /** Headers that frame one hop of a message and are made anew for the next. */
    public static final Set<String> HOP =
            Set.of("connection", "keep-alive", "transfer-encoding", "content-length", "expect", "te", "upgrade");

    private static final int MAX_ANSWER = 256 * 1024 * 1024;
    private static final int MAX_LINE = 64 * 1024;
    private static final int TIMEOUT_MILLIS = 120_000;

    private final int port;

    /** @param port a port on the loopback interface */
    public Upstream(int port) {
        this.port = port;
    }

    /**
     * Sends a request and reads the whole answer.
     *
     * @throws IOException when there is no answer, or one that is not HTTP
     */
    public WireAnswer send(WireRequest request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(head(request).getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(request.body());
            out.writeTo(socket.getOutputStream());
            socket.getOutputStream().flush();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
            return read(in, request.method().equals("HEAD"));
        }
    }

    private static String head(WireRequest request) {
        StringBuilder head = new StringBuilder();
        head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\n");
        for (Header header : request.headers()) {
            if (!HOP.contains(header.name().toLowerCase(Locale.ROOT))) {
                head.append(header.name()).append(": ").append(header.value()).append("\r\n");
            }
        }
        if (request.body().length > 0 || !request.method().equals("GET")) {
            head.append("Content-Length: ").append(request.body().length).append("\r\n");
        }
        return head.append("Connection: close\r\n\r\n").toString();
    }

    private static WireAnswer read(InputStream in, boolean bodiless) throws IOException {
        String[] start = line(in).split(" ", 3);
        if (start.length < 2 || !start[0].startsWith("HTTP/1.")) {
            throw new IOException("the emulator's answer is not HTTP");
        }
        int status = Integer.parseInt(start[1]);
        List<Header> headers = new ArrayList<>();
        long length = -1;
        boolean chunked = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(colon, 0));
            String value = line.substring(colon + 1).strip();
            if (name.equalsIgnoreCase("content-length")) {
                length = Long.parseLong(value);
            }
            chunked |= name.equalsIgnoreCase("transfer-encoding") && value.equalsIgnoreCase("chunked");
            headers.add(new Header(name, value));
        }
        if (status == 100) {
            return read(in, bodiless);
        }
        if (bodiless || status == 204 || status == 304) {
            return new WireAnswer(status, headers, new byte[0]);
        }
        byte[] body =
                chunked ? chunks(in) : in.readNBytes(length < 0 ? MAX_ANSWER : (int) Math.min(length, MAX_ANSWER));
        if (length > body.length) {
            throw new IOException("the emulator's answer breaks off");
        }
        return new WireAnswer(status, headers, body);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int size = size(line(in)); size > 0; size = size(line(in))) {
            byte[] chunk = in.readNBytes(size);
            if (chunk.length < size || out.size() + size > MAX_ANSWER) {
                throw new IOException("the emulator's answer breaks off or is too large");
            }
            out.writeBytes(chunk);
            line(in);
        }
        return out.toByteArray();
    }

    private static int size(String line) {
        int semicolon = line.indexOf(';');
        return Integer.parseInt((semicolon < 0 ? line : line.substring(0, semicolon)).strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > MAX_LINE) {
                throw new IOException("the emulator closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
