package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.CanonicalJson;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.time.Instant;
import java.util.List;

/**
 * What is going to be done, in full. Approvals are bound to its digest, so nothing in it can change afterwards.
 *
 * @param id its id, also the id of the run that carries it out
 * @param kind {@code fix}, {@code deploy}, {@code respond} or {@code drill}
 * @param title one line for people
 * @param configDigest digest of the configuration that it was made with
 * @param caller the principal that made it
 * @param createdAt when
 * @param approvals how many people must approve it before it is carried out; 0 when its documents ask themselves
 * @param targets what the documents are carried out on
 * @param steps the writes, in order
 * @param irreversible sentences about the steps that cannot be undone
 * @param proposals changes left to whoever owns the resource
 * @param problems targets for which no plan could be made, and why
 * @param costs what it adds to the bill each month
 * @param left targets that are left alone on purpose, and why
 * @param mostFailures after how many more failed targets than this nothing more is begun; {@link #NO_LIMIT} for no bound
 * @param effects what is known of who would have been denied by its policies, for people
 */
public record Plan(
        String id,
        String kind,
        String title,
        String configDigest,
        String caller,
        Instant createdAt,
        int approvals,
        List<Target> targets,
        List<Step> steps,
        List<String> irreversible,
        List<Proposal> proposals,
        List<Problem> problems,
        List<Cost> costs,
        List<Problem> left,
        int mostFailures,
        List<JsonNode> effects) {

    /** However many targets fail, the others are carried out. */
    public static final int NO_LIMIT = Integer.MAX_VALUE;

    /** What the prices of all plans are in. Source: AWS price list. */
    public static final String CURRENCY = "USD";

    /**
     * A fixed monthly cost.
     *
     * @param price what is paid for
     * @param count how many
     * @param monthly US dollars a month for all of them; empty when it depends on use
     * @param asOf the day of the price, ISO 8601
     */
    public record Cost(String price, int count, String monthly, String asOf) {}

    /**
     * A document and what it is carried out on.
     *
     * @param name {@code 1}, {@code 2} …
     * @param document id of the document
     * @param documentDigest digest of its text
     * @param parameters complete and checked
     * @param account account id
     * @param region region code or {@code global}
     * @param resource ARN or id for people
     * @param wave its turn in a deployment, empty in other plans
     */
    public record Target(
            String name,
            String document,
            String documentDigest,
            ObjectNode parameters,
            String account,
            String region,
            String resource,
            String wave) {
        /** Where it lies. */
        public Scope scope() {
            return new Scope(new AccountId(account), new Region(region));
        }
    }

    /**
     * One write.
     *
     * @param n its number, from 1
     * @param target name of the target
     * @param key the step's visit in the document
     * @param account account id
     * @param region region code or {@code global}
     * @param kind the document
     * @param name one sentence for people
     * @param operation {@code service:Operation}
     * @param found the state found, null in JSON when there is nothing or it is not known yet
     * @param wanted the state wanted, null in JSON when nothing is to be there or it is not known yet
     * @param undo the operation that undoes it, or why none does
     * @param risk what may go wrong, empty when nothing much
     * @param permissions IAM actions needed
     */
    public record Step(
            int n,
            String target,
            String key,
            String account,
            String region,
            String kind,
            String name,
            String operation,
            JsonNode found,
            JsonNode wanted,
            String undo,
            String risk,
            List<String> permissions) {}

    /**
     * A change that something else must make, because it would undo ours.
     *
     * @param resource ARN or id
     * @param account account id
     * @param region region code
     * @param document id of the document that would do it
     * @param owner what owns the resource
     * @param advice what to do
     * @param patch the changes to be made there, in order
     */
    public record Proposal(
            String resource,
            String account,
            String region,
            String document,
            String owner,
            String advice,
            List<Change> patch) {
        public Proposal {
            patch = List.copyOf(patch);
        }
    }

    /**
     * A change left to somebody else.
     *
     * @param operation {@code service:Operation} that would make it
     * @param found the state found
     * @param wanted the state wanted, or the request where the document states none
     */
    public record Change(String operation, JsonNode found, JsonNode wanted) {}

    /**
     * A target for which no plan could be made, or is not to be made.
     *
     * @param resource ARN or id
     * @param document id of the document
     * @param why the reason
     */
    public record Problem(String resource, String document, String why) {}

    public Plan {
        targets = List.copyOf(targets);
        steps = List.copyOf(steps);
        irreversible = List.copyOf(irreversible);
        proposals = List.copyOf(proposals);
        problems = List.copyOf(problems);
        costs = List.copyOf(costs);
        left = List.copyOf(left);
        effects = List.copyOf(effects);
    }

    /** The same with what is known of its policies' effects. */
    public Plan with(List<JsonNode> known) {
        return new Plan(
                id,
                kind,
                title,
                configDigest,
                caller,
                createdAt,
                approvals,
                targets,
                steps,
                irreversible,
                proposals,
                problems,
                costs,
                left,
                mostFailures,
                known);
    }

    /** True when every write stands in it, so that a write that does not is refused. */
    public boolean showsEveryWrite() {
        return kind.equals("fix") || kind.equals("deploy");
    }

    /** SHA-256 over the canonical JSON of everything in it. */
    public String digest() {
        return CanonicalJson.sha256(PlanJson.head(this), PlanJson.lists(this));
    }
}
