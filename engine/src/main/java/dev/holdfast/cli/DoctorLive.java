package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.Grants.Answer;
import dev.holdfast.access.Grants.Ruling;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.aws.ServerClock;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What {@code doctor} finds out by asking AWS, with calls that only read. */
final class DoctorLive {
    private static final int BATCH = 50;
    private static final ObjectNode NOTHING = Verb.JSON.createObjectNode();

    /**
     * How an account can be reached.
     *
     * @param id the account
     * @param name its name, may be empty
     * @param principal as whom it is read
     * @param problem why it cannot be, empty when it can
     */
    record Reach(String id, String name, String principal, String problem) {}

    private final AwsSession session;
    private final AwsReader reader;
    private final Scope own;

    DoctorLive(AwsSession session) {
        this.session = session;
        this.reader = session.reader();
        this.own = new Scope(session.account(), Region.GLOBAL);
    }

    /** Whether the account manages an organization, may read one, or is alone. */
    String standing() {
        JsonNode organization;
        try {
            organization = reader.read(own, "organizations", "DescribeOrganization", NOTHING)
                    .path("Organization");
        } catch (AwsFailure failure) {
            return failure.code().equals("AWSOrganizationsNotInUseException")
                    ? "an account without an organization"
                    : "a member, or alone: " + failure.explain();
        }
        if (organization.path("MasterAccountId").asText().equals(own.account().value())) {
            return "the management account of " + organization.path("Id").asText();
        }
        try {
            reader.read(own, "organizations", "ListAccounts", NOTHING);
            return "a delegated administrator in " + organization.path("Id").asText();
        } catch (AwsFailure failure) {
            return "a member of " + organization.path("Id").asText() + " that may not list its accounts";
        }
    }

    /** Every account in reach of the listing, each tried. */
    List<Reach> accounts() {
        Map<String, String> names = new HashMap<>();
        TreeSet<String> ids = new TreeSet<>(List.of(own.account().value()));
        try {
            reader.pages(own, "organizations", "ListAccounts", NOTHING, page -> {
                for (JsonNode account : page.path("Accounts")) {
                    if (account.path("Status").asText("ACTIVE").equals("ACTIVE")) {
                        ids.add(account.path("Id").asText());
                        names.put(
                                account.path("Id").asText(),
                                account.path("Name").asText());
                    }
                }
            });
        } catch (AwsFailure notOurs) {
            // Only the caller's own account is left to look at; `standing` says why.
        }
        List<Reach> out = new ArrayList<>();
        for (String id : ids) {
            Scope scope = new Scope(new AccountId(id), Region.GLOBAL);
            String problem = "";
            try {
                reader.read(scope, "sts", "GetCallerIdentity", NOTHING);
            } catch (AwsFailure failure) {
                problem = failure.explain();
            }
            out.add(new Reach(id, names.getOrDefault(id, ""), reader.principal(scope), problem));
        }
        return out;
    }

    /** Region to whether it can be used: {@code enabled} or {@code closed}. */
    Map<String, String> regions() {
        Map<String, String> out = new java.util.TreeMap<>();
        reader.read(own, "ec2", "DescribeRegions", Verb.JSON.createObjectNode().put("AllRegions", true))
                .path("Regions")
                .forEach(r -> out.put(
                        r.path("RegionName").asText(),
                        r.path("OptInStatus").asText().equals("not-opted-in") ? "closed" : "enabled"));
        return out;
    }

    /** How far AWS's clock is ahead of ours. */
    Optional<Duration> clock(Surroundings here) {
        return ServerClock.ahead(session.settings(), here.clock());
    }

    /**
     * What IAM says about the caller's own permissions.
     *
     * @return a ruling for each action
     * @throws AwsFailure when the caller may not ask, or the endpoint cannot say
     */
    Map<String, Ruling> simulate(List<String> actions) {
        Map<String, Ruling> out = new HashMap<>();
        for (int from = 0; from < actions.size(); from += BATCH) {
            List<String> some = actions.subList(from, Math.min(actions.size(), from + BATCH));
            ObjectNode request = Verb.JSON.createObjectNode().put("PolicySourceArn", source());
            ArrayNode names = request.putArray("ActionNames");
            some.forEach(names::add);
            reader.pages(own, "iam", "SimulatePrincipalPolicy", request, page -> {
                for (JsonNode result : page.path("EvaluationResults")) {
                    String decision = result.path("EvalDecision").asText();
                    out.put(
                            result.path("EvalActionName").asText(),
                            decision.equals("allowed")
                                    ? new Ruling(Answer.ALLOWED, "")
                                    : new Ruling(
                                            Answer.REFUSED,
                                            decision.equals("explicitDeny") ? "denied by a policy" : "not allowed"));
                }
            });
            for (String action : some) {
                if (!out.containsKey(action)) {
                    throw new AwsFailure(
                            AwsFailure.Kind.EMPTY_ANSWER,
                            "iam:SimulatePrincipalPolicy",
                            own,
                            "",
                            200,
                            "the answer says nothing about " + action);
                }
            }
        }
        return out;
    }

    /** The role behind a session; IAM simulates roles and users, not sessions. */
    private String source() {
        String arn = session.principal();
        if (!arn.contains(":assumed-role/")) {
            return arn;
        }
        String role = arn.substring(arn.indexOf("/") + 1, arn.lastIndexOf('/'));
        return arn.substring(0, arn.indexOf(":assumed-role/")).replace(":sts:", ":iam:") + ":role/" + role;
    }
}
