package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.holdfast.change.Plan;
import dev.holdfast.change.Wish;
import dev.holdfast.content.Runbook;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Arn;
import dev.holdfast.model.Case;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What planning and starting a runbook share: which one, for which case, with which parameters. */
abstract class OnRunbook extends ChangeVerbs.OnRun {
    @Parameters(paramLabel = "RUNBOOK")
    String id = "";

    @Option(names = "--case", paramLabel = "CASE", description = "The case it answers.")
    @Nullable
    String caseId;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A parameter of the runbook; of a list @FILE takes a script. Repeatable.")
    Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--account", paramLabel = "ID", description = "The account it works in (default: the case's).")
    @Nullable
    String account;

    @Option(names = "--region", paramLabel = "REGION", description = "The region it works in (default: home).")
    @Nullable
    String region;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Hold the permissions it needs against this policy instead of asking IAM. Repeatable.")
    List<String> policies = new ArrayList<>();

    /** The case that is named, null when none is. */
    @Nullable
    CaseFile caseFile(ChangeDesk desk) {
        return caseId == null
                ? null
                : desk.ledger()
                        .cases()
                        .find(caseId)
                        .orElseThrow(
                                () -> Stop.usage("there is no case `" + caseId + "`", "See `holdfast triage list`"));
    }

    Plan plan(ChangeDesk desk, @Nullable CaseFile file) {
        Runbook runbook = Documents.find(content(), RespondVerb.FOLDER, id);
        return desk.planner().documents("respond", List.of(wish(runbook, file)), desk.terms(0, false));
    }

    /** What the roles that would carry a plan out are not allowed, account by account. */
    List<RunbookPermissions.Standing> permissions(Plan plan, ChangeDesk desk) {
        return new RunbookPermissions(
                        PermissionsVerb.needs(content()),
                        desk.documents(),
                        policies.isEmpty() ? null : DoctorPermissions.grants(policies, content(), here()),
                        desk.reading().reader(),
                        desk.writing().reader())
                .of(plan);
    }

    private Wish wish(Runbook runbook, @Nullable CaseFile file) {
        ObjectNode given = JSON.createObjectNode();
        if (file != null) {
            fromCase(file.facts(), runbook, given);
        }
        parameters.forEach((name, value) -> {
            if (!runbook.parameters().containsKey(name)) {
                throw Stop.usage(
                        "the runbook has no parameter `" + name + "`",
                        "It takes: " + String.join(", ", runbook.parameters().keySet()));
            }
            Runbook.Parameter parameter =
                    Objects.requireNonNull(runbook.parameters().get(name));
            boolean script = parameter.type().equals("StringList") && value.startsWith("@");
            given.set(
                    name,
                    script
                            ? JSON.createArrayNode().add(script(value.substring(1)))
                            : GivenParameter.read(parameter, value));
        });
        String where =
                account != null ? account : file == null ? "" : file.facts().account();
        if (where.isEmpty()) {
            throw Stop.usage("say which account the runbook works in", "Add `--account ID` or `--case CASE`");
        }
        Region place = region == null ? config().homeRegion() : new Region(region);
        String resource = file == null ? where : file.facts().actor();
        return new Wish(runbook.id(), given, new Scope(new AccountId(where), place), resource);
    }

    /** A script: of the content ({@code host/linux/collect.sh}), or a file of one's own. */
    private String script(String name) {
        List<Path> places = new ArrayList<>(List.of(here().folder().resolve(name)));
        content().roots().forEach(root -> places.add(root.resolve(name)));
        for (Path place : places) {
            if (Files.isRegularFile(place)) {
                try {
                    return Files.readString(place);
                } catch (IOException e) {
                    throw Stop.usage("`" + name + "` cannot be read: " + e.getMessage(), "Give a text file");
                }
            }
        }
        throw Stop.usage("there is no script `" + name + "`", "A file, or host/linux/collect.sh of the content");
    }

    private static void fromCase(Case facts, Runbook runbook, ObjectNode given) {
        if (runbook.parameters().containsKey("AccessKeyId")
                && !facts.accessKey().isEmpty()) {
            given.put("AccessKeyId", facts.accessKey());
        }
        facts.findings().forEach(f -> fromResource(f.resource(), runbook, given));
        if (runbook.parameters().containsKey("UserName")) {
            Arn.parse(facts.actor())
                    .filter(a -> a.resource().startsWith("user/"))
                    .ifPresent(a -> given.put(
                            "UserName", a.resource().substring(a.resource().lastIndexOf('/') + 1)));
        }
    }

    /** What the resource of a finding tells, where it has the form that the runbook is for. */
    private static void fromResource(String resource, Runbook runbook, ObjectNode given) {
        String target = runbook.settings().target();
        Matcher matcher = Pattern.compile(target).matcher(resource);
        if (!target.isEmpty() && matcher.matches()) {
            Pattern.compile(target).namedGroups().keySet().forEach(name -> given.put(name, matcher.group(name)));
        }
    }
}
