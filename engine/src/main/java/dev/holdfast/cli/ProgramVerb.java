package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.config.ProgramChoice;
import dev.holdfast.content.ProgramReader;
import dev.holdfast.report.data.Json;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** How much security is enough. */
@Command(
        name = "program",
        description = {
            "How much security is enough: what follows from the regulations, threats and criticality that the section",
            "`program` of holdfast.yaml names, because of what, and what is left out and why."
        },
        subcommands = ProgramVerb.Known.class)
final class ProgramVerb extends Verb {
    @Override
    public Integer call() {
        ProgramChoice choice = ProgramChoices.of(config(), content(), Config.today(here()));
        choice.warnings().forEach(warning -> screen().note("Warning: " + warning));
        if (json()) {
            screen().line(Json.pretty(json(choice)));
            return Exit.FINE;
        }
        if (choice.isEmpty() && choice.excluded().isEmpty()) {
            screen().line("No program is written: name regulations, threats and criticality in holdfast.yaml");
            screen().line("  See what is known: holdfast program list");
            return Exit.FINE;
        }
        section("Judged by", choice.frameworks());
        section("Made ready", choice.runbooks());
        if (!choice.objectives().isEmpty()) {
            screen().line(screen().style().bold("May be lost"));
            choice.objectives().forEach(t -> {
                screen().line(String.format(
                        Locale.ROOT,
                        "  %s: %d hours of work, %d hours until it works again",
                        t.environment(),
                        t.rpoHours(),
                        t.rtoHours()));
                screen().line("    work: " + t.rpoBecause().unit() + ": "
                        + t.rpoBecause().why());
                screen().line("    time: " + t.rtoBecause().unit() + ": "
                        + t.rtoBecause().why());
            });
        }
        if (!choice.excluded().isEmpty()) {
            screen().line(screen().style().bold("Left out on purpose"));
            choice.excluded()
                    .forEach(e -> screen().line("  " + e.what() + ": " + e.reason()
                            + (e.until().isEmpty() ? "" : " (until " + e.until() + ")")));
        }
        return Exit.FINE;
    }

    private void section(String title, List<ProgramChoice.Chosen> chosen) {
        if (chosen.isEmpty()) {
            return;
        }
        screen().line(screen().style().bold(title));
        chosen.forEach(one -> {
            screen().line("  " + one.id() + (one.available() ? "" : " (not part of the content yet)"));
            one.because().forEach(b -> screen().line("    " + b.unit() + ": " + b.why()));
        });
    }

    private static ObjectNode json(ProgramChoice choice) {
        ObjectNode out = JSON.createObjectNode().put("schemaVersion", 1);
        chosen(out.putArray("frameworks"), choice.frameworks());
        chosen(out.putArray("runbooks"), choice.runbooks());
        ArrayNode objectives = out.putArray("objectives");
        choice.objectives()
                .forEach(t -> objectives
                        .addObject()
                        .put("environment", t.environment())
                        .put("rpoHours", t.rpoHours())
                        .put("rpoBecause", t.rpoBecause().unit())
                        .put("rtoHours", t.rtoHours())
                        .put("rtoBecause", t.rtoBecause().unit()));
        ArrayNode excluded = out.putArray("excluded");
        choice.excluded()
                .forEach(e -> excluded.addObject()
                        .put("what", e.what())
                        .put("reason", e.reason())
                        .put("until", e.until()));
        return out;
    }

    private static void chosen(ArrayNode out, List<ProgramChoice.Chosen> all) {
        all.forEach(one -> {
            ObjectNode node = out.addObject().put("id", one.id()).put("available", one.available());
            ArrayNode because = node.putArray("because");
            one.because().forEach(b -> because.addObject().put("unit", b.unit()).put("why", b.why()));
        });
    }

    @Command(name = "list", description = "The regulations, threats and degrees of criticality that are known.")
    static final class Known extends Verb {
        @Override
        public Integer call() {
            ArrayNode out = JSON.createArrayNode();
            Library.whole(content(), ProgramReader::read)
                    .forEach(unit -> out.addObject()
                            .put("kind", unit.kind().word())
                            .put("id", unit.id())
                            .put("title", unit.title())
                            .put("why", unit.why()));
            if (json()) {
                screen().line(Json.pretty(
                        JSON.createObjectNode().put("schemaVersion", 1).set("units", out)));
            } else {
                out.forEach(u -> screen().line(String.format(
                        Locale.ROOT,
                        "%-12s %-20s %s",
                        u.path("kind").asText(),
                        u.path("id").asText(),
                        u.path("title").asText())));
            }
            return Exit.FINE;
        }
    }
}
