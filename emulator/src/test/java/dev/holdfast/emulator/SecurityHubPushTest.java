package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was found is told to Security Hub by an approved plan; another client (boto3) sees it there, and its end. */
class SecurityHubPushTest {
    private static final String READ = """
            import boto3, json, sys
            from botocore.config import Config
            out = []
            for place in sys.argv[2:]:
                account, region = place.split('/')
                c = boto3.client('securityhub', endpoint_url=sys.argv[1], region_name=region, aws_access_key_id='foreign',
                                 aws_secret_access_key='x', config=Config(retries={'max_attempts': 1}))
                c.meta.events.register('before-sign.*.*',
                    lambda request, **kw: request.headers.add_header('x-moto-account-id', account))
                for page in c.get_paginator('get_findings').paginate():
                    out += page['Findings']
            print(json.dumps(out))
            """;

    @TempDir
    Path folder;

    @Test
    void planApplyLookAndUndo() throws IOException, InterruptedException {
        try (Emulator emulator = SharedEmulator.fresh("push")) {
            emulator.seed((done, total, what) -> {});
            Typed verbs = new Typed(emulator, folder.resolve("home"));
            assertThat(verbs.type("identify", "--json").code()).isZero();
            String file = folder.resolve("plan.json").toString();
            Typed.Answer planned = verbs.type("protect", "plan", "--push", "securityhub", "--out", file, "--json");
            JsonNode plan = planned.json();
            assertThat(plan.path("problems")).as(planned.err()).isEmpty();
            assertThat(plan.path("steps")).isNotEmpty();
            assertThat(verbs.type("protect", "apply", file).err()).contains("approve");
            assertThat(verbs.type("protect", "approve", file).code()).isZero();
            Typed.Answer applied = verbs.type("protect", "apply", file, "--json");
            assertThat(applied.json().path("state").asText()).as(applied.err()).isEqualTo("SUCCEEDED");

            String[] places = Stream.of(plan.path("steps"))
                    .flatMap(steps -> Stream.iterate(0, i -> i < steps.size(), i -> i + 1)
                            .map(i -> steps.path(i).path("account").asText() + "/"
                                    + steps.path(i).path("region").asText()))
                    .distinct()
                    .toArray(String[]::new);
            JsonNode seen = read(emulator, places);
            int told = 0;
            for (JsonNode step : plan.path("steps")) {
                told += step.path("wanted").path("Active").asInt();
            }
            assertThat(seen.size()).isEqualTo(told).isPositive();
            assertThat(seen).allMatch(f -> f.path("RecordState").asText().equals("ACTIVE"));
            assertThat(seen)
                    .anyMatch(f -> f.path("Compliance").path("Status").asText().equals("FAILED"));
            assertThat(seen)
                    .anyMatch(f -> f.path("Compliance").path("Status").asText().equals("PASSED"));

            assertThat(verbs.type("protect", "plan", "--push", "securityhub", "--json")
                            .json()
                            .path("steps"))
                    .as("telling the same again changes nothing")
                    .isEmpty();
            Typed.Answer undone =
                    verbs.type("protect", "undo", applied.json().path("run").asText(), "--json");
            assertThat(undone.json().path("state").asText()).as(undone.err()).isEqualTo("UNDONE");
            assertThat(read(emulator, places))
                    .hasSize(told)
                    .allMatch(f -> f.path("RecordState").asText().equals("ARCHIVED"));
        }
    }

    private static JsonNode read(Emulator emulator, String... places) throws IOException, InterruptedException {
        Path python;
        try (Stream<Path> homes = Files.list(SharedEmulator.ROOT.resolve("build/test-home"))) {
            python = homes.filter(p -> p.getFileName().toString().matches("venv-[0-9a-f]{12}"))
                    .findFirst()
                    .orElseThrow()
                    .resolve("bin/python");
        }
        java.util.List<String> command = new java.util.ArrayList<>(java.util.List.of(
                python.toString(), "-c", READ, emulator.endpoint().toString()));
        command.addAll(java.util.List.of(places));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return new ObjectMapper().readTree(said);
    }
}
