package dev.holdfast.emulator.verbs;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Verb;
import dev.holdfast.emulator.EmulatorOptions;
import dev.holdfast.emulator.GeneratedEmulator;
import dev.holdfast.emulator.generated.OrganizationSize;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;

/**
 * Does once what is done daily, without Python or network: the launcher keeps the classes that this loads as the runtime
 * wants them, so that the verbs start sooner.
 */
@Command(name = "rehearse", hidden = true, description = "Do once what is done daily, for the launcher.")
final class RehearseVerb extends Verb {
    private static final String SIZE = "accounts=1,resources=20,seed=1";

    @Override
    public Integer call() throws Exception {
        EmulatorOptions options = EmulatorOptions.of(content(), "");
        Path home = home().sub("rehearsal");
        try (GeneratedEmulator emulator =
                GeneratedEmulator.start(home().folder(), options, OrganizationSize.parse(SIZE))) {
            Typist typist = new Typist(here(), home, content(), emulator.environment());
            typist.json("identify");
        }
        Typist recorded = new Typist(here(), home().sub("recorded"), content(), Map.of());
        new OfflineStory(recorded, new Teller(screen(), here().nanos(), true), here()).tell();
        return Exit.FINE;
    }
}
