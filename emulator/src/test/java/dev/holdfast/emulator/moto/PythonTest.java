package dev.holdfast.emulator.moto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told where Python, its modules or the package index are missing. */
class PythonTest {
    @TempDir
    Path folder;

    private Path fake(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    @Test
    void noPython() {
        assertThatThrownBy(() -> Python.find(folder.toString()))
                .isInstanceOf(EmulatorFailure.class)
                .hasMessageContaining("none was found on PATH")
                .hasMessageContaining("apt install python3")
                .hasMessageContaining("--offline");
    }

    @Test
    void anOldPythonIsNamed() throws IOException {
        Path old = fake("python3", "echo holdfast 3 8 yes");
        assertThatThrownBy(() -> Python.find(folder.toString()))
                .hasMessageContaining("3.10 or newer")
                .hasMessageContaining(old + " (3.8)");
    }

    @Test
    void aPythonWithoutVenv() throws IOException {
        fake("python3", "echo holdfast 3 12 no");
        assertThatThrownBy(() -> Python.find(folder.toString()))
                .hasMessageContaining("venv")
                .hasMessageContaining("apt install python3-venv");
    }

    @Test
    void theFirstFitOneIsTaken() throws IOException {
        fake("python3", "echo holdfast 3 9 yes");
        Path fit = fake("python3.12", "echo holdfast 3 12 yes");
        assertThat(Python.find(folder.toString()).executable()).isEqualTo(fit);
    }

    @Test
    void aMissingIndexLeavesNothingBehindAndHidesPasswords() throws IOException {
        Path python = fake("python3", """
                mkdir -p "$3/bin"
                cat > "$3/bin/python" <<'END'
                #!/bin/sh
                echo "Looking in indexes: https://me:secret@index.example/simple"
                echo "ERROR: Could not find a version from https://me:secret@index.example/simple"
                exit 1
                END
                chmod +x "$3/bin/python"
                """);
        Path parent = folder.resolve("home");
        assertThatThrownBy(() -> VirtualEnvironment.open(parent, () -> new Python(python), Progress.SILENT))
                .isInstanceOf(EmulatorFailure.class)
                .hasMessageContaining("package index")
                .hasMessageContaining("Could not find a version")
                .hasMessageNotContaining("secret")
                .hasMessageContaining("PIP_INDEX_URL");
        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aGoodEnvironmentIsMadeOnceAndReportsProgress() throws IOException {
        Path python = fake("python3", """
                mkdir -p "$3/bin"
                cat > "$3/bin/python" <<'END'
                #!/bin/sh
                echo "Collecting moto==5.2.5"
                END
                chmod +x "$3/bin/python"
                echo made >> "%s"
                """.formatted(folder.resolve("count")));
        List<String> said = new ArrayList<>();
        Path parent = folder.resolve("home");
        VirtualEnvironment first =
                VirtualEnvironment.open(parent, () -> new Python(python), (done, total, what) -> said.add(what));
        VirtualEnvironment second = VirtualEnvironment.open(
                parent,
                () -> {
                    throw new AssertionError("made a second time");
                },
                Progress.SILENT);
        assertThat(second).isEqualTo(first);
        assertThat(first.python()).isExecutable();
        assertThat(said).contains("Fetching moto");
        assertThat(Files.readString(folder.resolve("count"))).isEqualTo("made\n");
        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left).containsExactly(first.folder());
        }
    }
}
