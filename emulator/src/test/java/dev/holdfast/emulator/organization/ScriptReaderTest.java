package dev.holdfast.emulator.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.content.ContentFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptReaderTest {
    @TempDir
    Path folder;

    private List<Script> read(String yaml) throws IOException {
        Files.createDirectories(folder.resolve("play"));
        Files.writeString(folder.resolve("play").resolve("one.yaml"), yaml);
        return new ScriptReader(new SdkCatalog(), "eu-west-1").read(new ContentFolder(List.of(folder)), "play");
    }

    @Test
    void everyMistakeIsToldWithItsLine() {
        assertThatThrownBy(() -> read("""
                        steps:
                          - call: iam:MakeUser
                          - call: iam:CreateUser
                            with: { Username: x }
                            expects: Nothing
                        """))
                .hasMessageContaining("one.yaml:2")
                .hasMessageContaining("`iam:MakeUser` is not an operation")
                .hasMessageContaining("no request member `Username`")
                .hasMessageContaining("unknown key `expects`");
    }

    @Test
    void stepsTakeWhatTheFileSays() throws IOException {
        Script script = read("""
                        as: sandbox
                        region: us-east-1
                        steps:
                          - call: iam:ListUsers
                          - { call: "iam:CreateUser", as: other, with: { UserName: x }, keep: { u: User.Arn } }
                        """).get(0);
        assertThat(script.steps()).extracting(Script.Step::as).containsExactly("sandbox", "other");
        assertThat(script.steps()).extracting(Script.Step::region).containsOnly("us-east-1");
        assertThat(script.steps().get(1).keep()).containsEntry("u", "User.Arn");
    }
}
