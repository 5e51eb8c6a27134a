package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.access.Grants;
import dev.holdfast.access.Grants.Answer;
import dev.holdfast.access.Grants.Ruling;
import dev.holdfast.access.Needs;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.change.Plan;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.Template;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says before a runbook starts what its role is not allowed in each account that it works in. */
final class RunbookPermissions {
    private static final int BATCH = 50;

    private final Needs needs;
    private final Map<String, Runbook> documents;
    private final @Nullable Grants grants;
    private final AwsReader reader;
    private final AwsReader actor;

    /**
     * One account.
     *
     * @param account its id
     * @param principal as whom it is worked in; empty when a policy was given instead
     * @param needed the actions that are needed there
     * @param missing actions that are not allowed, and why
     * @param unknown why that could not be found out, empty when it could
     */
    record Standing(String account, String principal, Set<String> needed, Map<String, String> missing, String unknown) {
        ObjectNode json() {
            ObjectNode out =
                    Verb.JSON.createObjectNode().put("account", account).put("principal", principal);
            needed.forEach(out.putArray("needed")::add);
            missing.forEach(out.putObject("missing")::put);
            return out.put("unknown", unknown);
        }
    }

    /**
     * @param grants what is allowed, null to ask IAM
     * @param reader asks IAM, as the role that reads in each account
     * @param actor the session that would carry the runbook out; only asked who it is
     */
    RunbookPermissions(
            Needs needs, Map<String, Runbook> documents, @Nullable Grants grants, AwsReader reader, AwsReader actor) {
        this.needs = needs;
        this.documents = documents;
        this.grants = grants;
        this.reader = reader;
        this.actor = actor;
    }

    /** Every account of a plan, in order of their ids. */
    List<Standing> of(Plan plan) {
        Map<String, Set<String>> byAccount = new TreeMap<>();
        for (Plan.Target target : plan.targets()) {
            Runbook runbook = Objects.requireNonNull(documents.get(target.document()));
            needs.steps(runbook)
                    .forEach((account, actions) -> byAccount
                            .computeIfAbsent(place(account, target), a -> new TreeSet<>())
                            .addAll(actions));
        }
        byAccount.remove("");
        List<Standing> out = new ArrayList<>();
        byAccount.forEach((account, actions) -> out.add(standing(account, actions)));
        return out;
    }

    /** The account that a step works in; empty when its parameter says none, so that the step is passed by. */
    private static String place(String account, Plan.Target target) {
        return account.isEmpty()
                ? target.account()
                : Template.fill(
                                TextNode.valueOf(account),
                                name -> target.parameters().path(name))
                        .asText();
    }

    private Standing standing(String account, Set<String> actions) {
        Map<String, String> missing = new TreeMap<>();
        if (grants != null) {
            actions.forEach(action -> note(action, grants.may(action), missing));
            return new Standing(account, "", actions, missing, "");
        }
        Scope scope = new Scope(new AccountId(account), Region.GLOBAL);
        String principal = "";
        try {
            principal = role(actor.principal(scope));
            simulate(scope, principal, List.copyOf(actions)).forEach((a, ruling) -> note(a, ruling, missing));
            return new Standing(account, principal, actions, missing, "");
        } catch (AwsFailure failure) {
            return new Standing(account, principal, actions, missing, failure.explain());
        }
    }

    private static void note(String action, Ruling ruling, Map<String, String> missing) {
        if (ruling.answer() == Answer.REFUSED) {
            missing.put(action, ruling.why());
        }
    }

    private Map<String, Ruling> simulate(Scope scope, String principal, List<String> actions) {
        Map<String, Ruling> out = new TreeMap<>();
        for (int from = 0; from < actions.size(); from += BATCH) {
            List<String> some = actions.subList(from, Math.min(actions.size(), from + BATCH));
            ObjectNode request = Verb.JSON.createObjectNode().put("PolicySourceArn", principal);
            ArrayNode names = request.putArray("ActionNames");
            some.forEach(names::add);
            reader.pages(scope, "iam", "SimulatePrincipalPolicy", request, page -> {
                for (JsonNode result : page.path("EvaluationResults")) {
                    boolean allowed = result.path("EvalDecision").asText().equals("allowed");
                    out.put(
                            result.path("EvalActionName").asText(),
                            allowed ? new Ruling(Answer.ALLOWED, "") : new Ruling(Answer.REFUSED, "not allowed"));
                }
            });
            for (String action : some) {
                if (!out.containsKey(action)) {
                    throw new AwsFailure(
                            AwsFailure.Kind.EMPTY_ANSWER,
                            "iam:SimulatePrincipalPolicy",
                            scope,
                            "",
                            200,
                            "the answer says nothing about " + action);
                }
            }
        }
        return out;
    }

    /** IAM simulates roles and users, not sessions. */
    private static String role(String arn) {
        int at = arn.indexOf(":assumed-role/");
        if (at < 0) {
            return arn;
        }
        String name = arn.substring(arn.indexOf('/') + 1, arn.lastIndexOf('/'));
        return arn.substring(0, at).replace(":sts:", ":iam:") + ":role/" + name;
    }
}
