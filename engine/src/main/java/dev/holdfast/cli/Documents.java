package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Runbook;
import dev.holdfast.report.data.Json;
import java.util.List;
import java.util.Locale;

/** Runbooks, fixes and drills as people list and look at them. */
final class Documents {
    private Documents() {}

    static List<Runbook> all(ContentFolder content, String folder) {
        return ChangeDesk.documents(content, new SdkCatalog()).values().stream()
                .filter(r -> r.id().startsWith(folder))
                .sorted(java.util.Comparator.comparing(Runbook::id))
                .toList();
    }

    static Runbook find(ContentFolder content, String folder, String id) {
        String whole = id.startsWith(folder) ? id : folder + id;
        List<Runbook> known = all(content, folder);
        return known.stream()
                .filter(r -> r.id().equals(whole))
                .findAny()
                .orElseThrow(() -> Stop.usage(
                        "there is no `" + id + "`",
                        "Known: "
                                + String.join(
                                        ", ",
                                        known.stream()
                                                .map(r -> r.id().substring(folder.length()))
                                                .toList())));
    }

    static void list(Verb verb, ContentFolder content, String folder) {
        List<Runbook> all = all(content, folder);
        if (verb.json()) {
            ObjectNode top = Verb.JSON.createObjectNode().put("schemaVersion", 1);
            ArrayNode list = top.putArray(folder.substring(0, folder.length() - 1));
            all.forEach(r -> list.add(RespondVerb.json(r)));
            verb.screen().line(Json.pretty(top));
            return;
        }
        all.forEach(r -> verb.screen()
                .line(String.format(
                        Locale.ROOT,
                        "%-36s %s",
                        r.id().substring(folder.length()),
                        r.settings().title())));
    }

    static void show(Verb verb, Runbook runbook) {
        if (verb.json()) {
            verb.screen().line(Json.pretty(runbook.source()));
            return;
        }
        var style = verb.screen().style();
        verb.screen().line(style.bold(runbook.settings().title()));
        verb.screen().line(runbook.description());
        verb.screen().line("");
        verb.screen().line("Parameters");
        runbook.parameters()
                .values()
                .forEach(p -> verb.screen().line(String.format(Locale.ROOT, "  %-22s %s", p.name(), p.description())));
        verb.screen().line("");
        verb.screen().line("Steps");
        runbook.source()
                .path("mainSteps")
                .forEach(s -> verb.screen()
                        .line(String.format(
                                Locale.ROOT,
                                "  %-12s %s",
                                s.path("holdfast").path("phase").asText("–"),
                                s.path("holdfast")
                                                .path("say")
                                                .asText(s.path("name").asText())
                                        + undo(s.path("holdfast")))));
    }

    private static String undo(com.fasterxml.jackson.databind.JsonNode block) {
        if (block.has("irreversible")) {
            return "  (irreversible: " + block.path("irreversible").asText() + ")";
        }
        return block.has("undo") ? "  (can be undone)" : "";
    }
}
