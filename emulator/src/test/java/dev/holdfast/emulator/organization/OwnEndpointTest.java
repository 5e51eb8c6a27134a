package dev.holdfast.emulator.organization;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.emulator.moto.EmulatorFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;

class OwnEndpointTest {
    @Test
    void foreignEndpointsAreRefused() throws IOException {
        assertThatThrownBy(() -> OwnEndpoint.prove(URI.create("https://iam.amazonaws.com"), "T", "x"))
                .isInstanceOf(EmulatorFailure.class)
                .hasMessageContaining("Nothing was called there");
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        });
        other.start();
        try {
            URI uri = URI.create("http://localhost:" + other.getAddress().getPort());
            assertThatThrownBy(() -> OwnEndpoint.prove(uri, "T", "x")).hasMessageContaining("is not it");
        } finally {
            other.stop(0);
        }
    }
}
