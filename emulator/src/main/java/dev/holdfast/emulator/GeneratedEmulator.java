package dev.holdfast.emulator;

import dev.holdfast.aws.Keys;
import dev.holdfast.emulator.generated.OrganizationSize;
import dev.holdfast.emulator.moto.EmulatorFailure;
import dev.holdfast.emulator.overlay.Counts;
import dev.holdfast.emulator.overlay.Faults;
import dev.holdfast.emulator.overlay.GeneratedOverlay;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * A running generated organization: the overlay alone, without moto and Python. Its state is kept where that of every
 * emulator is, so that the same verbs find and end it.
 */
public final class GeneratedEmulator implements AutoCloseable {
    private final Path home;
    private final GeneratedOverlay overlay;
    private final Map<String, String> environment;

    private GeneratedEmulator(Path home, GeneratedOverlay overlay, List<String> regions) throws IOException {
        this.home = home;
        this.overlay = overlay;
        String token = EmulatorState.newToken();
        overlay.control(token);
        overlay.start();
        Keys operator = new Keys(overlay.operatorKey(), overlay.secret(), null);
        this.environment = Operator.environment(overlay.endpoint(), operator, regions);
        EmulatorState.here(overlay.endpoint(), token, environment, ProcessHandle.current())
                .save(home);
    }

    /**
     * Starts one.
     *
     * @param home Holdfast's home folder
     * @param options port and regions
     * @param size how large the organization is
     * @throws EmulatorFailure saying what to do when it cannot be started
     */
    public static GeneratedEmulator start(Path home, EmulatorOptions options, OrganizationSize size) {
        EmulatorState.find(home).ifPresent(running -> {
            throw new EmulatorFailure("An emulator already runs at " + running.endpoint()
                    + ". End it with `holdfast emulator stop`, or use another --home.");
        });
        List<String> regions = size.regionsFrom(options.regions());
        try {
            GeneratedOverlay overlay = new GeneratedOverlay(
                    size, regions, EmulatorOptions.ROLE, options.port(), Clock.systemUTC(), new SecureRandom());
            return new GeneratedEmulator(home, overlay, regions);
        } catch (IOException e) {
            throw new EmulatorFailure(
                    "The emulator's port " + options.port() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** The address for clients. */
    public URI endpoint() {
        return overlay.endpoint();
    }

    /** Variables that lead AWS clients (and Holdfast) here. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Faults to inject. */
    public Faults faults() {
        return overlay.faults();
    }

    /** Calls counted. */
    public Counts counts() {
        return overlay.counts();
    }

    /** How many resources of a kind of the mix the organization has. */
    public long total(String kind) {
        return overlay.answers().total(kind);
    }

    /** How many organizational units the organization has. */
    public int units() {
        return overlay.answers().units();
    }

    @Override
    public void close() {
        overlay.close();
        EmulatorState.forget(home);
    }
}
