package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.content.Adopted;
import dev.holdfast.report.data.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes over Automation documents of others. */
@Command(
        name = "import",
        description = {
            "Take over an Automation document of Systems Manager (schema 0.3) that somebody else wrote.",
            "",
            "Every step that cannot be taken over is named, with the reason; then nothing is written. A document without"
                    + " such steps is written with a block for each step: what it reads counts as evidence, what it"
                    + " changes as containment that cannot be undone, so that two people are asked before the first"
                    + " change. Look at each block, give its undo, and try it with `holdfast content lint --content DIR`."
        },
        footer = {
            "",
            "Example:",
            "  holdfast respond import AWS-StopEC2Instance.yaml --out own/runbooks/stop-instance.yaml"
        })
final class RespondImportVerb extends Verb {
    @Parameters(paramLabel = "FILE", description = "The document, YAML or JSON.")
    Path file = Path.of("document.yaml");

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it (default: only tell).")
    @Nullable
    Path out;

    @Override
    public Integer call() throws IOException {
        Path from = here().folder().resolve(file);
        if (!Files.isRegularFile(from)) {
            throw Stop.usage("`" + file + "` is not a file", "Give an Automation document");
        }
        Adopted adopted = Adopted.read(from.getFileName().toString(), Files.readString(from), new SdkCatalog());
        boolean whole = adopted.unsupported().isEmpty();
        if (whole && out != null) {
            OutFile.write(here().folder().resolve(out), Json.pretty(adopted.document()) + "\n");
        }
        if (json()) {
            ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1).put("taken", whole);
            ArrayNode list = top.putArray("unsupported");
            adopted.unsupported()
                    .forEach(u -> list.addObject()
                            .put("step", u.step())
                            .put("action", u.action())
                            .put("why", u.why()));
            top.put("steps", adopted.steps());
            screen().line(Json.pretty(top));
        } else if (whole) {
            screen().line("All " + adopted.steps() + " steps can be taken over"
                    + (out == null ? ". Add --out FILE to write it" : "; written to " + out));
        } else {
            screen().line(adopted.unsupported().size() + " of " + adopted.steps() + " steps cannot be taken over:");
            adopted.unsupported().forEach(u -> screen().line("  " + u.step() + " (" + u.action() + "): " + u.why()));
        }
        return whole ? Exit.FINE : Exit.PARTIAL;
    }
}
