package dev.holdfast.emulator.moto;

import dev.holdfast.model.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The private Python environment with exactly the pinned packages. Its name carries the digest of the pins, so that a
 * new version of Holdfast makes a new one; it appears under that name only when it is complete.
 *
 * @param folder the environment
 */
public record VirtualEnvironment(Path folder) {
    private static final String PINS = "/emulator/requirements.txt";
    private static final int TAIL = 12;

    /** The interpreter inside. */
    public Path python() {
        return folder.resolve("bin").resolve("python");
    }

    /**
     * Opens the environment, making it first where there is none.
     *
     * @param parent folder that holds environments
     * @param python finds the interpreter, asked only when the environment must be made
     * @param progress told what is being done
     * @throws EmulatorFailure when it cannot be made
     */
    public static VirtualEnvironment open(Path parent, Supplier<Python> python, Progress progress) {
        byte[] pins = pins();
        Path folder = parent.resolve("venv-" + digest(pins));
        if (Files.isExecutable(folder.resolve("bin").resolve("python"))) {
            return new VirtualEnvironment(folder);
        }
        Path partial = null;
        try {
            Files.createDirectories(parent);
            partial = Files.createTempDirectory(parent, "venv-partial-");
            make(partial, python.get(), pins, progress);
            settle(partial, folder);
            return new VirtualEnvironment(folder);
        } catch (IOException e) {
            throw new EmulatorFailure(
                    "The emulator's Python environment cannot be written below " + parent + ": " + e.getMessage()
                            + ". Check space and permissions there.",
                    e);
        } finally {
            if (partial != null) {
                remove(partial);
            }
        }
    }

    private static void make(Path folder, Python python, byte[] pins, Progress progress) throws IOException {
        progress.at(0, 0, "Making a private Python environment for the emulator (once)");
        run(
                List.of(python.executable().toString(), "-m", "venv", folder.toString()),
                line -> {},
                said -> "Python could not make a virtual environment. It said: " + said
                        + " On Debian and Ubuntu `apt install python3-venv` mends this.");
        Path requirements = folder.resolve("requirements.txt");
        Files.write(requirements, pins);
        long packages = new String(pins, StandardCharsets.UTF_8)
                .lines()
                .filter(l -> l.contains("=="))
                .count();
        long[] done = {0};
        run(
                List.of(
                        folder.resolve("bin").resolve("python").toString(),
                        "-m",
                        "pip",
                        "install",
                        "--no-deps",
                        "--no-compile",
                        "--no-input",
                        "--disable-pip-version-check",
                        "--progress-bar=off",
                        "--requirement",
                        requirements.toString()),
                line -> {
                    if (line.startsWith("Collecting ")) {
                        String name = line.substring(11).split("[=\\s]", 2)[0];
                        progress.at(++done[0], packages, "Fetching " + name);
                    } else if (line.startsWith("Installing collected")) {
                        progress.at(packages, packages, "Installing the emulator's packages");
                    }
                },
                said -> "The emulator's packages could not be installed from the Python package index. pip said: "
                        + said + " Check the network, a proxy (HTTPS_PROXY) or pip's index setting (PIP_INDEX_URL),"
                        + " or use `--offline`, which needs neither.");
        progress.at(packages, packages, "Trying the emulator's packages");
        run(
                List.of(folder.resolve("bin").resolve("python").toString(), "-c", "import moto.server"),
                line -> {},
                said -> "The emulator's packages were installed but do not load. Python said: " + said);
    }

    /** Two at once: the first to finish gives the environment its name, the other uses it. */
    private static void settle(Path partial, Path folder) throws IOException {
        try {
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (IOException e) {
            if (!Files.isExecutable(folder.resolve("bin").resolve("python"))) {
                throw e;
            }
        }
    }

    private static void run(List<String> command, Consumer<String> each, java.util.function.UnaryOperator<String> wrong)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // A PYTHONPATH or PYTHONHOME of the user's would mix foreign packages into the pinned ones.
        builder.environment()
                .keySet()
                .removeIf(name -> name.toUpperCase(Locale.ROOT).startsWith("PYTHON"));
        Process process = builder.start();
        Deque<String> tail = new ArrayDeque<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            process.getOutputStream().close();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                each.accept(line.strip());
                tail.addLast(line.strip());
                if (tail.size() > TAIL) {
                    tail.removeFirst();
                }
            }
            if (process.waitFor() != 0) {
                throw new EmulatorFailure(wrong.apply(lastWords(tail)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmulatorFailure("Interrupted while making the emulator's Python environment.", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The errors among the last lines, or the last line. */
    private static String lastWords(Deque<String> tail) {
        List<String> errors = tail.stream()
                .filter(line -> line.toUpperCase(Locale.ROOT).startsWith("ERROR"))
                .toList();
        String said = errors.isEmpty() ? (tail.isEmpty() ? "nothing" : tail.getLast()) : String.join(" ", errors);
        // An index address may hold a password.
        String clean = said.replaceAll("//[^/@\\s]*@", "//…@");
        return "«" + (clean.length() > 600 ? clean.substring(0, 600) + "…" : clean) + "».";
    }

    private static byte[] pins() {
        try (InputStream in = VirtualEnvironment.class.getResourceAsStream(PINS)) {
            if (in == null) {
                throw new IllegalStateException(PINS + " is missing from the build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> walk = Files.walk(folder, new FileVisitOption[0])) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // What is left has a name that is never used; it costs space and nothing else.
            return;
        }
    }
}
