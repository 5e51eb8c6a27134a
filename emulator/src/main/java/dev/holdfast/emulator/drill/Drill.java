package dev.holdfast.emulator.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.emulator.moto.EmulatorFailure;
import dev.holdfast.emulator.organization.Player;
import dev.holdfast.emulator.organization.Script;
import dev.holdfast.model.Progress;
import dev.holdfast.runbook.StateForm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One drill: prepares, attacks, detects, answers by the runbook, undoes, compares, clears. */
public final class Drill {
    private static final String LEAD = "drill-lead";
    private static final String SECOND = "drill-second";
    private static final int MOST_APPROVALS = 8;
    private static final Duration AGAIN = Duration.ofSeconds(20);

    private final Ground ground;
    private final Verbs verbs;
    private final InstantSource clock;

    /**
     * @param ground where it is played
     * @param verbs Holdfast's own verbs
     * @param clock the time
     */
    public Drill(Ground ground, Verbs verbs, InstantSource clock) {
        this.ground = ground;
        this.verbs = verbs;
        this.clock = clock;
    }

    /**
     * Plays one rehearsal and scores it.
     *
     * @param mark tells the things of this drill apart from those of others: letters and digits
     */
    public Score play(Rehearsal rehearsal, String mark) {
        Player player = ground.player();
        player.keep("drill", TextNode.valueOf(mark));
        Score score = new Score(rehearsal.scenario(), ground.terms().environment());
        try {
            player.play(List.of(rehearsal.prepare()), Progress.SILENT);
            pause(ground.terms().settle());
            attackAndAnswer(rehearsal, score);
        } catch (RuntimeException e) {
            score.wrong("the drill broke off: " + e.getMessage());
        } finally {
            clear(rehearsal, score);
        }
        return score;
    }

    private void attackAndAnswer(Rehearsal rehearsal, Score score) {
        Player player = ground.player();
        Instant attacked = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        player.play(List.of(rehearsal.attack()), Progress.SILENT);
        Watched before = new Watched(rehearsal.watched(), player.look(rehearsal.watched()));
        ground.flush();
        score.arrived(attacked, clock.instant());
        String account = player.filled(text("${" + rehearsal.account() + "}")).asText();
        boolean seen =
                !rehearsal.detections().isEmpty() && !ground.terms().trail().isEmpty();
        if (!rehearsal.detections().isEmpty() && !seen) {
            score.note("whether the rules find it was not tried: nobody said where the logs lie");
        }
        @Nullable String caseId = seen ? detect(rehearsal, account, attacked, score) : null;
        JsonNode run = answer(rehearsal, account, caseId, score);
        String id = run.path("run").asText();
        score.answered(run);
        contained(rehearsal, score);
        if (caseId != null) {
            asked(id, score);
        }
        JsonNode proof = verbs.type("evidence", "verify", id).get(0);
        score.proven(proof.path("runs").path(0));
        JsonNode undone = verbs.type("respond", "undo", id, "--by", LEAD).get(0);
        score.undone(undone);
        Watched after = new Watched(rehearsal.watched(), player.look(rehearsal.watched()));
        after.differences(before, rehearsal.apart()).forEach(score::residue);
    }

    /** Where the runbook asked the kept events, at least one answer must know what was done. */
    private void asked(String run, Score score) {
        List<String> answers = new ArrayList<>();
        for (JsonNode one : verbs.type("evidence", "list", run).get(0).path("evidence")) {
            if (one.path("kind").asText().equals("lake-answer")) {
                answers.add(one.path("name").asText());
            }
        }
        if (!answers.isEmpty() && answers.stream().noneMatch(a -> a.contains(", first "))) {
            score.wrong("the kept events know of nothing that was done: " + answers);
        }
    }

