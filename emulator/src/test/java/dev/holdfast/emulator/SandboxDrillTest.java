package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.aws.Sandbox;
import dev.holdfast.emulator.organization.Player;
import dev.holdfast.emulator.organization.Script;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Drills in an account that is no emulator's own: what is refused, what is shown before, and that nothing stays. */
class SandboxDrillTest {
    private static final String SCENARIO = "compromised-iam-credentials";

    @TempDir
    Path folder;

    private Typed verbs;
    private String sandbox;
    private String management;

    @BeforeEach
    void configured() throws IOException {
        Emulator emulator = SharedEmulator.seeded();
        verbs = new Typed(emulator, folder);
        management = Client.text(emulator, "management");
        sandbox = Client.text(emulator, "sandbox");
        write("[\"" + sandbox + "\", \"" + management + "\"]");
    }

    private void write(String sandboxes) throws IOException {
        String role = EmulatorOptions.ROLE;
        Files.writeString(folder.resolve("holdfast.yaml"), """
                version: 1
                organization:
                  home-region: eu-west-1
                  roles: {read: %s, deploy: %s, respond: %s, bootstrap: %s}
                  sandboxes: %s
                """.formatted(role, role, role, role, sandboxes));
    }

    private Typed.Answer drill(String... more) {
        List<String> words = new java.util.ArrayList<>(List.of("respond", "drill", SCENARIO));
        words.addAll(List.of(more));
        words.addAll(List.of("--sandbox-role", EmulatorOptions.ROLE));
        words.addAll(List.of("--config", folder.resolve("holdfast.yaml").toString()));
        return verbs.type(words.toArray(String[]::new));
    }

    @Test
    void allCallsAreShownAndNoneIsMade() throws IOException {
        Typed.Answer shown = drill("--sandbox", sandbox, "--json");
        assertThat(shown.code()).as(shown.err()).isZero();
        JsonNode planned = shown.json().path("planned");
        assertThat(planned.findValuesAsText("part")).contains("prepare", "attack", "refused", "clear");
        assertThat(planned.findValuesAsText("call")).contains("iam:CreateUser", "iam:PutUserPolicy", "iam:DeleteUser");
        assertThat(drill("--sandbox", sandbox).out()).contains("Nothing was called");
        assertThat(users()).noneMatch(u -> u.startsWith("drill-"));
    }

    @Test
    void whatIsNoSandboxIsNotAttacked() throws IOException {
        assertThat(drill("--sandbox", "999988887777", "--confirm", "999988887777")
                        .err())
                .contains("is no sandbox");
        assertThat(drill("--sandbox", sandbox, "--confirm", management).err()).contains("another account");
        assertThat(drill("--confirm", sandbox).err()).contains("without --sandbox");
        assertThat(drill("--sandbox", management, "--confirm", management).err())
                .as("AWS is asked; the configuration does not say which account manages")
                .contains("is the management account");
        Typed.Answer leaves = verbs.type(
                "respond",
                "drill",
                "ransomware-s3",
                "--sandbox",
                sandbox,
                "--config",
                folder.resolve("holdfast.yaml").toString());
        assertThat(leaves.err()).contains("on the emulator only");
        assertThat(users()).noneMatch(u -> u.startsWith("drill-"));
    }

    @Test
    void noCallGoesToAnotherAccount() {
        Emulator emulator = SharedEmulator.seeded();
        Sandbox proven = Sandbox.prove(SharedEmulator.session(emulator, emulator.operator()), new AccountId(sandbox));
        try (Player player = new Player(proven, () -> SharedEmulator.NOW, System::nanoTime, new Random(1))) {
            player.keep("other", TextNode.valueOf(management));
            Script.Step call = new Script.Step(
                    1,
                    "other",
                    "eu-west-1",
                    "iam",
                    "ListUsers",
                    JsonNodeFactory.instance.objectNode(),
                    Map.of(),
                    "",
                    "",
                    List.of());
            assertThatThrownBy(() -> player.play(List.of(new Script("x", null, List.of(call))), Progress.SILENT))
                    .hasMessageContaining("not to the sandbox");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "holdfast.full", matches = "true")
    void aConfirmedDrillIsPlayedThereAndLeavesNothing() throws IOException {
        Set<String> before = users();
        for (String scenario : List.of(SCENARIO, "unauthorized-network-changes", "vpc-flow-log-analysis")) {
            Typed.Answer played = verbs.type(
                    "respond",
                    "drill",
                    scenario,
                    "--sandbox",
                    sandbox,
                    "--confirm",
                    sandbox,
                    "--sandbox-role",
                    EmulatorOptions.ROLE,
                    "--config",
                    folder.resolve("holdfast.yaml").toString(),
                    "--json");
            assertThat(played.code()).as(played.out() + played.err()).isZero();
            JsonNode drill = played.json().path("drills").path(0);
            assertThat(drill.path("outcome").asText()).as(drill.toString()).isEqualTo("passed");
            assertThat(drill.path("residue")).isEmpty();
        }
        assertThat(users()).isEqualTo(before);
        assertThat(client("ec2:DescribeVpcs").path("Vpcs"))
                .noneMatch(v -> v.path("CidrBlock").asText().matches("10\\.9[89]\\..*"));
    }

    private Set<String> users() {
        Set<String> out = new TreeSet<>();
        client("iam:ListUsers")
                .path("Users")
                .forEach(u -> out.add(u.path("UserName").asText()));
        return out;
    }

    private JsonNode client(String operation) {
        try (Client client = new Client(SharedEmulator.seeded())) {
            return client.call(sandbox, "eu-west-1", operation, "{}");
        }
    }
}
