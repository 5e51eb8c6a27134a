package dev.holdfast.emulator;

import dev.holdfast.aws.AwsSession;
import dev.holdfast.aws.AwsSettings;
import dev.holdfast.aws.Keys;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.model.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** One seeded emulator for all tests of this JVM, with a clock that stands still and seeded luck. */
final class SharedEmulator {
    static final Instant NOW = Instant.parse("2026-11-20T10:15:30Z");
    static final Path ROOT = Path.of(System.getProperty("holdfast.root", ".."));
    static final ContentFolder CONTENT = new ContentFolder(List.of(ROOT.resolve("content")));

    private SharedEmulator() {}

    static Emulator seeded() {
        return Seeded.EMULATOR;
    }

    /** Started when first asked for; ends with the JVM. */
    private static final class Seeded {
        private static final Emulator EMULATOR = start();

        private static Emulator start() {
            Emulator emulator = fresh("seeded");
            emulator.seed((done, total, what) -> {});
            return emulator;
        }
    }

    /** Another emulator, for tests that need one of their own; they close it. */
    static Emulator fresh(String name) {
        return fresh(name, () -> NOW);
    }

    /** One whose records are as old as a clock says. */
    static Emulator fresh(String name, InstantSource clock) {
        return Emulator.start(
                home(name),
                ROOT.resolve("build").resolve("test-home"),
                EmulatorOptions.of(CONTENT, System.getenv("PATH")),
                (done, total, what) -> {},
                new Emulator.Ways(clock, new Random(7)));
    }

    static Path home(String name) {
        return ROOT.resolve("build").resolve("test-home").resolve(name);
    }

    /** The interpreter that boto3 is installed for; there once an emulator was started. */
    static Path python() {
        try (Stream<Path> homes = Files.list(home(""))) {
            return homes.filter(p -> p.getFileName().toString().matches("venv-[0-9a-f]{12}"))
                    .findFirst()
                    .orElseThrow()
                    .resolve("bin/python");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AwsSession session(Emulator emulator, Keys keys) {
        return AwsSession.open(
                AwsSettings.of(emulator.endpoint(), new Region("eu-west-1"), EmulatorOptions.ROLE)
                        .writing(EmulatorOptions.ROLE),
                keys,
                () -> NOW,
                System::nanoTime,
                new Random(1));
    }
}
