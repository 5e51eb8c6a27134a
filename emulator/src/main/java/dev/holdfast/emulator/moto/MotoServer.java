package dev.holdfast.emulator.moto;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A running moto server. It ends when this object is closed, and also when this process dies without closing it: the
 * server watches its standard input, which breaks off then.
 */
public final class MotoServer implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final int WAIT_STEPS = 600;
    private static final String PROGRAM = """
            import os, sys, threading
            def watch():
                while sys.stdin.buffer.read(1):
                    pass
                os._exit(0)
            threading.Thread(target=watch, daemon=True).start()
            exec(compile(open(sys.argv[2]).read(), sys.argv[2], 'exec'), {'__name__': 'amendments'})
            from moto.server import main
            main(['-H', '127.0.0.1', '-p', sys.argv[1]])
            """;

    private final Process process;
    private final int port;

    private MotoServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server on a free port of the loopback interface and waits until it answers.
     *
     * @param environment where moto is installed
     * @param log file for what it prints
     * @param settings environment variables of moto
     * @throws EmulatorFailure when it does not come up
     */
    public static MotoServer start(VirtualEnvironment environment, Path log, Map<String, String> settings) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            for (int attempt = 1; ; attempt++) {
                MotoServer server = launch(environment, log, settings);
                if (server.answers()) {
                    return server;
                }
                server.close();
                if (attempt >= ATTEMPTS) {
                    throw new EmulatorFailure("The emulated AWS did not start. Its log is " + log + "; it ends with: «"
                            + tail(log) + "».");
                }
            }
        } catch (IOException e) {
            throw new EmulatorFailure("The emulated AWS could not be started: " + e.getMessage(), e);
        }
    }

    private static MotoServer launch(VirtualEnvironment environment, Path log, Map<String, String> settings)
            throws IOException {
        int port = freePort();
        Path amendments = shipped("amendments.py", log);
        ProcessBuilder builder = new ProcessBuilder(
                List.of(environment.python().toString(), "-c", PROGRAM, Integer.toString(port), amendments.toString()));
        builder.environment().keySet().removeIf(MotoServer::foreign);
        // moto would put some 70 images and their snapshots into each region of each account, and listing them again
        // and
        // again is most of what it does.
        builder.environment().put("MOTO_AMIS_PATH", shipped("images.json", log).toString());
        builder.environment().putAll(settings);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        return new MotoServer(builder.start(), port);
    }

    /** A file of the program, laid beside the log so that the server can read it. */
    private static Path shipped(String name, Path log) throws IOException {
        Path file = log.resolveSibling(name);
        try (InputStream shipped = MotoServer.class.getResourceAsStream("/emulator/" + name)) {
            if (shipped == null) {
                throw new IOException("emulator/" + name + " is missing from the program");
            }
            Files.copy(shipped, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file.toAbsolutePath();
    }

    /** Settings meant for other programs that would change what the server does. */
    private static boolean foreign(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.startsWith("PYTHON") || upper.startsWith("AWS_") || upper.startsWith("MOTO_");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        for (int i = 0; i < WAIT_STEPS && process.isAlive(); i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write("GET /moto-api/ HTTP/1.0\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                if (new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII).equals("HTTP/")) {
                    return process.isAlive();
                }
            } catch (IOException e) {
                pause();
            }
        }
        return false;
    }

    private void pause() {
        try {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String tail(Path log) throws IOException {
        String text = Files.exists(log) ? Files.readString(log).strip() : "";
        return text.length() > 500 ? "…" + text.substring(text.length() - 500) : text;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Its process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
