package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFilesTest {
    @TempDir
    Path folder;

    @Test
    void aPolicyBesideTheFileIsRead() throws IOException {
        Files.writeString(folder.resolve("ir.json"), "{ \"Version\": \"2012-10-17\" }");
        ObjectNode document = document("ir.json");
        PolicyFiles.into(document, folder.resolve("holdfast.yaml"));
        assertThat(document.at("/access/permission-sets/A/inline-policy").asText())
                .isEqualTo("{\"Version\":\"2012-10-17\"}");
        assertThat(document.at("/access/permission-sets/B").has("inline-policy"))
                .isFalse();
    }

    @Test
    void aPolicyThatIsNotThereOrIsNoneStops() throws IOException {
        Files.writeString(folder.resolve("list.json"), "[]");
        Files.writeString(folder.resolve("broken.json"), "{");
        for (String name : new String[] {"none.json", "list.json", "broken.json"}) {
            assertThatThrownBy(() -> PolicyFiles.into(document(name), folder.resolve("holdfast.yaml")))
                    .isInstanceOf(Stop.class)
                    .hasMessageContaining("access.permission-sets.A.inline");
        }
    }

    private static ObjectNode document(String inline) throws IOException {
        return (ObjectNode) new ObjectMapper()
                .readTree("{\"access\": {\"permission-sets\": {\"A\": {\"inline\": \"" + inline
                        + "\"}, \"B\": {\"session\": \"PT1H\"}}}}");
    }
}