    /** Runs the rules over the delivered logs; gives the case that they made. */
    private @Nullable String detect(Rehearsal rehearsal, String account, Instant since, Score score) {
        String logging = ground.player().filled(text(ground.terms().logs())).asText();
        String trail = ground.terms().trail();
        Instant deadline = clock.instant().plus(ground.terms().patience());
        Set<String> found = found(trail, logging, since);
        while (!found.containsAll(rehearsal.detections()) && clock.instant().isBefore(deadline)) {
            pause(AGAIN);
            found = found(trail, logging, since);
        }
        for (String rule : rehearsal.detections()) {
            if (!found.contains(rule)) {
                score.wrong("the rule " + rule + " did not find the attack");
            }
        }
        score.detected(found.size(), clock.instant());
        for (JsonNode one : verbs.type("triage", "list").get(0).path("cases")) {
            if (one.path("account").asText().equals(account)
                    && one.path("state").asText().equalsIgnoreCase("new")) {
                return one.path("id").asText();
            }
        }
        score.wrong("the findings made no case");
        return null;
    }

    private Set<String> found(String trail, String logging, Instant since) {
        // The runbook asks the kept events what the attacker did.
        verbs.type("detect", "keep", "--source", trail, "--account", logging);
        Set<String> found = new TreeSet<>();
        verbs.type("detect", "run", "--source", trail, "--account", logging, "--since", since.toString())
                .forEach(line -> found.add(line.path("rule").asText()));
        return found;
    }

    /** Starts the runbook and gives every approval it asks for, as often by another person as it needs. */
    private JsonNode answer(Rehearsal rehearsal, String account, @Nullable String caseId, Score score) {
        List<String> words =
                new ArrayList<>(List.of("respond", "start", rehearsal.scenario(), "--account", account, "--by", LEAD));
        if (caseId != null) {
            words.addAll(List.of("--case", caseId));
        } else {
            words.addAll(List.of("--told", rehearsal.told().isEmpty() ? rehearsal.title() : rehearsal.told()));
        }
        for (Map.Entry<String, JsonNode> parameter : rehearsal.parameters().entrySet()) {
            JsonNode value = ground.player().filled(parameter.getValue());
            words.add("--param");
            words.add(parameter.getKey() + "=" + (value.isValueNode() ? value.asText() : value.toString()));
        }
        score.decision();
        JsonNode run = verbs.type(words.toArray(String[]::new)).get(0);
        String id = run.path("run").asText();
        String asked = "";
        for (int i = 0; i < MOST_APPROVALS && waits(run); i++) {
            String step = run.path("targets").path(0).path("step").asText();
            // Who approved once does not count twice for the same step.
            String person = step.equals(asked) ? SECOND : LEAD;
            asked = step;
            score.decision();
            run = verbs.type("respond", "approve", id, "--by", person).get(0);
            score.contained(run);
        }
        return run;
    }

    private static boolean waits(JsonNode run) {
        return run.path("state").asText().equals("WAITING_FOR_APPROVAL");
    }

    private void contained(Rehearsal rehearsal, Score score) {
        Player player = ground.player();
        try {
            player.play(List.of(rehearsal.refused()), Progress.SILENT);
        } catch (Player.NotRefused | EmulatorFailure e) {
            score.wrong("the attacker still gets through: " + e.getMessage());
        }
        List<JsonNode> answers = player.look(rehearsal.gone());
        for (int i = 0; i < answers.size(); i++) {
            String code = rehearsal.gone().steps().get(i).expect();
            boolean gone = code.isEmpty()
                    ? StateForm.of(answers.get(i), Set.of()).isNull()
                    : answers.get(i).asText().equals(code);
            if (!gone) {
                score.wrong(rehearsal.gone().steps().get(i).operation() + " still finds what was to be removed");
            }
        }
    }

    private void clear(Rehearsal rehearsal, Score score) {
        Instant deadline = clock.instant().plus(ground.terms().patience());
        Map<Script.Step, String> left = ground.player().clear(rehearsal.clear());
        while (!left.isEmpty() && clock.instant().isBefore(deadline)) {
            // What is still going away holds on to what it stands on.
            pause(AGAIN);
            left = ground.player()
                    .clear(new Script(
                            rehearsal.clear().file(), rehearsal.clear().from(), List.copyOf(left.keySet())));
        }
        left.values().forEach(why -> score.residue("it could not be cleared: " + why));
    }

    private static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }
}
