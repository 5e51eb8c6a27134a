package dev.holdfast.posture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.posture.PolicyText.Act;
import dev.holdfast.posture.PolicyText.Says;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who would have been denied by a policy, had it held before: from the last use of access keys and roles in a snapshot, and
 * from the CloudTrail events that are kept. Where there is no data it says so.
 */
public final class PolicyEffects {
    private static final String KEYS = "aws_iam_access_key";
    private static final String EVENTS = "holdfast_event";

    /** Event sources whose permissions have another prefix. Source: AWS Service Authorization Reference. */
    private static final Map<String, String> PREFIXES =
            Map.of("monitoring", "cloudwatch", "email", "ses", "tagging", "tag");

    private final Snapshot snapshot;
    private final Places places;

    /**
     * A policy that is to hold.
     *
     * @param name its name
     * @param type as AWS Organizations calls it, such as {@code SERVICE_CONTROL_POLICY}
     * @param content its text
     * @param on ids of the root, units and accounts that it is to hold for
     */
    public record Policy(String name, String type, JsonNode content, Set<String> on) {}

    /**
     * Something that was done and would have been denied.
     *
     * @param principal ARN
     * @param account where it was done
     * @param what {@code service:Action}, or the service alone
     * @param region region code, empty when not known
     * @param count how often; 1 for a last use
     * @param last when last, ISO 8601
     * @param source {@code CloudTrail} or {@code last use}
     * @param certain false when a condition or a resource decides that the data do not tell
     */
    public record Denied(
            String principal,
            String account,
            String what,
            String region,
            long count,
            String last,
            String source,
            boolean certain) {}

    /**
     * What is known of a policy's effect.
     *
     * @param policy its name
     * @param accounts how many accounts it would bind
     * @param denied what would have been denied, most often first
     * @param notKnown what could not be told, and why
     */
    public record Effect(String policy, int accounts, List<Denied> denied, List<String> notKnown) {}

    /** @param snapshot with the organization's accounts, and with the kept events where there are any */
    public PolicyEffects(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.places = new Places(snapshot);
    }

    /** Tells the effect of one policy. */
    public Effect of(Policy policy) {
        List<String> notKnown = new ArrayList<>();
        Set<String> bound = bound(policy, notKnown);
        Map<String, Denied> denied = new TreeMap<>();
        boolean resources = policy.type().equals("RESOURCE_CONTROL_POLICY");
        if (!resources && !policy.type().equals("SERVICE_CONTROL_POLICY")) {
            notKnown.add("a policy of type " + policy.type()
                    + " sets what holds for resources; it denies by no statement that"
                    + " could be compared with what was done");
            return new Effect(policy.name(), bound.size(), List.of(), notKnown);
        }
        PolicyText text = PolicyText.of(policy.content());
        if (snapshot.schemas().containsKey(EVENTS)) {
            events(text, bound, resources, denied);
        } else {
            notKnown.add("no CloudTrail events are kept (`holdfast detect keep`), so single actions are not known");
        }
        if (resources) {
            notKnown.add("a snapshot does not tell who outside reached resources; only kept events do");
        } else if (places.whole(KEYS, "last_used_service", "last_used_region", "last_used_date")) {
            keys(text, bound, denied);
            notKnown.add("of access keys the last use alone is known, of roles and sessions not what they did last");
        } else {
            notKnown.add("the last use of access keys was not read everywhere");
        }
        List<Denied> out = new ArrayList<>(denied.values());
        out.sort(Comparator.comparingLong(Denied::count).reversed());
        return new Effect(policy.name(), bound.size(), List.copyOf(out), notKnown);
    }

    /** The accounts that it binds; the management account is never bound. */
    private Set<String> bound(Policy policy, List<String> notKnown) {
        Set<String> out = new TreeSet<>();
        Set<String> management = new HashSet<>();
        int[] lost = {0};
        snapshot.query(
                "SELECT master_account_id AS id FROM aws_organizations_organization",
                c -> {},
                row -> management.add(row.path("id").asText()));
        snapshot.query("SELECT id FROM aws_organizations_account WHERE status = 'ACTIVE'", c -> {}, row -> {
            String id = row.path("id").asText();
            List<String> path = places.path(id);
            lost[0] += path == null ? 1 : 0;
            if (path != null && path.stream().anyMatch(policy.on()::contains) && !management.contains(id)) {
                out.add(id);
            }
        });
        if (lost[0] > 0) {
            notKnown.add("of " + lost[0] + " accounts it is not known in which units they lie");
        }
        return out;
    }

