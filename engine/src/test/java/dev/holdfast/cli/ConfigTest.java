package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
    @TempDir
    Path folder;

    private List<String> roles(String yaml, Map<String, String> environment) throws IOException {
        Path file = folder.resolve("holdfast.yaml");
        if (yaml.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            Files.writeString(file, "version: 1\norganization:\n  roles: " + yaml + "\n");
        }
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Surroundings here = new Surroundings(
                environment,
                () -> Instant.parse("2026-11-24T00:00:00Z"),
                System::nanoTime,
                new SecureRandom(),
                nowhere,
                nowhere,
                false,
                false,
                80,
                folder,
                Path.of(System.getProperty("holdfast.root", ".")));
        Config config = Config.read(null, here);
        return List.of(config.role("read"), config.role("deploy"), config.role(Config.RESPOND));
    }

    @Test
    void incidentsAreAnsweredWithTheirOwnRoleElseWithTheOneThatDeploys() throws IOException {
        assertThat(roles("{ read: r, deploy: d, respond: i }", Map.of())).containsExactly("r", "d", "i");
        assertThat(roles("{ read: r, deploy: d }", Map.of())).containsExactly("r", "d", "d");
        assertThat(roles("{ read: r, respond: i }", Map.of())).containsExactly("r", "r", "i");
        assertThat(roles("{ read: r }", Map.of())).containsExactly("r", "r", "r");
    }

    @Test
    void whereNothingIsNamedItIsTheRoleOfOrganizationsOrThatOfTheEnvironment() throws IOException {
        String made = "OrganizationAccountAccessRole";
        assertThat(roles("", Map.of())).containsExactly(made, made, made);
        assertThat(roles("", Map.of("HOLDFAST_ROLE", "e"))).containsExactly("e", "e", "e");
        assertThat(roles("{ respond: i }", Map.of("HOLDFAST_ROLE", "e"))).containsExactly("e", "e", "i");
    }
}
