package dev.holdfast.emulator.verbs;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Serves one finished report on loopback, and nothing else. */
final class ReportServer implements AutoCloseable {
    private final HttpServer server;

    private ReportServer(HttpServer server) {
        this.server = server;
    }

    static ReportServer start(Path report, int port) throws IOException {
        byte[] page = Files.readAllBytes(report);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        server.createContext("/", exchange -> {
            try (exchange) {
                boolean wanted = exchange.getRequestURI().getPath().equals("/")
                        && exchange.getRequestMethod().equals("GET");
                exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
                exchange.getResponseHeaders().add("X-Content-Type-Options", "nosniff");
                exchange.sendResponseHeaders(wanted ? 200 : 404, wanted ? page.length : -1);
                if (wanted) {
                    exchange.getResponseBody().write(page);
                }
            }
        });
        server.start();
        return new ReportServer(server);
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
