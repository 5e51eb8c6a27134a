package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Scripts with another client, boto3, against an emulator. */
final class Foreign {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Foreign() {}

    /** Runs a script of {@code foreign/}; gives it JSON and takes the JSON that it prints. */
    static JsonNode run(Emulator emulator, String name, JsonNode input) throws IOException, InterruptedException {
        Path script = Files.createTempFile("foreign", ".py");
        try (var in = Foreign.class.getResourceAsStream("/foreign/" + name)) {
            Files.write(script, in.readAllBytes());
        }
        Process process = new ProcessBuilder(
                        SharedEmulator.python().toString(),
                        script.toString(),
                        emulator.endpoint().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = process.getOutputStream()) {
            out.write(input.toString().getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        Files.delete(script);
        return JSON.readTree(said);
    }
}
