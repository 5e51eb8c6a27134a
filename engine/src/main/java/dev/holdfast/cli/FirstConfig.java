package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.QueryFailure;
import dev.holdfast.lake.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A first {@code holdfast.yaml}: what a snapshot shows, with comments that teach. It asks for no change. */
final class FirstConfig {
    private static final Map<String, String> NAMED = Map.of("logging", "log", "audit", "audit|security");
    private static final Map<String, String> DOES = Map.of("logging", """
            SELECT DISTINCT a.id, a.name, 'holds the bucket of the organization trail' AS because
            FROM aws_cloudtrail_trail t JOIN aws_s3_bucket b ON b.name = t.s3_bucket_name
            JOIN aws_organizations_account a ON a.id = b.account_id
            WHERE t.is_organization_trail AND a.status = 'ACTIVE' ORDER BY a.id""", "audit", """
            SELECT DISTINCT a.id, a.name, 'administrates security services' AS because
            FROM aws_organizations_delegated_administrator d JOIN aws_organizations_account a ON a.id = d.id
            WHERE d.service_principal IN ('guardduty.amazonaws.com', 'securityhub.amazonaws.com') AND a.status = 'ACTIVE'
            ORDER BY a.id""");
    /** What a name of a unit cannot hold, since settings are addressed by names joined with dots. */
    private static final String AWKWARD = ".*['\".\\\\/].*";

    private final Snapshot snapshot;
    private final StringBuilder out = new StringBuilder();

