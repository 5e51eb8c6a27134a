package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.SigmaMeta;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.QueryView;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lists the rules. */
@Command(name = "rules", description = "List the rules that are ready, with their ATT&CK techniques and runbooks.")
final class DetectRulesVerb extends Verb {
    @Override
    public Integer call() {
        List<SigmaMeta> rules = Library.rules(Library.detections(content())).finders();
        if (json()) {
            ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
            ArrayNode list = top.putArray("rules");
            for (SigmaMeta rule : rules) {
                ObjectNode one = list.addObject()
                        .put("rule", rule.id())
                        .put("title", rule.title())
                        .put("severity", rule.level().word());
                rule.attack().forEach(one.putArray("attack")::add);
                one.put("respond", rule.respond());
            }
            screen().line(Json.pretty(top));
            return Exit.FINE;
        }
        List<Map<String, String>> rows = rules.stream()
                .map(r -> Map.of(
                        "rule", r.id(),
                        "severity", r.level().word(),
                        "attack", String.join(" ", r.attack()),
                        "title", r.title()))
                .toList();
        screen().lines(new QueryView(screen().style()).lines(List.of("rule", "severity", "attack", "title"), rows));
        return Exit.FINE;
    }
}
