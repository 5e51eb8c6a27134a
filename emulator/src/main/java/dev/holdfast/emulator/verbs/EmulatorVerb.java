package dev.holdfast.emulator.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.GroupVerb;
import dev.holdfast.cli.Stop;
import dev.holdfast.cli.Verb;
import dev.holdfast.emulator.Emulator;
import dev.holdfast.emulator.EmulatorOptions;
import dev.holdfast.emulator.EmulatorState;
import dev.holdfast.emulator.GeneratedEmulator;
import dev.holdfast.emulator.generated.OrganizationSize;
import dev.holdfast.emulator.moto.EmulatorFailure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** An emulated AWS on this machine. */
@Command(
        name = "emulator",
        description = {
            "An emulated AWS organization on this machine, for trying and testing.",
            "",
            "No verb ever uses it unless the environment leads there: eval \"$(holdfast emulator env)\""
        },
        subcommands = {
            EmulatorVerb.Start.class,
            EmulatorVerb.End.class,
            EmulatorVerb.Status.class,
            EmulatorVerb.Env.class,
            EmulatorVerb.Run.class
        })
public final class EmulatorVerb extends GroupVerb {
    /** What these verbs share. */
    abstract static class OnEmulator extends Verb {
        Optional<EmulatorState> running() {
            return Emulator.find(home().folder());
        }

        EmulatorState needRunning() {
            return running()
                    .orElseThrow(() -> new Stop(
                            Exit.FAILED, "no emulator runs from this home", "Start one: holdfast emulator start"));
        }

        EmulatorOptions options(int port) {
            EmulatorOptions usual =
                    EmulatorOptions.of(content(), here().variable("PATH").orElse(""));
            return new EmulatorOptions(port, usual.regions(), usual.content(), usual.searchPath());
        }
    }

    @Command(name = "start", description = "Start it in the background and found the demo's flawed organization in it.")
    static final class Start extends OnEmulator {
        @Option(names = "--port", paramLabel = "N", description = "Port of the endpoint (default: any free one).")
        int port;

        @Option(names = "--empty", description = "Leave it empty: no organization, no resources.")
        boolean empty;

        @Option(
                names = "--generate",
                paramLabel = "SIZE",
                description = {
                    "Generate a large organization instead, which can only be read; needs no Python.",
                    "For example: accounts=300,resources=47000,seed=7,regions=17"
                })
        @Nullable
        String generate;

        @Override
        public Integer call() throws IOException, InterruptedException {
            size(generate);
            if (running().isPresent()) {
                screen().line("An emulator already runs at " + running().get().endpoint());
                return Exit.FINE;
            }
            Path log = home().sub("emulator").resolve("overlay.log");
            List<String> command = new ArrayList<>(detach());
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(List.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.holdfast.cli.Main",
                    "emulator",
                    "run",
                    "--home",
                    home().folder().toString(),
                    "--port",
                    Integer.toString(port)));
            if (empty) {
                command.add("--empty");
            }
            if (generate != null) {
                command.addAll(List.of("--generate", generate));
            }
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .redirectOutput(log.toFile())
                    .redirectErrorStream(true)
                    .start();
            Path ready = home().sub("emulator").resolve("ready");
            while (process.isAlive() && !java.nio.file.Files.exists(ready)) {
                screen().progress(0, 0, generate == null ? INSTALLING : "Starting the emulated AWS");
                process.waitFor(200, TimeUnit.MILLISECONDS);
            }
            if (!process.isAlive()) {
                throw new Stop(Exit.FAILED, "the emulator did not start", "See " + log);
            }
            screen().line("The emulated AWS runs at " + needRunning().endpoint());
            screen().line("Use it from this shell: eval \"$(holdfast emulator env)\"");
            return Exit.FINE;
        }
    }

    private static final String INSTALLING = "Starting the emulated AWS (the first time this installs moto)";

    /** The size that was given, null when none was. */
    private static @Nullable OrganizationSize size(@Nullable String given) {
        try {
            return given == null ? null : OrganizationSize.parse(given);
        } catch (IllegalArgumentException e) {
            throw Stop.usage(
                    "`--generate " + given + "`: " + e.getMessage(), "For example accounts=300,resources=47000,seed=7");
        }
    }

    /** What lets a program outlive the terminal that started it. */
    private static List<String> detach() {
        return java.util.stream.Stream.of("/usr/bin/setsid", "/bin/setsid", "/usr/bin/nohup", "/bin/nohup")
                .filter(p -> java.nio.file.Files.isExecutable(Path.of(p)))
                .findFirst()
                .map(List::of)
                .orElse(List.of());
    }

    @Command(name = "run", hidden = true, description = "Run it in the foreground.")
    static final class Run extends OnEmulator {
        @Option(names = "--port")
        int port;

        @Option(names = "--empty")
        boolean empty;

        @Option(names = "--generate")
        @Nullable
        String generate;

        @Override
        public Integer call() throws IOException, InterruptedException {
            Path ready = home().sub("emulator").resolve("ready");
            java.nio.file.Files.deleteIfExists(ready);
            OrganizationSize size = size(generate);
            if (size != null) {
                return generated(size, ready);
            }
            try (Emulator emulator =
                    Emulator.start(home().folder(), options(port), (d, t, what) -> screen().note(what))) {
                if (!empty) {
                    emulator.seed((d, t, what) -> screen().note(what));
                }
                return untilEnded(ready, emulator.endpoint());
            } catch (EmulatorFailure e) {
                throw new Stop(Exit.FAILED, String.valueOf(e.getMessage()), "");
            }
        }

        private int generated(OrganizationSize size, Path ready) throws IOException, InterruptedException {
            try (GeneratedEmulator emulator = GeneratedEmulator.start(home().folder(), options(port), size)) {
                return untilEnded(ready, emulator.endpoint());
            } catch (EmulatorFailure e) {
                throw new Stop(Exit.FAILED, String.valueOf(e.getMessage()), "");
            }
        }

        private static int untilEnded(Path ready, URI endpoint) throws IOException, InterruptedException {
            java.nio.file.Files.writeString(ready, endpoint.toString());
            ready.toFile().deleteOnExit();
            new CountDownLatch(1).await();
            return Exit.FINE;
        }
    }

    @Command(name = "stop", description = "End it; everything in it is gone.")
    static final class End extends OnEmulator {
        @Override
        public Integer call() {
            screen().line(Emulator.stop(home().folder()) ? "The emulator has ended" : "No emulator was running");
            return Exit.FINE;
        }
    }

    @Command(name = "status", description = "Say whether one runs, and where.")
    static final class Status extends OnEmulator {
        @Override
        public Integer call() {
            Optional<EmulatorState> state = running();
            if (json()) {
                ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1).put("running", state.isPresent());
                state.ifPresent(s -> top.put("endpoint", s.endpoint()).put("pid", s.pid()));
                screen().line(top.toPrettyString());
            } else {
                screen().line(state.map(s -> "The emulated AWS runs at " + s.endpoint() + " (process " + s.pid() + ")")
                        .orElse("No emulator runs from " + home().folder()));
            }
            return state.isPresent() ? Exit.FINE : Exit.FAILED;
        }
    }

    @Command(name = "env", description = "Print shell exports that lead AWS tools and Holdfast to it.")
    static final class Env extends OnEmulator {
        @Override
        public Integer call() {
            needRunning().environment().entrySet().stream()
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .forEach(e -> screen().line("export " + e.getKey() + "='" + e.getValue() + "'"));
            return Exit.FINE;
        }
    }
}
