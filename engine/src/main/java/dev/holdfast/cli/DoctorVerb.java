package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.Grants;
import dev.holdfast.access.Grants.Ruling;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.cli.DoctorLive.Reach;
import dev.holdfast.cli.DoctorPermissions.Gap;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.NistFunction;
import dev.holdfast.posture.Blindness;
import dev.holdfast.report.data.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells whether this machine, these credentials and these permissions suffice, and what would be missing. */
@Command(
        name = "doctor",
        description = {
            "Look whether Holdfast can do its work from here: machine, credentials, every account, regions, permissions.",
            "",
            "Reads only. With --policy nothing is asked of AWS: the policy is held against what Holdfast needs.",
            "Ends with 3 when something would stay unknown, with 4 when AWS cannot be reached at all."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast doctor",
            "  holdfast doctor --verb respond",
            "  holdfast doctor --policy SecurityAudit",
            "  holdfast doctor --policy my-policy.json --policy ViewOnlyAccess"
        })
final class DoctorVerb extends Verb {
    /** AWS refuses signatures that are further off. Source: AWS General Reference, "Signature Version 4". */
    private static final Duration MOST_SKEW = Duration.ofMinutes(5);

    private static final long LITTLE_SPACE = 2L << 30;

    @Mixin
    Connection connection = new Connection();

    @Option(names = "--verb", paramLabel = "VERB", description = "Only what this verb needs (default: all).")
    String verb = "all";

    @Option(
            names = "--policy",
            paramLabel = "FILE|NAME",
            description = "Judge by this policy instead of asking AWS; SecurityAudit, ViewOnlyAccess and ReadOnlyAccess"
                    + " are known by name. Repeatable.")
    List<String> policies = new ArrayList<>();

    private final List<String> lines = new ArrayList<>();
    // Not from JSON: every verb is made to list them, and the mapper behind it takes longer than all the rest of the
    // help.
    private final ObjectNode report = JsonNodeFactory.instance.objectNode().put("schemaVersion", 1);
    private int code = Exit.FINE;

    @Override
    public Integer call() {
        List<NistFunction> verbs = PermissionsVerb.verbs(verb);
        DoctorPermissions permissions = new DoctorPermissions(content());
        if (policies.isEmpty()) {
            machine(permissions);
            account(permissions, verbs);
        } else {
            Grants grants = DoctorPermissions.grants(policies, content(), here());
            permissions(permissions, verbs, grants::may, "Permissions by " + String.join(" and ", policies));
        }
        report.put("exit", code);
        if (json()) {
            screen().line(Json.pretty(report));
        } else {
            screen().lines(lines);
        }
        return code;
    }

