package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.change.Plan;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.evidence.DurableFile;
import dev.holdfast.report.data.Json;
import dev.holdfast.template.Templates;
import dev.holdfast.template.Wanted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what a plan would deploy as templates for other tools. */
final class EmittedTemplates {
    private EmittedTemplates() {}

    /** The format that was asked for; empty when none was. */
    static Optional<Templates.Format> format(
            @Nullable String emit, boolean deploy, List<String> fix, @Nullable Path out) {
        if (emit == null) {
            return Optional.empty();
        }
        if (!deploy || !fix.isEmpty()) {
            throw Stop.usage("`--emit` writes what would be deployed", "Use it with `--deploy` and without `--fix`");
        }
        if (out == null) {
            throw Stop.usage("`--emit` needs a folder to write to", "Add `--out templates`");
        }
        try {
            return Optional.of(Templates.Format.valueOf(emit.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw Stop.usage("`--emit " + emit + "` is not known", "Known: cfn, terraform");
        }
    }

    /** Writes the templates and tells of each, and of what stands in their way. */
    static int write(Verb verb, Templates.Format format, Plan plan, ChangeDesk desk, Path folder) {
        List<Wanted> wanted = plan.targets().stream()
                .map(t -> new Wanted(t.document(), t.account(), t.region(), t.parameters()))
                .toList();
        Map<String, String> files = Templates.files(format, wanted);
        ObjectNode top = JsonNodeFactory.instance.objectNode().put("schemaVersion", 1);
        files.forEach((path, text) -> {
            Path file = folder.resolve(path);
            try {
                DurableFile.folder(folder);
                DurableFile.folder(Objects.requireNonNull(file.getParent(), "a file in the folder"));
                DurableFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new Stop(Exit.FAILED, "`" + file + "` cannot be written: " + e.getMessage(), "");
            }
            top.withArray("files").add(file.toString());
            if (!verb.json()) {
                verb.screen().line(file.toString());
            }
        });
        if (verb.json()) {
            verb.screen().line(Json.pretty(top));
        } else if (files.isEmpty()) {
            verb.screen()
                    .line("Nothing to write: networks, firewalls and Client VPN are as wanted, or none is wanted.");
        }
        plan.targets().stream()
                .filter(t -> begun(t, plan, desk))
                .forEach(t -> verb.screen()
                        .note(t.resource()
                                + ": a part of it is there already; import it before you deploy the template, or deploy"
                                + " with a plan"));
        plan.problems().forEach(p -> verb.screen().note(p.document() + " " + p.resource() + ": " + p.why()));
        plan.left().forEach(p -> verb.screen().note(p.document() + " " + p.resource() + ": left alone, " + p.why()));
        return plan.problems().isEmpty() ? Exit.FINE : Exit.PARTIAL;
    }

    /** True when the first thing that the document makes is not among the steps, so that it is there. */
    private static boolean begun(Plan.Target target, Plan plan, ChangeDesk desk) {
        return RunbookStep.flat(Objects.requireNonNull(desk.documents().get(target.document()))
                        .steps())
                .stream()
                .filter(RunbookStep::writes)
                .findFirst()
                .filter(first -> plan.steps().stream()
                        .noneMatch(
                                s -> s.target().equals(target.name()) && s.key().equals(first.name())))
                .isPresent();
    }
}
