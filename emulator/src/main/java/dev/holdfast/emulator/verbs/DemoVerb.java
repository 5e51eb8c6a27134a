package dev.holdfast.emulator.verbs;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Stop;
import dev.holdfast.cli.Verb;
import dev.holdfast.emulator.Emulator;
import dev.holdfast.emulator.EmulatorOptions;
import dev.holdfast.emulator.moto.EmulatorFailure;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole loop, told on an emulated organization. */
@Command(
        name = "demo",
        description = {
            "The whole loop on an emulated organization: identify, protect, fix, detect, respond, recover.",
            "",
            "Everything is done by the verbs you would type yourself, against an emulated AWS on this machine.",
            "Nothing outside this machine is called, except the package index the first time."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast demo --no-serve",
            "  holdfast demo --no-serve --offline   no Python, no network",
            "  holdfast demo --no-serve --ransom    data is held to ransom: the case, and the way back"
        })
public final class DemoVerb extends Verb {
    @Option(names = "--no-serve", description = "End with the summary instead of serving the report.")
    boolean noServe;

    @Option(
            names = "--offline",
            description = "Identify, protect and detect on a recorded run: no Python, no network, no writes.")
    boolean offline;

    @Option(
            names = "--ransom",
            description = "Another case instead: data is held to ransom, the way back is planned, gone and taken back.")
    boolean ransom;

    @Option(names = "--port", paramLabel = "N", description = "Port the report is served on (default: any free one).")
    int port;

    @Option(names = "--keep", description = "Leave the emulator running for `holdfast emulator env`.")
    boolean keep;

    @Option(names = "--record", hidden = true, paramLabel = "DIR", description = "Keep what --offline shows.")
    java.nio.file.@org.jspecify.annotations.Nullable Path record;

    @Override
    public Integer call() throws Exception {
        Path home = Typist.freshHome(home(), here());
        Teller teller = new Teller(screen(), here().nanos(), json());
        Path report;
        if (offline && ransom) {
            throw Stop.usage("the case of ransom was not recorded", "Leave --offline or --ransom out");
        }
        if (offline) {
            Typist typist = new Typist(here(), home, content(), Map.of());
            report = new OfflineStory(typist, teller, here()).tell();
        } else {
            report = live(home, teller);
        }
        if (!noServe) {
            try (ReportServer server = ReportServer.start(report, port)) {
                screen().line("The report is served at " + server.address() + " until you press Ctrl-C");
                new CountDownLatch(1).await();
            }
        }
        return Exit.FINE;
    }

    private Path live(Path home, Teller teller) throws Exception {
        EmulatorOptions options =
                EmulatorOptions.of(content(), here().variable("PATH").orElse(""));
        teller.chapter("An emulated AWS");
        Emulator emulator;
        try {
            emulator = Emulator.start(home().folder(), options, (d, t, what) -> teller.doing(what));
        } catch (EmulatorFailure e) {
            throw new Stop(
                    Exit.FAILED, String.valueOf(e.getMessage()), "Or try without Python: holdfast demo --offline");
        }
        try {
            Typist typist = new Typist(here(), home, content(), emulator.environment());
            Path report;
            if (ransom) {
                report = new RansomStory(emulator, typist, teller, here()).tell(options);
            } else {
                LiveStory story = new LiveStory(emulator, typist, teller, here());
                report = story.tell();
                if (record != null) {
                    story.record(here().folder().resolve(record));
                }
            }
            if (keep) {
                screen().line("The emulator stays: eval \"$(holdfast emulator env)\". Press Ctrl-C to end it.");
                new CountDownLatch(1).await();
            }
            return report;
        } catch (EmulatorFailure e) {
            throw new Stop(Exit.FAILED, String.valueOf(e.getMessage()), "");
        } finally {
            emulator.close();
        }
    }
}
