package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.CloudFormation;
import dev.holdfast.access.Needs;
import dev.holdfast.access.Permission;
import dev.holdfast.access.Permission.Place;
import dev.holdfast.access.Policies;
import dev.holdfast.access.Terraform;
import dev.holdfast.aws.ReadOperations;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.change.Plan;
import dev.holdfast.change.PlanFile;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.TableReader;
import dev.holdfast.model.NistFunction;
import dev.holdfast.report.data.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The permissions that Holdfast needs, as policies. */
@Command(
        name = "permissions",
        description = {
            "Print the least that Holdfast must be allowed, worked out from its tables and runbooks.",
            "",
            "`identify` collects everything that `protect check` judges; the check itself calls nothing. Each action is"
                    + " named, and a policy that would be longer than AWS allows is split."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast permissions identify                                   the policies of every account",
            "  holdfast permissions identify --format cfn > members.yaml       a StackSet for the member accounts",
            "  holdfast permissions identify --format cfn --for management     the management account's own step",
            "  holdfast permissions all --format tf --for members",
            "  holdfast permissions deploy --format tf --for management    planning, deploying and undoing the baseline",
            "  holdfast permissions respond --document ransomware-s3       what this runbook and its undo call",
            "  holdfast permissions deploy --plan plan.json                exactly this plan, account by account"
        })
final class PermissionsVerb extends Verb {
    /** The forms of policies. */
    enum Format {
        json,
        cfn,
        tf
    }

    /** Whose policies. */
    enum For {
        members,
        management
    }

    @Parameters(
            paramLabel = "VERB",
            description =
                    "identify, protect, detect, respond, recover or all; deploy or fix for changes with their undo.")
    String verb = "";

    @Option(names = "--format", paramLabel = "FORMAT", description = "json, cfn or tf (default: json).")
    Format format = Format.json;

    @Option(
            names = "--for",
            paramLabel = "WHO",
            description = "members or management; the latter holds what members need too (default: members).")
    For who = For.members;

    @Option(names = "--role", paramLabel = "NAME", description = "Name of the role (default: ${DEFAULT-VALUE}).")
    String role = "HoldfastRead";

    @Option(names = "--partition", paramLabel = "NAME", description = "aws, aws-cn or aws-us-gov (json only).")
    String partition = "aws";

    @Option(
            names = "--log-bucket",
            split = ",",
            paramLabel = "BUCKET",
            description = "Buckets that delivered logs are read from (default: any).")
    List<String> buckets = new ArrayList<>();

    @Option(
            names = "--log-queue",
            split = ",",
            paramLabel = "ARN",
            description = "Queues that notices of log files are taken from (default: any).")
    List<String> queues = new ArrayList<>();

