package dev.holdfast.emulator.verbs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.DrillHistory;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.SandboxAccount;
import dev.holdfast.cli.Stop;
import dev.holdfast.cli.Verb;
import dev.holdfast.emulator.Emulator;
import dev.holdfast.emulator.EmulatorOptions;
import dev.holdfast.emulator.EmulatorState;
import dev.holdfast.emulator.drill.Drill;
import dev.holdfast.emulator.drill.Ground;
import dev.holdfast.emulator.drill.Rehearsal;
import dev.holdfast.emulator.drill.Score;
import dev.holdfast.emulator.moto.EmulatorFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Practises runbooks on an emulated organization. */
@Command(
        name = "drill",
        description = {
            "Practise a runbook: an attack by real calls, its logs, the runbook, the undo, and a score.",
            "",
            "It is played on an emulated organization: the one the environment leads to when Holdfast started it, else"
                    + " one of its own. Times say nothing about Amazon's.",
            "",
            "With --sandbox it is played in an account of AWS that holdfast.yaml names as a sandbox: first all calls are"
                    + " shown, and only with --confirm, the account typed again, they are made."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast respond drill compromised-iam-credentials",
            "  holdfast respond drill all --json"
        })
public final class RespondDrillVerb extends Verb {
    @Parameters(paramLabel = "SCENARIO", description = "A scenario, several, or all.", arity = "1..*")
    List<String> scenarios = new ArrayList<>();

    @Mixin
    SandboxDrill sandbox = new SandboxDrill();

    @Override
    public Integer call() {
        EmulatorOptions options =
                EmulatorOptions.of(content(), here().variable("PATH").orElse(""));
        Map<String, Rehearsal> known = Ground.rehearsals(content(), options);
        List<Rehearsal> chosen = chosen(known);
        List<String> missing = planGaps();
        Optional<SandboxAccount> real =
                sandbox.wanted() ? Optional.of(sandbox.checked(this, chosen)) : Optional.empty();
        if (real.isPresent()) {
            sandbox.show(this, chosen);
            if (!sandbox.confirmed()) {
                return Exit.FINE;
            }
        }
        Path home = Typist.drillHome(home(), here());
        List<Score> scores = new ArrayList<>();
        List<String> always = real.map(SandboxDrill::words).orElse(List.of());
        try (Ground ground = real.isPresent()
                ? sandbox.ground(this, real.get(), chosen)
                : ground(home, options).named(options)) {
            for (Rehearsal rehearsal : chosen) {
                // A home for each: findings of two drills would else become one case.
                Path played = home.resolve(rehearsal.scenario());
                Typist typist = new Typist(here(), played, content(), ground.environment());
                Drill drill = new Drill(
                        ground,
                        words -> typist.jsonAnyway(Stream.concat(Arrays.stream(words), always.stream())
                                        .toArray(String[]::new))
                                .lines(),
                        here().clock());
                screen().progress(scores.size(), chosen.size(), rehearsal.title());
                Score score = drill.play(rehearsal, mark());
                missing.forEach(score::wrong);
                DrillHistory.keep(
                        home(),
                        played,
                        "runbooks/" + score.scenario(),
                        score.run(),
                        score.passed(),
                        score.containedSeconds(),
                        here());
                scores.add(score);
                if (!json()) {
                    show(score);
                }
            }
        } catch (EmulatorFailure e) {
            throw new Stop(Exit.FAILED, String.valueOf(e.getMessage()), "");
        }
        if (json()) {
            ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
            ArrayNode list = top.putArray("drills");
            scores.forEach(s -> list.add(s.json()));
            screen().line(top.toPrettyString());
        }
        return scores.stream().allMatch(Score::passed) ? Exit.FINE : Exit.FAILED;
    }

    private List<Rehearsal> chosen(Map<String, Rehearsal> known) {
        if (scenarios.contains("all")) {
            return List.copyOf(known.values());
        }
        List<Rehearsal> out = new ArrayList<>();
        for (String name : scenarios) {
            Rehearsal rehearsal = known.get(name);
            if (rehearsal == null) {
                throw Stop.usage(
                        "there is no drill of `" + name + "`", "Known: all, " + String.join(", ", known.keySet()));
            }
            out.add(rehearsal);
        }
        return out;
    }

    private Ground ground(Path home, EmulatorOptions options) {
        Optional<String> leads = here().variable("AWS_ENDPOINT_URL");
        if (leads.isEmpty()) {
            return Ground.own(home, home().sub("emulator"), options, (d, t, what) -> screen().progress(d, t, what));
        }
        EmulatorState state = Emulator.find(home().folder())
                .filter(s -> s.endpoint().equals(leads.get()))
                .orElseThrow(() -> new Stop(
                        Exit.FAILED,
                        "the environment leads to " + leads.get() + ", which Holdfast did not start from this home",
                        "A drill attacks for real: unset AWS_ENDPOINT_URL, or start `holdfast emulator start`"));
        return Ground.running(state, options, new Ground.Ways(here().clock(), here().random()));
    }

    /** Letters and digits that no other drill has. */
    private String mark() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            out.append("abcdefghijkmnpqrstuvwxyz23456789".charAt(here().random().nextInt(32)));
        }
        return out.toString();
    }

    private void show(Score score) {
        ObjectNode json = score.json();
        screen().line(String.format(
                Locale.ROOT,
                "%-8s %-30s %s",
                json.path("outcome").asText(),
                score.scenario(),
                json.path("metrics").path("mttcSeconds").isNumber()
                        ? "contained after "
                                + json.path("metrics").path("mttcSeconds").asLong() + " s, "
                                + json.path("metrics")
                                        .path("decisionsToContained")
                                        .asLong() + " decisions"
                        : "nothing to contain"));
        json.path("wrong").forEach(w -> screen().line("         " + w.asText()));
        json.path("residue").forEach(r -> screen().line("         left behind: " + r.asText()));
    }
}