    private void machine(DoctorPermissions permissions) {
        title("This machine");
        ObjectNode machine = report.putObject("machine");
        String java = Runtime.version().toString();
        String duck = dev.holdfast.lake.Workspace.version();
        machine.put("holdfast", Main.Version.number()).put("java", java).put("duckdb", duck);
        machine.put("tables", permissions.tables()).put("checks", permissions.checks());
        line("ok", "Holdfast " + Main.Version.number() + ", Java " + java + ", DuckDB " + duck);
        line("ok", permissions.tables() + " tables, " + permissions.checks() + " checks");
        Home home = home();
        try {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(home.folder()));
            machine.put("home", home.folder().toString()).put("homeMode", mode);
            note(mode.equals("rwx------"), home.folder() + " is readable by its owner alone", "it is " + mode);
            long free = Files.getFileStore(home.folder()).getUsableSpace();
            machine.put("freeBytes", free);
            note(
                    free >= LITTLE_SPACE,
                    String.format(Locale.ROOT, "%,d MB of disk are free", free >> 20),
                    "a large organization's snapshots need more");
        } catch (IOException | UnsupportedOperationException e) {
            note(false, home.folder() + " was not looked at", String.valueOf(e.getMessage()));
        }
    }

    private void account(DoctorPermissions permissions, List<NistFunction> verbs) {
        title("Credentials");
        ObjectNode who = report.putObject("credentials");
        try (AwsSession session = connection.reading(config(), here())) {
            DoctorLive live = new DoctorLive(session);
            who.put("principal", session.principal())
                    .put("account", session.account().value());
            line("ok", "You are " + session.principal());
            String standing = live.standing();
            who.put("standing", standing);
            note(
                    standing.startsWith("the management account") || standing.startsWith("a delegated"),
                    "Account " + session.account() + " is " + standing,
                    "only this account can be read");
            clock(live, who);
            regions(live);
            reach(live);
            asked(live, permissions, verbs);
        } catch (AwsFailure failure) {
            who.put("problem", failure.explain());
            line("broken", failure.explain());
            line("", "Set AWS_PROFILE or AWS_ACCESS_KEY_ID, or sign in: aws sso login");
            code = Exit.FAILED;
        }
    }

    private void clock(DoctorLive live, ObjectNode who) {
        Optional<Duration> ahead = live.clock(here());
        if (ahead.isEmpty()) {
            note(true, "AWS's clock could not be asked", "");
            return;
        }
        long seconds = ahead.get().toSeconds();
        who.put("clockSkewSeconds", seconds);
        note(
                Duration.ofSeconds(Math.abs(seconds)).compareTo(MOST_SKEW) < 0,
                "The clock differs from AWS's by " + Math.abs(seconds) + " s",
                "AWS refuses signatures that are more than 5 minutes off; set this machine's clock");
    }

    private void regions(DoctorLive live) {
        title("Regions");
        try {
            Map<String, String> found = live.regions();
            report.set("regions", JSON.valueToTree(found));
            List<String> enabled = new ArrayList<>();
            List<String> closed = new ArrayList<>();
            found.forEach((region, state) -> (state.equals("enabled") ? enabled : closed).add(region));
            line("ok", enabled.size() + " enabled: " + String.join(", ", enabled));
            if (!closed.isEmpty()) {
                line("ok", closed.size() + " closed: " + String.join(", ", closed));
            }
        } catch (AwsFailure failure) {
            note(false, "The regions cannot be listed", failure.explain());
        }
    }

    private void reach(DoctorLive live) {
        title("Accounts");
        ArrayNode list = report.putArray("accounts");
        for (Reach reach : live.accounts()) {
            list.addObject()
                    .put("id", reach.id())
                    .put("name", reach.name())
                    .put("principal", reach.principal())
                    .put("problem", reach.problem());
            String who = reach.id() + (reach.name().isEmpty() ? "" : "  " + reach.name());
            note(reach.problem().isEmpty(), who + "  as " + reach.principal(), reach.problem());
        }
    }

    private void asked(DoctorLive live, DoctorPermissions permissions, List<NistFunction> verbs) {
        try {
            Map<String, Ruling> rulings = live.simulate(permissions.needed(verbs));
            permissions(
                    permissions,
                    verbs,
                    action -> rulings.getOrDefault(action, new Ruling(Grants.Answer.ALLOWED, "")),
                    "Permissions of the caller, as IAM simulates them");
        } catch (AwsFailure failure) {
            title("Permissions");
            report.put("permissionsProblem", failure.explain());
            note(false, "IAM could not be asked what the caller may do", failure.explain());
            line("", "Hold a policy against what is needed: holdfast doctor --policy FILE");
            line("", "Or see what `holdfast identify` cannot read; it says so for each table");
        }
    }

    private void permissions(
            DoctorPermissions permissions, List<NistFunction> verbs, Function<String, Ruling> ruling, String heading) {
        title(heading);
        List<Gap> gaps = verbs.stream().map(v -> permissions.gap(v, ruling)).toList();
        for (Gap gap : gaps) {
            String word = gap.verb().word();
            int missing = gap.refused().size();
            note(
                    missing == 0,
                    word + ": " + (gap.needed() - missing) + " of " + gap.needed() + " actions are allowed",
                    missing == 0 ? "" : "holdfast permissions " + word + " prints the policy that is needed");
            gap.refused().forEach((action, why) -> line("", "  " + action + "  " + why));
            gap.limited().forEach((action, why) -> line("", "  " + action + "  " + why));
        }
        if (gaps.stream().anyMatch(gap -> gap.refused().containsKey("sts:AssumeRole"))) {
            line("", "Without sts:AssumeRole no account but the caller's own can be read, whatever is allowed there.");
        }
        boolean collects = verbs.contains(NistFunction.IDENTIFY) || verbs.contains(NistFunction.PROTECT);
        Blindness blind = collects ? permissions.blindness(ruling) : new Blindness(Map.of(), Map.of());
        report.set("permissions", permissions.json(gaps, blind));
        if (!blind.tables().isEmpty()) {
            title("Tables that would not be read");
            blind.tables()
                    .forEach((table, columns) ->
                            line("", "  " + table + (columns.contains("*") ? "" : ": " + String.join(", ", columns))));
        }
        if (!blind.checks().isEmpty()) {
            title(blind.checks().size() + " of " + permissions.checks() + " checks would be unknown");
            blind.checks().forEach((check, calls) -> line("", "  " + check + "  needs " + String.join(", ", calls)));
        }
    }

    private void title(String text) {
        lines.add(lines.isEmpty() ? text : "\n" + text);
    }

    private void line(String state, String text) {
        lines.add(String.format(Locale.ROOT, "  %-7s %s", state, text));
    }

    /** A line that is well, or one that wants attention and says why. */
    private void note(boolean well, String text, String otherwise) {
        line(well ? "ok" : "look", well || otherwise.isEmpty() ? text : text + ": " + otherwise);
        if (!well) {
            code = Exit.worse(code, Exit.PARTIAL);
        }
    }
}