    @Option(
            names = "--document",
            paramLabel = "ID",
            description = "Only what this document or folder of documents needs (deploy, fix and respond only).")
    String document = "";

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "What carrying out this plan and undoing it needs, account by account (json only).")
    @Nullable
    Path plan;

    @Option(names = "--writes", description = "Also what applying plans needs, in policies of their own (json only).")
    boolean writes;

    @Override
    public Integer call() {
        if (writes && format != Format.json) {
            throw Stop.usage(
                    "`--writes` is there for `--format json` only", "Attach those policies to a role of people");
        }
        Needs needs = needs(content());
        if (plan != null) {
            screen().line(Json.pretty(ofPlan(PlanFile.read(here().folder().resolve(plan)), needs)));
            return Exit.FINE;
        }
        Place place = who == For.members ? Place.EVERY_ACCOUNT : Place.MANAGEMENT;
        List<Permission> reading = switch (verb.toLowerCase(Locale.ROOT)) {
            case "deploy" -> changing(needs, "baseline/");
            case "fix" -> changing(needs, "fixes/");
            case "respond" ->
                document.isEmpty() ? needs.reading(NistFunction.RESPOND, buckets) : changing(needs, "runbooks/");
            default ->
                verbs(verb).stream()
                        .flatMap(v -> needs.reading(v, buckets).stream())
                        .toList();
        };
        List<ObjectNode> policies =
                Policies.of(reading.stream().flatMap(this::queued).toList(), place);
        switch (format) {
            case cfn -> screen().line(CloudFormation.template(policies, place, role));
            case tf -> screen().line(Terraform.module(policies, place, role));
            case json -> screen().line(Json.pretty(json(policies, needs, place)));
        }
        return Exit.FINE;
    }

    /** Taking messages off a queue is limited to the queues that were named. */
    private Stream<Permission> queued(Permission permission) {
        boolean takes = permission.action().equals("sqs:ReceiveMessage")
                || permission.action().equals("sqs:DeleteMessage");
        return !takes || queues.isEmpty()
                ? Stream.of(permission)
                : queues.stream()
                        .map(queue -> new Permission(
                                permission.action(), permission.place(), queue, permission.via(), permission.why()));
    }

    private ObjectNode json(List<ObjectNode> policies, Needs needs, Place place) {
        ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
        top.put("verb", verb.toLowerCase(Locale.ROOT)).put("for", who.name());
        add(top.putArray("policies"), role, policies);
        if (writes) {
            List<Permission> writing =
                    verbs(verb).stream().flatMap(v -> needs.writing(v).stream()).toList();
            add(top.putArray("writes"), role + "-writes", Policies.of(writing, place));
        }
        return top;
    }

    private List<Permission> changing(Needs needs, String folder) {
        String wanted = document.isEmpty() ? folder : document.startsWith(folder) ? document : folder + document;
        List<Permission> out = new ArrayList<>(needs.changing(id -> id.startsWith(folder) && id.startsWith(wanted)));
        if (out.isEmpty()) {
            throw Stop.usage(
                    "`" + verb + "` has no document `" + document + "`", "Ids of its documents begin with " + folder);
        }
        out.addAll(needs.reaching());
        return out;
    }

    /** Each account gets what the targets in it need, and nothing of what the plan does elsewhere. */
    private ObjectNode ofPlan(Plan plan, Needs needs) {
        Map<String, Set<String>> byAccount = new TreeMap<>();
        plan.targets()
                .forEach(t -> byAccount
                        .computeIfAbsent(t.scope().account().value(), a -> new TreeSet<>())
                        .add(t.document()));
        ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1).put("verb", verb);
        top.put("plan", plan.id());
        ArrayNode accounts = top.putArray("accounts");
        byAccount.forEach((account, documents) -> add(
                accounts.addObject().put("account", account).putArray("policies"),
                role,
                Policies.of(needs.changing(documents::contains), Place.MANAGEMENT)));
        return top;
    }

    private void add(ArrayNode list, String name, List<ObjectNode> policies) {
        for (int i = 0; i < policies.size(); i++) {
            list.addObject()
                    .put("name", name + "-" + (i + 1))
                    .set("document", Policies.named(policies.get(i), partition, role));
        }
    }

    /** What is needed by content. */
    static Needs needs(ContentFolder content) {
        return new Needs(
                Library.whole(content, TableReader::read),
                ChangeDesk.documents(content, new SdkCatalog()).values(),
                ReadOperations::action);
    }

    /** The functions meant by a word of the command line. */
    static List<NistFunction> verbs(String word) {
        String low = word.toLowerCase(Locale.ROOT);
        List<NistFunction> all = Arrays.asList(NistFunction.values());
        if (low.equals("all")) {
            return all;
        }
        return List.of(all.stream()
                .filter(f -> f.word().equals(low))
                .findAny()
                .orElseThrow(() -> Stop.usage(
                        "`" + word + "` is not a verb with permissions",
                        "One of " + all.stream().map(NistFunction::word).collect(Collectors.joining(", ")) + ", all")));
    }
}
