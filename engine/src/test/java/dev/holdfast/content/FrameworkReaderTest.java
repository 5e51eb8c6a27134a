package dev.holdfast.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.ContentError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameworkReaderTest {
    @TempDir
    Path folder;

    private final List<ContentError> errors = new ArrayList<>();

    private void write(String id, String controls) throws IOException {
        Path file = folder.resolve("frameworks/" + id + ".yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "title: T\ncontrols:\n" + controls);
    }

    private List<Framework> read() {
        return FrameworkReader.read(new ContentFolder(List.of(folder)), errors);
    }

    private List<String> problems() {
        FrameworkReader.check(read(), List.of(), errors);
        return errors.stream()
                .map(e -> e.file() + ":" + e.line() + " " + e.problem())
                .toList();
    }

    @Test
    void aTwinTakesOverWhatAPersonMustDo() throws IOException {
        write("b", "  \"1\": {subject: s, manual: look}\n");
        write("a", "  \"9\": {subject: s, same-as: [b/1]}\n");
        List<Framework> read = read();
        assertThat(read.get(0).control("9").orElseThrow().manual()).isEqualTo("look");
        assertThat(FrameworkMap.manual(read)).singleElement().satisfies(check -> {
            assertThat(check.id()).isEqualTo("b/1");
            assertThat(check.frameworks()).isEqualTo(Map.of("a", List.of("9"), "b", List.of("1")));
        });
        assertThat(problems()).isEmpty();
    }

    @Test
    void aMappingThatLeadsNowhereIsAnError() throws IOException {
        write("b", "  \"1\": {subject: s, manual: look}\n");
        write("a", """
                  "8": {subject: s, same-as: [b/2]}
                  "9": {subject: s, same-as: [c/1]}
                  "10": {subject: s, checks: [protect/no/such]}
                  "11": {subject: s}
                """.indent(2));
        write("d", "  \"1\": {subject: s, same-as: [e/1]}\n");
        write("e", "  \"1\": {subject: s, same-as: [b/1]}\n");
        assertThat(problems())
                .contains(
                        "frameworks/a.yaml:3 `same-as: b/2` is no control",
                        "frameworks/a.yaml:4 `same-as: c/1` is no control",
                        "frameworks/a.yaml:5 there is no check `protect/no/such`",
                        "frameworks/a.yaml:6 control `11` is served by no check",
                        "frameworks/d.yaml:3 `same-as: e/1` is itself the same as another");
    }
}