    private FirstConfig(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    static String of(Snapshot snapshot, String name) {
        FirstConfig first = new FirstConfig(snapshot);
        first.write(name);
        return first.out.toString();
    }

    private void write(String name) {
        JsonNode organization = rows("SELECT master_account_id AS id FROM aws_organizations_organization").stream()
                .findFirst()
                .orElseThrow(() -> Stop.usage(
                        "the snapshot `" + name + "` does not hold an organization",
                        "Collect it with the credentials of the management account: holdfast identify"));
        String management = organization.path("id").asText();
        line("# What our organization is to be. Written by `holdfast init` from the snapshot " + name + ".");
        line("# It describes what was there: deploying it as it stands makes nothing new and moves no account.");
        line(
                "# Removing a line deletes nothing in AWS. Check it: holdfast config check. All keys: docs/configuration.md");
        line("version: 1");
        line("organization:");
        line("  management-account: " + quoted(management));
        regions();
        accounts(management);
        units();
        policies();
        section(
                "services",
                "What runs in the whole organization from the audit account. Nothing is switched off by silence.");
        line("#  guardduty: {enabled: true}");
        section("program", "How much security is enough: see `holdfast program list`. Every exclusion needs a reason.");
        line("#  regulations: [gdpr]");
        line("#  threats: [leaked-credentials, ransomware]");
        line("#  criticality: {default: standard, Production: high}");
        section(
                "root-access",
                "TODO: who reads the mailbox of the root user, and who holds the device? Different people.");
        line("#  review-by: 2027-05-31");
        line("#  signed: {by: your name, at: 2026-12-01}");
        line(
                "#  holders: [{account: management, mailbox: [name, name], mfa: [name], device: hardware-key, kept: where}]");
    }

    /** A section that is left to the person. */
    private void section(String key, String teaches) {
        line("");
        line("# " + teaches);
        line("# " + key + ":");
    }

    private void regions() {
        List<String> used = optional(
                        "SELECT DISTINCT region FROM holdfast_collection WHERE region <> 'global' AND region IS NOT NULL ORDER BY 1")
                .stream()
                .map(r -> r.path("region").asText())
                .toList();
        List<ObjectNode> trail = optional("SELECT home_region AS region FROM aws_cloudtrail_trail "
                + "WHERE is_organization_trail AND home_region IS NOT NULL ORDER BY 1 LIMIT 1");
        String home = trail.isEmpty() ? "" : trail.getFirst().path("region").asText();
        if (!used.contains(home)) {
            home = used.isEmpty() || used.contains("us-east-1") ? "us-east-1" : used.getFirst();
        }
        line("  home-region: " + home + "  # where the organization trail lives, else a guess: is it right?");
        line("  regions: " + (used.isEmpty() ? "enabled" : "[" + String.join(", ", used) + "]")
                + "  # those that were collected; `enabled` takes all, also later ones");
    }

    private void accounts(String management) {
        Map<String, ObjectNode> guesses = new LinkedHashMap<>();
        for (String purpose : List.of("logging", "audit")) {
            guess(purpose, management, guesses.values()).ifPresent(a -> guesses.put(purpose, a));
        }
        if (guesses.isEmpty()) {
            line(
                    "  accounts: {}  # TODO: name the logging and the audit account, such as logging: {name: log-archive}");
            return;
        }
        line("  accounts:  # guesses: are they right?");
        for (String purpose : List.of("logging", "audit")) {
            ObjectNode guess = guesses.get(purpose);
            line(
                    guess == null
                            ? "    # " + purpose + ": {id: \"…\"}  # TODO: nothing tells which account this is"
                            : "    " + purpose + ": {id: "
                                    + quoted(guess.path("id").asText()) + "}  # "
                                    + comment(guess.path("name").asText()) + ": "
                                    + guess.path("because").asText());
        }
    }

    /** By what it does, else by what its name says. */
    private Optional<ObjectNode> guess(String purpose, String management, Collection<ObjectNode> taken) {
        List<ObjectNode> candidates = new ArrayList<>(optional(DOES.getOrDefault(purpose, "")));
        candidates.addAll(rows("SELECT id, name, 'by its name' AS because FROM aws_organizations_account "
                + "WHERE status = 'ACTIVE' AND regexp_matches(lower(name), '" + NAMED.getOrDefault(purpose, "")
                + "') ORDER BY id"));
        return candidates.stream()
                .filter(a -> !a.path("id").asText().equals(management))
                .filter(a -> taken.stream().noneMatch(t -> t.path("id").equals(a.path("id"))))
                .findFirst();
    }

    /** A unit and what lies in it. */
    private record Node(Map<String, Node> below, List<String> accounts) {}

    private void units() {
        Node root = new Node(new TreeMap<>(), new ArrayList<>());
        Map<String, Node> byId = new LinkedHashMap<>();
        for (ObjectNode unit : rows(KnownNames.UNITS
                + "SELECT unit.id, unit.name, u.parent_id AS parent FROM unit "
                + "JOIN aws_organizations_organizational_unit u ON u.id = unit.id ORDER BY depth, unit.path")) {
            String name = unit.path("name").asText();
            Node above = unit.path("parent").asText().startsWith("r-")
                    ? root
                    : byId.get(unit.path("parent").asText());
            if (above != null && !name.matches(AWKWARD)) {
                Node node = new Node(new TreeMap<>(), new ArrayList<>());
                above.below().put(name, node);
                byId.put(unit.path("id").asText(), node);
            }
        }
        Map<String, String> names = new TreeMap<>();
        for (ObjectNode account : rows("SELECT id, name, parent_id AS parent FROM aws_organizations_account "
                + "WHERE status = 'ACTIVE' ORDER BY name, id")) {
            Node node = byId.get(account.path("parent").asText());
            if (node != null) {
                String id = account.path("id").asText();
                node.accounts().add(id);
                names.put(id, account.path("name").asText());
            }
        }
        if (root.below().isEmpty()) {
            line("  units: {}  # none yet; five levels at most, such as Security: {accounts: [logging, audit]}");
            return;
        }
        line("  units:  # accounts not named stay where they are; naming one elsewhere moves it");
        tree(root, "    ", names);
    }

    private void tree(Node above, String indent, Map<String, String> names) {
        above.below().forEach((name, node) -> {
            if (node.below().isEmpty() && node.accounts().isEmpty()) {
                line(indent + quoted(name) + ": {}");
                return;
            }
            line(indent + quoted(name) + ":");
            if (!node.accounts().isEmpty()) {
                String called = node.accounts().stream().map(names::get).collect(Collectors.joining(", "));
                line(indent + "  accounts: ["
                        + node.accounts().stream().map(FirstConfig::quoted).collect(Collectors.joining(", ")) + "]  # "
                        + comment(called));
            }
            if (!node.below().isEmpty()) {
                line(indent + "  units:");
                tree(node, indent + "    ", names);
            }
        });
    }

    /** What is there is told and left alone: Holdfast's own policies stand beside it. */
    private void policies() {
        line("");
        line("# Policies of the organization. What is there stays as it is:");
        optional("SELECT name, type FROM aws_organizations_policy ORDER BY type, name")
                .forEach(p -> line("#   " + comment(p.path("name").asText()) + " ("
                        + comment(p.path("type").asText()) + ")"));
        line("policies:");
        line("  scp: []  # such as {use: builtin/protect-logging, targets: [root]}");
    }

    private List<ObjectNode> rows(String sql) {
        return snapshot.answer(sql).rows();
    }

    /** None where the snapshot does not hold the table. */
    private List<ObjectNode> optional(String sql) {
        try {
            return rows(sql);
        } catch (QueryFailure e) {
            return List.of();
        }
    }

    private static String quoted(String text) {
        return Verb.JSON.getNodeFactory().textNode(text).toString();
    }

    /** Names come from AWS: none may end the comment it stands in. */
    private static String comment(String text) {
        return text.replaceAll("\\p{Cntrl}|[\\u0085\\u2028\\u2029]", " ");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
