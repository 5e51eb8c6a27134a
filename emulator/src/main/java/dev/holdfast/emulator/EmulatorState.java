package dev.holdfast.emulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.emulator.moto.EmulatorFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept on disk about a running emulator so that other processes find, steer and end it. Readable by its owner
 * only, since it holds the token.
 *
 * @param endpoint address for clients
 * @param token opens the control door
 * @param environment variables that lead clients there
 * @param pid process of the overlay
 * @param started when that process started, seconds since 1970; guards against a reused process id
 * @param motoPid process of moto; the overlay's own where there is no moto
 * @param motoStarted when that process started
 */
public record EmulatorState(
        String endpoint,
        String token,
        Map<String, String> environment,
        long pid,
        long started,
        long motoPid,
        long motoStarted) {
    private static final int TOKEN_BYTES = 24;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The state of an emulator of this process; {@code behind} is the process that ends with it. */
    static EmulatorState here(URI endpoint, String token, Map<String, String> environment, ProcessHandle behind) {
        ProcessHandle here = ProcessHandle.current();
        return new EmulatorState(
                endpoint.toString(), token, environment, here.pid(), startOf(here), behind.pid(), startOf(behind));
    }

    /** A token that nobody can guess. */
    static String newToken() {
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    static Path file(Path home) {
        return home.resolve("emulator").resolve("running.json");
    }

    void save(Path home) throws IOException {
        Path file = file(home);
        Files.createDirectories(file.getParent());
        Path partial = Files.createTempFile(
                file.getParent(),
                "running-",
                ".json",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(partial, MAPPER.writeValueAsBytes(this));
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The emulator that runs from this folder; empty when none does. */
    static Optional<EmulatorState> find(Path home) {
        Path file = file(home);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            EmulatorState state = MAPPER.readValue(Files.readAllBytes(file), EmulatorState.class);
            return process(state.pid(), state.started()).map(p -> state);
        } catch (IOException e) {
            throw new EmulatorFailure(
                    "The emulator's state file " + file + " cannot be read. If no emulator runs, delete it.", e);
        }
    }

    static void forget(Path home) {
        try {
            Files.deleteIfExists(file(home));
        } catch (IOException e) {
            throw new EmulatorFailure("The emulator's state file cannot be deleted: " + file(home), e);
        }
    }

    /** Ends both processes, if they are still the ones that were started. */
    void stop() {
        for (ProcessHandle process : java.util.stream.Stream.of(process(pid, started), process(motoPid, motoStarted))
                .flatMap(Optional::stream)
                .toList()) {
            process.destroy();
            try {
                process.onExit().get(PATIENCE.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                process.destroyForcibly();
            }
        }
    }

    private static Optional<ProcessHandle> process(long pid, long started) {
        return ProcessHandle.of(pid).filter(p -> p.isAlive() && Math.abs(startOf(p) - started) <= 2);
    }

    static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    }
}
