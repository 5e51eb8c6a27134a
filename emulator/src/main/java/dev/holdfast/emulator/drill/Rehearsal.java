package dev.holdfast.emulator.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.emulator.organization.Script;
import java.util.List;
import java.util.Map;

/**
 * How one runbook is practised. In texts, {@code ${name}} is what an earlier step kept.
 *
 * @param scenario the runbook's id below {@code runbooks}
 * @param title one sentence
 * @param account name of the account that is attacked
 * @param prepare makes what is attacked
 * @param attack the attacker's calls
 * @param detections ids of the rules that must find it
 * @param told who says so where no rule of ours finds it, such as a GuardDuty finding; empty when a rule does
 * @param parameters those the runbook is started with
 * @param refused calls of the attacker that must fail once it is contained
 * @param watched reads what the runbook changes; after the undo it must be as it was before
 * @param apart members left out when that is compared, because AWS makes them anew
 * @param gone reads what must be gone after eradication, each with the code that says so
 * @param clear takes away what the rehearsal and its attacker made
 * @param sandbox whether {@code clear} takes away all of it by itself, so that it may be played in a sandbox account
 */
public record Rehearsal(
        String scenario,
        String title,
        String account,
        Script prepare,
        Script attack,
        List<String> detections,
        String told,
        Map<String, JsonNode> parameters,
        Script refused,
        Script watched,
        List<String> apart,
        Script gone,
        Script clear,
        boolean sandbox) {
    public Rehearsal {
        detections = List.copyOf(detections);
        parameters = Map.copyOf(parameters);
        apart = List.copyOf(apart);
    }
}
