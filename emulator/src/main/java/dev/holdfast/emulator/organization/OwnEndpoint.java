package dev.holdfast.emulator.organization;

import dev.holdfast.emulator.moto.EmulatorFailure;
import dev.holdfast.emulator.wire.Header;
import dev.holdfast.emulator.wire.Upstream;
import dev.holdfast.emulator.wire.WireAnswer;
import dev.holdfast.emulator.wire.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** An endpoint that this program started itself: on this machine, and it knows the token that only its maker has. */
public final class OwnEndpoint {
    private final URI uri;

    private OwnEndpoint(URI uri) {
        this.uri = uri;
    }

    /**
     * @param uri the endpoint
     * @param tokenHeader name of the header that carries the token
     * @param token the token from the state file
     * @throws EmulatorFailure when it is somebody else's, above all AWS itself
     */
    public static OwnEndpoint prove(URI uri, String tokenHeader, String token) {
        String refusal = "The demo only ever plays against the emulator that it started itself, and " + uri
                + " is not it. Nothing was called there.";
        if (!"http".equals(uri.getScheme()) || !"localhost".equals(uri.getHost()) || uri.getPort() < 0) {
            throw new EmulatorFailure(refusal);
        }
        try {
            List<Header> headers = List.of(new Header("Host", "localhost"), new Header(tokenHeader, token));
            WireAnswer answer =
                    new Upstream(uri.getPort()).send(new WireRequest("GET", "/_holdfast/health", headers, new byte[0]));
            if (answer.status() != 200) {
                throw new EmulatorFailure(refusal);
            }
        } catch (IOException e) {
            throw new EmulatorFailure("The emulator at " + uri + " does not answer.", e);
        }
        return new OwnEndpoint(uri);
    }

    /** The endpoint. */
    public URI uri() {
        return uri;
    }
}
