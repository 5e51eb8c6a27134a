package dev.holdfast.emulator.verbs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.SandboxAccount;
import dev.holdfast.cli.Stop;
import dev.holdfast.cli.Verb;
import dev.holdfast.emulator.drill.Ground;
import dev.holdfast.emulator.drill.Rehearsal;
import dev.holdfast.emulator.organization.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A drill in an account of AWS itself: what must hold before it, and what is shown of it. */
final class SandboxDrill {
    private static final Duration SETTLES = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    @Option(
            names = "--sandbox",
            paramLabel = "ACCOUNT",
            description =
                    "Play in this account, which `organization.sandboxes` names. Without --confirm all calls are shown"
                            + " and none is made.")
    @Nullable
    String account;

    @Option(names = "--confirm", paramLabel = "ACCOUNT", description = "The account again: it is attacked for real.")
    @Nullable
    String confirmed;

    @Option(
            names = "--sandbox-role",
            paramLabel = "NAME",
            description = "Role in the account that may make, attack and clear away (default: ${DEFAULT-VALUE}).")
    String role = "OrganizationAccountAccessRole";

    @Option(
            names = "--trail",
            paramLabel = "URL",
            description =
                    "Where CloudTrail delivers the account's events (s3://BUCKET/AWSLogs/), so that rules are tried too.")
    String trail = "";

    @Option(
            names = "--trail-account",
            paramLabel = "ID",
            description = "Account of that bucket (default: the sandbox).")
    String trailAccount = "";

    boolean wanted() {
        return account != null || confirmed != null;
    }

    /**
     * Holds the wish against the configuration and the rehearsals; calls nothing.
     *
     * @throws Stop when the account is no sandbox, or a rehearsal does not clear away all that it makes
     */
    SandboxAccount checked(Verb verb, Collection<Rehearsal> chosen) {
        if (account == null) {
            throw Stop.usage("--confirm without --sandbox", "Name the account with both");
        }
        SandboxAccount out = new SandboxAccount(verb, account);
        if (confirmed != null && !confirmed.equals(account)) {
            throw Stop.usage(
                    "--confirm names another account than --sandbox; nothing was called", "Type the same twice");
        }
        for (Rehearsal rehearsal : chosen) {
            if (!rehearsal.sandbox()) {
                throw Stop.usage(
                        "the drill of `" + rehearsal.scenario()
                                + "` leaves things behind, or costs more than cents; it is"
                                + " played on the emulator only",
                        "Rehearsals with `sandbox: true` may be played in a sandbox");
            }
        }
        return out;
    }

    boolean confirmed() {
        return confirmed != null;
    }

    /** Every call that the drill itself would make; those of the runbook are told by `respond plan`. */
    void show(Verb verb, Collection<Rehearsal> chosen) {
        ObjectNode top = Verb.JSON.createObjectNode().put("schemaVersion", 1).put("sandbox", account);
        ArrayNode list = top.putArray("planned");
        for (Rehearsal rehearsal : chosen) {
            Map<String, Script> parts = new LinkedHashMap<>();
            parts.put("prepare", rehearsal.prepare());
            parts.put("attack", rehearsal.attack());
            parts.put("refused", rehearsal.refused());
            parts.put("clear", rehearsal.clear());
            parts.forEach((part, script) -> script.steps()
                    .forEach(step -> list.addObject()
                            .put("scenario", rehearsal.scenario())
                            .put("part", part)
                            .put("as", step.as().equals(rehearsal.account()) ? account + "/" + role : step.as())
                            .put("call", step.service() + ":" + step.operation())
                            .set("with", step.with())));
        }
        if (verb.json()) {
            if (!confirmed()) {
                verb.screen().line(top.toPrettyString());
            }
            return;
        }
        list.forEach(one -> verb.screen()
                .line(String.format(
                        "%-8s %-44s %-32s %s",
                        one.path("part").asText(),
                        one.path("as").asText(),
                        one.path("call").asText(),
                        one.path("with"))));
        if (!confirmed()) {
            verb.screen().line("");
            verb.screen().line("Nothing was called. `--confirm " + account + "` attacks the account for real.");
        }
    }

    /** Signs in and proves the account. */
    Ground ground(Verb verb, SandboxAccount sandbox, Collection<Rehearsal> rehearsals) {
        boolean real = sandbox.environment().equals("aws");
        if (!trail.isEmpty() && !trail.startsWith("s3://")) {
            throw new Stop(Exit.USAGE, "`" + trail + "` is no bucket", "Write s3://BUCKET/AWSLogs/");
        }
        Ground.Terms terms = new Ground.Terms(
                sandbox.environment(),
                trail,
                trailAccount.isEmpty() ? String.valueOf(account) : trailAccount,
                real ? SETTLES : Duration.ZERO,
                real ? PATIENCE : Duration.ZERO);
        return Ground.sandbox(
                sandbox.open(role),
                rehearsals,
                terms,
                new Ground.Ways(verb.here().clock(), verb.here().random()),
                () -> {});
    }

    /** What the verbs of the drill are typed with, besides what they do. */
    static List<String> words(SandboxAccount sandbox) {
        List<String> out = new ArrayList<>();
        Path file = sandbox.configuration();
        if (file != null) {
            out.addAll(List.of("--config", file.toString()));
        }
        return out;
    }
}
