package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.config.ConfigFile;
import dev.holdfast.config.ConfigSchema;
import dev.holdfast.config.Ground;
import dev.holdfast.config.ProgramChoice;
import dev.holdfast.model.ContentError;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.data.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The file in which a company writes what its organization is to be. */
@Command(
        name = "config",
        description = "holdfast.yaml: check it, and the schema that editors take.",
        subcommands = {ConfigVerb.Check.class, ConfigVerb.Schema.class})
final class ConfigVerb extends GroupVerb {
    @Command(
            name = "check",
            description = {
                "Tell everything that is wrong with a holdfast.yaml: line, place, what to write instead.",
                "",
                "Where a snapshot is there, names of units and accounts are looked up in it."
            })
    static final class Check extends Verb {
        @Parameters(
                arity = "0..1",
                paramLabel = "FILE",
                description = "The file (default: --config, or holdfast.yaml).")
        @Nullable
        Path file;

        @Option(
                names = "--snapshot",
                paramLabel = "NAME",
                description = "Snapshot by name or file (default: the newest, if any).")
        @Nullable
        String snapshot;

        @Override
        public Integer call() {
            Path given = file != null ? file : global.config != null ? global.config : Path.of("holdfast.yaml");
            Path path = here().folder().resolve(given);
            if (!Files.isRegularFile(path)) {
                throw Stop.usage("`" + given + "` is not a file", "Write one with `holdfast init`");
            }
            Ground ground = new Ground(Config.today(here()), KnownNames.find(home(), snapshot, here()));
            ConfigFile.Checked checked = ConfigFile.read(path.getFileName().toString(), Config.bytes(path), ground);
            List<ContentError> errors = new ArrayList<>(checked.errors());
            List<ContentError> warnings = new ArrayList<>(checked.warnings());
            if (errors.isEmpty() && checked.top().isPresent()) {
                ProgramChoice choice = ProgramChoices.of(checked.top().get(), content(), ground.today());
                errors.addAll(choice.errors());
                warnings.addAll(choice.warnings());
            }
            if (json()) {
                ObjectNode out = JSON.createObjectNode().put("schemaVersion", 1);
                list(out.putArray("errors"), errors);
                list(out.putArray("warnings"), warnings);
                screen().line(Json.pretty(out));
            } else {
                errors.forEach(e -> screen().line(e.toString()));
                warnings.forEach(w -> screen().line("Warning: " + w));
                screen().line(Phrases.count(errors.size(), "problem", "problems") + ", "
                        + Phrases.count(warnings.size(), "warning", "warnings")
                        + (ground.known().isEmpty() ? "; no snapshot, so names in AWS were not looked up" : ""));
            }
            return errors.isEmpty() ? Exit.FINE : Exit.USAGE;
        }

        private static void list(ArrayNode out, List<ContentError> problems) {
            problems.forEach(p -> out.addObject()
                    .put("file", p.file())
                    .put("line", p.line())
                    .put("column", p.column())
                    .put("problem", p.problem())
                    .put("mend", p.mend()));
        }
    }

    @Command(
            name = "schema",
            description = {
                "Print the JSON Schema of holdfast.yaml, for editors.",
                "",
                "Keep it beside the file and begin the file with: # yaml-language-server: $schema=holdfast.schema.json"
            })
    static final class Schema extends Verb {
        @Override
        public Integer call() {
            screen().line(ConfigSchema.text().stripTrailing());
            return Exit.FINE;
        }
    }
}
