package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.SigmaMeta;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.QueryView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the rules. */
@Command(
        name = "rules",
        description = {
            "List the rules: what they find, how bad it is, and the runbook that answers.",
            "",
            "With --rules: those of a folder, and why others in it cannot be used. Ends with 3 when there are such."
        })
final class DetectRulesVerb extends Verb {
    @Mixin
    RuleOptions options = new RuleOptions();

    @Override
    public Integer call() {
        RuleOptions.Loaded loaded = options.load(this);
        List<SigmaMeta> rules = loaded.rules().finders();
        Set<String> blind = new TreeSet<>(loaded.rules().blind(Library.sources(content())));
        if (json()) {
            screen().line(Json.pretty(document(loaded, rules, blind)));
        } else {
            List<Map<String, String>> rows = rules.stream()
                    .map(r -> Map.of(
                            "rule", r.id(),
                            "severity", r.level().word(),
                            "attack", String.join(" ", r.attack()),
                            "title", r.title()))
                    .toList();
            screen().lines(new QueryView(screen().style()).lines(List.of("rule", "severity", "attack", "title"), rows));
            loaded.refused().forEach(error -> screen().note("refused: " + error));
            if (!options.folders.isEmpty()) {
                screen().line(loaded.rules().ruleCount() + " rules and "
                        + loaded.rules().correlationCount() + " correlations can be used, " + refusedFiles(loaded)
                        + " files hold what cannot, " + blind.size() + " rules concern logs that no source reads");
            }
        }
        return loaded.refused().isEmpty() ? Exit.FINE : Exit.PARTIAL;
    }

    private static long refusedFiles(RuleOptions.Loaded loaded) {
        return loaded.refused().stream().map(e -> e.file()).distinct().count();
    }

    private static ObjectNode document(RuleOptions.Loaded loaded, List<SigmaMeta> rules, Set<String> blind) {
        ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
        top.putObject("summary")
                .put("rules", loaded.rules().ruleCount())
                .put("correlations", loaded.rules().correlationCount())
                .put("refused", refusedFiles(loaded))
                .put("blind", blind.size());
        ArrayNode list = top.putArray("rules");
        for (SigmaMeta rule : rules) {
            ObjectNode one = list.addObject()
                    .put("rule", rule.id())
                    .put("title", rule.title())
                    .put("severity", rule.level().word());
            rule.attack().forEach(one.putArray("attack")::add);
            one.put("respond", rule.respond());
            one.put("id", rule.uuid()).put("blind", blind.contains(rule.id()));
        }
        ArrayNode refused = top.putArray("refused");
        loaded.refused()
                .forEach(e -> refused.addObject()
                        .put("file", e.file())
                        .put("line", e.line())
                        .put("problem", e.problem())
                        .put("mend", e.mend()));
        return top;
    }
}
