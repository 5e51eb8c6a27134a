package dev.holdfast.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts for Linux machines, run for real; the firewall is one of ours, which keeps its rules in a file. */
class HostScriptTest {
    private static final Path SCRIPTS = Path.of(System.getProperty("holdfast.root"), "content", "host", "linux");

    @TempDir
    Path folder;

    private record Ended(int code, String out, String err) {}

    private Ended run(String script, Map<String, String> given, String... arguments) throws Exception {
        List<String> words =
                new ArrayList<>(List.of("/bin/sh", SCRIPTS.resolve(script).toString()));
        words.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
        Map<String, String> environment = new TreeMap<>(given);
        environment.putIfAbsent("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Path program(String name, String text) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path file = bin.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return bin;
    }

    @Test
    void collectingTakesWhatIsThereNamesWhatIsNotAndHashesAll() throws Exception {
        // A command that hangs, and one with everything that could break out of quotes.
        Path bin = program("lsof", "sleep 60\n");
        program("ss", "echo \"a'b\\\"c \\$(id) ;\"\n");
        program("avml", "exit 9\n");
        Path out = folder.resolve("taken by 'someone'");
        Ended ended = run(
                "collect.sh",
                Map.of(
                        "OUT",
                        out.toString(),
                        "LIMIT",
                        "1",
                        "PATH",
                        bin + ":/usr/sbin:/usr/bin:/sbin:/bin",
                        "HOME",
                        "/root"));
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).startsWith(out + "\n");
        assertThat(Files.readString(out.resolve("sockets.txt"))).isEqualTo("a'b\"c $(id) ;\n");
        String taken = Files.readString(out.resolve("taken.tsv"));
        assertThat(taken).contains("open-files\texit 124").doesNotContain("memory");
        assertThat(Files.readString(out.resolve("accounts.txt"))).contains("root:");
        // Every file is hashed, and the hashes hold.
        Process check = new ProcessBuilder("sha256sum", "--quiet", "-c", "sha256.txt")
                .directory(out.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("check.txt").toFile())
                .start();
        assertThat(check.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(check.exitValue())
                .as(Files.readString(folder.resolve("check.txt")))
                .isZero();
        assertThat(run("collect.sh", Map.of("OUT", out.toString())).code())
                .as("never into a folder that is there")
                .isEqualTo(1);
        assertThat(run("collect.sh", Map.of("OUT", out + "2", "LIMIT", "1; id")).code())
                .isEqualTo(2);
    }

    @Test
    void isolationKeepsTheRulesFromBeforeAndPutsThemBack() throws Exception {
        Path rules = folder.resolve("rules");
        Files.writeString(rules, "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n");
        String before = Files.readString(rules);
        Path bin = program("iptables-save", "cat '" + rules + "'\n");
        program("iptables-restore", "cat >'" + rules + ".new' && mv '" + rules + ".new' '" + rules + "'\n");
        program("ip6tables-save", "cat '" + rules + "6'\n");
        program("ip6tables-restore", "cat >'" + rules + "6'\n");
        Files.writeString(folder.resolve("rules6"), "six\n");
        Map<String, String> given = Map.of(
                "PATH",
                bin + ":/usr/bin:/bin",
                "STATE",
                folder.resolve("state").toString(),
                "ALLOW",
                "10.0.0.10 10.1.0.0/16");
        assertThat(run("isolate.sh", given, "on").out()).isEqualTo("isolated\n");
        assertThat(Files.readString(rules))
                .contains(":OUTPUT DROP", "-A OUTPUT -d 10.1.0.0/16 -p tcp --dport 443 -j ACCEPT")
                .doesNotContain("dport 22");
        // A second time would save the closed rules over the open ones.
        assertThat(run("isolate.sh", given, "on").code()).isEqualTo(3);
        assertThat(run("isolate.sh", given, "off").out()).isEqualTo("released\n");
        assertThat(Files.readString(rules)).isEqualTo(before);
        assertThat(Files.readString(folder.resolve("rules6"))).isEqualTo("six\n");
        assertThat(run("isolate.sh", given, "off").code()).isEqualTo(3);
    }

    @Test
    void whatIsNoAddressIsRefusedBeforeAnythingIsTouched() throws Exception {
        Map<String, String> given = Map.of("STATE", folder.resolve("state").toString(), "ALLOW", "10.0.0.1;id");
        assertThat(run("isolate.sh", given, "on").code()).isEqualTo(2);
        assertThat(folder.resolve("state")).doesNotExist();
        assertThat(run("isolate.sh", Map.of(), "sideways").code()).isEqualTo(2);
    }

    /** There is no Windows here: what can be held to without running them. */
    @Test
    void scriptsForWindowsKeepToTheRules() throws IOException {
        Path scripts = SCRIPTS.resolveSibling("windows");
        for (String name : List.of("collect.ps1", "isolate.ps1")) {
            String text = Files.readString(scripts.resolve(name));
            assertThat(text)
                    .as("nothing is run that was put together from text")
                    .doesNotContainPattern("(?i)invoke-expression|\\biex\\b|\\[scriptblock\\]::create|cmd(\\.exe)? /c")
                    .as("every part has an end")
                    .contains("Wait-Job $job -Timeout $Limit")
                    .as("read the same in every code page")
                    .matches("\\p{ASCII}*");
            for (String pair : List.of("{}", "()", "[]")) {
                assertThat(text.chars().filter(c -> c == pair.charAt(0)).count())
                        .as(name + " " + pair)
                        .isEqualTo(text.chars().filter(c -> c == pair.charAt(1)).count());
            }
        }
        assertThat(Files.readString(scripts.resolve("isolate.ps1")))
                .contains("already isolated", "not isolated", "-DefaultOutboundAction Block", "169.254.169.254");
    }
}
