package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Main;
import dev.holdfast.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever command the documents, the content and the program's own texts advise is there. */
class NamedCommandsTest {
    private static final Path ROOT = SharedEmulator.ROOT.toAbsolutePath().normalize();
    private static final Pattern NAMED =
            Pattern.compile("(?:^|[`\"' ]|\\./)holdfast ([a-z]+)(?: ([a-z][a-z-]+))?", Pattern.MULTILINE);
    private static final Pattern COMMAND = Pattern.compile("^  ([a-z][a-z-]*)(?:,| |$)");

    private static final Pattern QUOTED =
            Pattern.compile("`(?:\\./)?holdfast [^`]*`|^ *(?:\\./)?holdfast .*$", Pattern.MULTILINE);

    private final Map<String, Optional<Set<String>>> known = new HashMap<>();

    /** The commands below a verb: empty for a verb without any, nothing for what is no verb. */
    private Optional<Set<String>> below(String verb) {
        return known.computeIfAbsent(verb, v -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Surroundings here = new Surroundings(
                            Map.of(),
                            InstantSource.system(),
                            System::nanoTime,
                            new Random(1),
                            System.out,
                            System.err,
                            false,
                            false,
                            100,
                            ROOT,
                            ROOT)
                    .writingTo(out, err);
            if (Main.run(here, v, "--help") != 0) {
                return Optional.empty();
            }
            Set<String> names = new TreeSet<>();
            boolean list = false;
            for (String line : out.toString(StandardCharsets.UTF_8).split("\n", -1)) {
                Matcher command = COMMAND.matcher(line);
                if (list && command.find()) {
                    names.add(command.group(1));
                }
                list = line.startsWith("Commands:") || (list && !line.isBlank());
            }
            return Optional.of(names);
        });
    }

    private static List<Path> texts() throws IOException {
        List<Path> out = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        for (String folder : List.of("docs", "content", "engine/src/main", "emulator/src/main")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(f -> f.toString().matches(".*\\.(md|ya?ml|java)")).forEach(out::add);
            }
        }
        return out;
    }

    @Test
    void everyCommandThatATextNamesIsThere() throws IOException {
        Set<String> wrong = new TreeSet<>();
        int seen = 0;
        for (Path file : texts()) {
            Matcher quoted = QUOTED.matcher(Files.readString(file));
            while (quoted.find()) {
                Matcher named = NAMED.matcher(quoted.group());
                while (named.find()) {
                    seen++;
                    Optional<Set<String>> below = below(named.group(1));
                    boolean there = below.isPresent()
                            && (below.get().isEmpty()
                                    || named.group(2) == null
                                    || below.get().contains(named.group(2)));
                    if (!there) {
                        wrong.add(ROOT.relativize(file) + ": " + named.group().strip());
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(100);
        assertThat(wrong).isEmpty();
    }
}
