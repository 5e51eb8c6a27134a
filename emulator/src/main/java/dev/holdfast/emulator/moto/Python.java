package dev.holdfast.emulator.moto;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Python interpreter of the machine that can make virtual environments.
 *
 * @param executable the interpreter
 */
public record Python(Path executable) {
    private static final List<String> NAMES =
            List.of("python3", "python3.13", "python3.12", "python3.14", "python3.11", "python3.10", "python");

    /** The packages the server needs ask for this much. */
    private static final int LEAST_MINOR = 10;

    private static final Pattern ANSWER = Pattern.compile("holdfast 3 (\\d+) (yes|no)");
    private static final String QUESTION = """
            import sys, importlib.util as u
            print('holdfast', *sys.version_info[:2], 'yes' if u.find_spec('venv') and u.find_spec('ensurepip') else 'no')
            """;

    /**
     * Looks for an interpreter.
     *
     * @param searchPath folders as in the PATH variable
     * @throws EmulatorFailure saying what to install when there is none
     */
    public static Python find(String searchPath) {
        List<String> seen = new ArrayList<>();
        boolean venvMissing = false;
        for (String name : NAMES) {
            for (String folder : searchPath.split(File.pathSeparator)) {
                Path candidate = Path.of(folder.isEmpty() ? "." : folder, name);
                if (!Files.isExecutable(candidate) || Files.isDirectory(candidate)) {
                    continue;
                }
                Matcher answer = ANSWER.matcher(ask(candidate));
                if (!answer.find()) {
                    continue;
                }
                int minor = Integer.parseInt(answer.group(1));
                boolean venv = answer.group(2).equals("yes");
                if (minor >= LEAST_MINOR && venv) {
                    return new Python(candidate);
                }
                venvMissing |= minor >= LEAST_MINOR;
                seen.add(candidate + " (3." + minor + (venv ? ")" : ", without venv)"));
            }
        }
        throw new EmulatorFailure(missing(seen, venvMissing));
    }

    private static String missing(List<String> seen, boolean venvMissing) {
        String found = seen.isEmpty() ? "" : " Found: " + String.join(", ", seen) + ".";
        if (venvMissing) {
            return "Python is here, but its venv and ensurepip modules are not, and the emulator needs them." + found
                    + " Install them (Debian and Ubuntu: `apt install python3-venv`) and start again,"
                    + " or use `--offline`, which needs no Python.";
        }
        return "The emulator runs on Python 3." + LEAST_MINOR + " or newer, and none was found on PATH." + found
                + " Install it (Debian and Ubuntu: `apt install python3 python3-venv`, macOS: `brew install python`)"
                + " and start again, or use `--offline`, which needs no Python.";
    }

    private static String ask(Path candidate) {
        try {
            Process process = new ProcessBuilder(candidate.toString(), "-c", QUESTION)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said =
                    new String(process.getInputStream().readNBytes(4096), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            return said;
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
