package dev.holdfast.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.Arn;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Sighting;
import dev.holdfast.model.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a snapshot says of the resources, accounts and identities in findings: what it is, whose it is, whether the public
 * reaches it. Asks once for all findings; what the snapshot does not hold stays unsaid.
 */
public final class Inventory {
    /** A query names at most so many resources. */
    private static final int MOST_AT_ONCE = 500;

    /** Tags that people write an owner into. */
    private static final List<String> OWNER = List.of("owner", "team", "contact", "service-owner", "business-owner");

    /** What makes a resource public, in the words of its table. */
    private static final Map<String, String> PUBLIC = Map.of(
            "aws_s3_bucket", "bucket_policy_is_public",
            "aws_rds_db_instance", "publicly_accessible",
            "aws_ec2_instance", "public_ip_address IS NOT NULL");

    private static final Map<String, List<String>> NEEDED = Map.of(
            "aws_s3_bucket", List.of("bucket_policy_is_public"),
            "aws_rds_db_instance", List.of("publicly_accessible"),
            "aws_ec2_instance", List.of("public_ip_address"));

    private final Snapshot snapshot;

    /** @param snapshot kept open by the caller while this is asked */
    public Inventory(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** The findings with what is known of their resource, account and actor. */
    public List<Finding> known(List<Finding> findings) {
        Set<String> arns = new LinkedHashSet<>();
        for (Finding finding : findings) {
            arn(finding.resource()).ifPresent(arns::add);
            Optional.ofNullable(finding.sighting())
                    .flatMap(s -> identity(s.actor()))
                    .ifPresent(arns::add);
        }
        Map<String, Map<String, String>> resources = new HashMap<>();
        List<String> list = List.copyOf(arns);
        for (int at = 0; at < list.size(); at += MOST_AT_ONCE) {
            resources.putAll(resources(list.subList(at, Math.min(list.size(), at + MOST_AT_ONCE))));
        }
        Map<String, String> accounts = accounts();
        List<Finding> out = new ArrayList<>();
        for (Finding finding : findings) {
            Sighting seen = finding.sighting();
            out.add(seen == null ? finding : finding.seen(seen.with(facts(finding, seen, resources, accounts))));
        }
        return out;
    }

    private static Map<String, String> facts(
            Finding finding, Sighting seen, Map<String, Map<String, String>> resources, Map<String, String> accounts) {
        Map<String, String> out = new LinkedHashMap<>();
        String name = accounts.getOrDefault(finding.account(), "");
        if (!name.isBlank()) {
            out.put("account-name", name);
        }
        resources.getOrDefault(finding.resource(), Map.of()).forEach((k, v) -> out.put("resource-" + k, v));
        identity(seen.actor())
                .map(arn -> resources.getOrDefault(arn, Map.of()))
                .ifPresent(facts -> facts.forEach((k, v) -> out.put("actor-" + k, v)));
        return out;
    }

    /** The resource itself, when it is written as an ARN that can be asked for. */
    private static Optional<String> arn(String text) {
        return Arn.parse(text).map(Arn::toString).filter(a -> a.equals(text));
    }

    /** The user or role behind an actor: the session of a role is of that role, wherever its path lies. */
    static Optional<String> identity(String actor) {
        Optional<Arn> arn = Arn.parse(actor);
        if (arn.isEmpty()) {
            return Optional.empty();
        }
        String resource = arn.get().resource();
        if (arn.get().service().equals("sts") && resource.startsWith("assumed-role/")) {
            String[] parts = resource.split("/");
            return Optional.of(actor.substring(0, actor.indexOf(":sts:")) + ":iam::"
                    + arn.get().account() + ":role/" + parts[1]);
        }
        return arn.get().service().equals("iam") ? Optional.of(actor) : Optional.empty();
    }

    private Map<String, Map<String, String>> resources(List<String> arns) {
        String wanted = String.join(", ", arns.stream().map(Inventory::quoted).toList());
        List<String> parts = new ArrayList<>();
        for (TableSchema schema : snapshot.schemas().values()) {
            if (!schema.name().startsWith("aws_") || schema.column("arn").isEmpty()) {
                continue;
            }
            String tags = schema.column("tags").isPresent() ? "CAST(tags AS VARCHAR)" : "NULL";
            boolean says = NEEDED.getOrDefault(schema.name(), List.of("-")).stream()
                    .allMatch(c -> schema.column(c).isPresent());
            String open = says ? "CAST((" + PUBLIC.get(schema.name()) + ") AS BOOLEAN)" : "NULL";
            // The session of a role does not say the role's path.
            List<String> keys = schema.name().equals("aws_iam_role")
                    ? List.of("arn", "regexp_replace(arn, ':role/.+/', ':role/')")
                    : List.of("arn");
            for (String key : keys) {
                parts.add("SELECT " + key + " AS arn, '" + schema.name() + "' AS kind, " + tags + " AS tags, " + open
                        + " AS public FROM " + schema.name() + " WHERE " + key + " IN (" + wanted + ")");
            }
        }
        Map<String, Map<String, String>> out = new HashMap<>();
        if (!parts.isEmpty()) {
            snapshot.query(
                    String.join(" UNION ALL ", parts),
                    columns -> {},
                    row -> out.putIfAbsent(row.path("arn").asText(), facts(row)));
        }
        return out;
    }

    private static Map<String, String> facts(ObjectNode row) {
        Map<String, String> out = new LinkedHashMap<>();
        out.put("kind", row.path("kind").asText().replaceFirst("^aws_", "").replace('_', ' '));
        String owner = owner(row.path("tags").asText());
        if (!owner.isEmpty()) {
            out.put("owner", owner);
        }
        if (row.path("public").isBoolean()) {
            out.put("public", row.path("public").asBoolean() ? "yes" : "no");
        }
        return out;
    }

    private static String owner(String tags) {
        if (tags.isEmpty() || tags.equals("null")) {
            return "";
        }
        Map<String, String> byKey = new HashMap<>();
        for (JsonNode tag : JsonTags.read(tags)) {
            byKey.put(
                    tag.path("Key").asText().toLowerCase(Locale.ROOT),
                    tag.path("Value").asText());
        }
        return OWNER.stream()
                .map(k -> byKey.getOrDefault(k, ""))
                .filter(v -> !v.isBlank())
                .findFirst()
                .orElse("");
    }

    private Map<String, String> accounts() {
        Map<String, String> out = new HashMap<>();
        TableSchema schema = snapshot.schemas().get("aws_organizations_account");
        if (schema != null) {
            snapshot.query(
                    "SELECT id, name FROM aws_organizations_account WHERE name IS NOT NULL",
                    columns -> {},
                    row -> out.put(row.path("id").asText(), row.path("name").asText()));
        }
        return out;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
