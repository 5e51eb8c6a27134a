package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.Grants;
import dev.holdfast.access.Grants.Answer;
import dev.holdfast.access.Grants.Ruling;
import dev.holdfast.access.Needs;
import dev.holdfast.access.Permission;
import dev.holdfast.content.Check;
import dev.holdfast.content.CheckReader;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableReader;
import dev.holdfast.insight.Insight;
import dev.holdfast.model.NistFunction;
import dev.holdfast.posture.Blindness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What permissions leave out, for {@code doctor}: actions by verb, and the tables and checks that would be blind. */
final class DoctorPermissions {
    /**
     * The comparison of one verb.
     *
     * @param verb the verb
     * @param needed how many actions it needs
     * @param refused actions that are not allowed, with the ruling, sorted
     * @param limited actions that are allowed in part, with the ruling, sorted
     */
    record Gap(NistFunction verb, int needed, Map<String, String> refused, Map<String, String> limited) {}

    private final List<TableDefinition> tables;
    private final List<Check> checks;
    private final Needs needs;

    DoctorPermissions(ContentFolder content) {
        this.tables = Library.whole(content, TableReader::read);
        this.checks = Library.whole(content, CheckReader::read);
        this.needs = PermissionsVerb.needs(content);
    }

    int tables() {
        return tables.size();
    }

    int checks() {
        return checks.size();
    }

    /** All actions that the verbs need to read, sorted. */
    List<String> needed(List<NistFunction> verbs) {
        return verbs.stream()
                .flatMap(v -> needs.reading(v, List.of()).stream())
                .map(Permission::action)
                .distinct()
                .sorted()
                .toList();
    }

    /** How a verb stands under rulings about actions. */
    Gap gap(NistFunction verb, Function<String, Ruling> ruling) {
        Map<String, String> refused = new TreeMap<>();
        Map<String, String> limited = new TreeMap<>();
        List<String> actions = needed(List.of(verb));
        for (String action : actions) {
            Ruling found = ruling.apply(action);
            if (found.answer() == Answer.REFUSED) {
                refused.put(action, found.why());
            } else if (found.answer() == Answer.LIMITED) {
                limited.put(action, found.why());
            }
        }
        return new Gap(verb, actions.size(), refused, limited);
    }

    /** Tables and checks that would be blind where an action is refused. */
    Blindness blindness(Function<String, Ruling> ruling) {
        return Blindness.of(
                checks,
                tables,
                Insight::prepare,
                call -> ruling.apply(call.action()).answer() == Answer.REFUSED);
    }

    /** The function a check serves. */
    NistFunction function(String check) {
        return checks.stream()
                .filter(c -> c.id().equals(check))
                .map(Check::function)
                .findAny()
                .orElse(NistFunction.IDENTIFY);
    }

    /** Policies by file or by the name of a policy of AWS that ships with the content. */
    static Grants grants(List<String> policies, ContentFolder content, Surroundings here) {
        List<JsonNode> documents = new ArrayList<>();
        for (String policy : policies) {
            Path file = here.folder().resolve(policy);
            if (!Files.isRegularFile(file)) {
                file = content.roots().stream()
                        .map(r -> r.resolve("policies").resolve(policy + ".json"))
                        .filter(Files::isRegularFile)
                        .findFirst()
                        .orElseThrow(() -> Stop.usage(
                                "`" + policy + "` is neither a file nor a policy that ships with Holdfast",
                                "A file with a policy document, or SecurityAudit, ViewOnlyAccess, ReadOnlyAccess"));
            }
            try {
                documents.add(Verb.JSON.readTree(Files.readAllBytes(file)));
            } catch (IOException e) {
                throw Stop.usage("`" + policy + "` is not JSON", "Give an IAM policy document");
            }
        }
        try {
            return new Grants(documents);
        } catch (IllegalArgumentException e) {
            throw Stop.usage("the policy cannot be used: " + e.getMessage(), "Give an IAM policy document");
        }
    }

    /** The comparison as JSON: by verb what is missing, then the blind tables and checks. */
    ObjectNode json(List<Gap> gaps, Blindness blind) {
        ObjectNode out = Verb.JSON.createObjectNode();
        ObjectNode verbs = out.putObject("verbs");
        for (Gap gap : gaps) {
            ObjectNode verb = verbs.putObject(gap.verb().word()).put("needed", gap.needed());
            verb.set("refused", Verb.JSON.valueToTree(gap.refused()));
            verb.set("limited", Verb.JSON.valueToTree(gap.limited()));
        }
        out.set("unreadTables", Verb.JSON.valueToTree(blind.tables()));
        out.set("unknownChecks", Verb.JSON.valueToTree(blind.checks()));
        return out;
    }
}