    private void events(PolicyText text, Set<String> bound, boolean resources, Map<String, Denied> denied) {
        Set<String> members = new HashSet<>();
        snapshot.query(
                "SELECT id FROM aws_organizations_account",
                c -> {},
                row -> members.add(row.path("id").asText()));
        snapshot.query("""
                SELECT coalesce(raw ->> '$.userIdentity.sessionContext.sessionIssuer.arn', raw ->> '$.userIdentity.arn', actor, '') AS who,
                       coalesce(raw ->> '$.userIdentity.type', '') AS kind,
                       coalesce(raw ->> '$.userIdentity.accountId', '') AS owner,
                       coalesce(raw ->> '$.recipientAccountId', account, '') AS place,
                       coalesce(raw ->> '$.awsRegion', region, '') AS region,
                       raw ->> '$.eventSource' AS source, raw ->> '$.eventName' AS name,
                       count(DISTINCT id) AS times, CAST(max(time) AS VARCHAR) AS last
                FROM holdfast_event
                WHERE (raw ->> '$.eventSource') IS NOT NULL AND (raw ->> '$.errorCode') IS NULL
                GROUP BY ALL""", c -> {}, row -> event(text, bound, resources, members, row, denied));
    }

    private static void event(
            PolicyText text,
            Set<String> bound,
            boolean resources,
            Set<String> members,
            ObjectNode row,
            Map<String, Denied> denied) {
        String who = row.path("who").asText();
        String kind = row.path("kind").asText();
        String place = row.path("place").asText();
        String owner = row.path("owner").asText();
        // Neither services of AWS nor roles linked to one are bound.
        boolean free = kind.equals("AWSService") || who.contains(":role/aws-service-role/");
        if (free || !bound.contains(resources ? place : owner.isEmpty() ? place : owner)) {
            return;
        }
        String service = row.path("source").asText().replaceAll("\\.amazonaws\\.com$", "");
        Act act = new Act(
                PREFIXES.getOrDefault(service, service),
                row.path("name").asText().replaceAll("20\\d{6}(v\\d)?$", ""),
                row.path("region").asText(),
                who,
                kind.equals("Root"),
                members.contains(owner));
        Says says = text.denies(act);
        if (says != Says.NO) {
            Denied one = new Denied(
                    who,
                    place,
                    act.service() + ":" + act.action(),
                    act.region(),
                    row.path("times").asLong(),
                    row.path("last").asText(),
                    "CloudTrail",
                    says == Says.YES);
            denied.put(one.source() + who + " " + place + " " + one.what() + " " + one.region(), one);
        }
    }

    private void keys(PolicyText text, Set<String> bound, Map<String, Denied> denied) {
        snapshot.query(
                "SELECT account_id, user_arn, access_key_id, lower(last_used_service) AS service, last_used_region AS region,"
                        + " CAST(last_used_date AS VARCHAR) AS last FROM aws_iam_access_key"
                        + " WHERE last_used_date IS NOT NULL AND last_used_service IS NOT NULL",
                c -> {},
                row -> {
                    String account = row.path("account_id").asText();
                    String who = row.path("user_arn").asText();
                    String region = row.path("region").asText().startsWith("N/A")
                            ? ""
                            : row.path("region").asText();
                    Says says = bound.contains(account)
                            ? text.denies(new Act(row.path("service").asText(), "", region, who, false, true))
                            : Says.NO;
                    if (says != Says.NO) {
                        denied.put(
                                "key " + row.path("access_key_id").asText(),
                                new Denied(
                                        who,
                                        account,
                                        row.path("service").asText(),
                                        region,
                                        1,
                                        row.path("last").asText(),
                                        "last use",
                                        says == Says.YES));
                    }
                });
    }
}
