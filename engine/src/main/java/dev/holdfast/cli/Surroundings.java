package dev.holdfast.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Everything a run takes from the outside, so that a verb can be run inside another program and in tests.
 *
 * @param environment environment variables
 * @param clock the time of day
 * @param nanos a steady clock
 * @param random source of randomness, cryptographically strong
 * @param out where results go
 * @param err where progress and problems go
 * @param terminal whether {@code out} is a terminal that a person looks at
 * @param liveProgress whether {@code err} is a terminal, so that a line of progress may renew itself
 * @param width columns of that terminal
 * @param folder the working folder
 * @param root the folder of the distribution, with {@code content} in it
 */
public record Surroundings(
        Map<String, String> environment,
        InstantSource clock,
        LongSupplier nanos,
        RandomGenerator random,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        boolean liveProgress,
        int width,
        Path folder,
        Path root) {

    /** Those of this process. */
    static Surroundings real() {
        Map<String, String> environment = System.getenv();
        return new Surroundings(
                environment,
                InstantSource.system(),
                System::nanoTime,
                new SecureRandom(),
                System.out,
                System.err,
                Boolean.getBoolean("holdfast.terminal"),
                Boolean.getBoolean("holdfast.terminal.progress"),
                width(environment),
                Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("holdfast.root", "."))
                        .toAbsolutePath()
                        .normalize());
    }

    private static int width(Map<String, String> environment) {
        try {
            return Math.max(60, Math.min(200, Integer.parseInt(environment.getOrDefault("COLUMNS", "100"))));
        } catch (NumberFormatException e) {
            return 100;
        }
    }

    /** Standard input. */
    java.io.InputStream in() {
        return System.in;
    }

    /** A variable of the environment, when set and not empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank());
    }

    /** The same with other or further environment variables. */
    public Surroundings with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Surroundings(
                Map.copyOf(all), clock, nanos, random, out, err, terminal, liveProgress, width, folder, root);
    }

    /** The same with other streams, not a terminal. */
    public Surroundings writingTo(java.io.OutputStream newOut, java.io.OutputStream newErr) {
        return new Surroundings(
                environment,
                clock,
                nanos,
                random,
                new PrintStream(newOut, true, StandardCharsets.UTF_8),
                new PrintStream(newErr, true, StandardCharsets.UTF_8),
                false,
                false,
                width,
                folder,
                root);
    }
}
