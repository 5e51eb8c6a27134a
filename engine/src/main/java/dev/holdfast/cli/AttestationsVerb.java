package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.evidence.Attestations;
import dev.holdfast.model.Attestation;
import dev.holdfast.report.data.Json;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/** Lists who vouched for what. */
@Command(
        name = "attestations",
        description =
                "Who vouched for what, newest first: in force, expired, replaced by a later one, or not to be trusted.",
        footer = {"", "Example:", "  holdfast protect attestations --json"})
final class AttestationsVerb extends Verb {
    @Override
    public Integer call() {
        LocalDate today = here().clock().instant().atZone(ZoneOffset.UTC).toLocalDate();
        List<Attestation> all =
                Attestations.in(home().folder().resolve("evidence")).reversed();
        Set<String> seen = new HashSet<>();
        TreeMap<Integer, String> states = new TreeMap<>();
        for (int i = 0; i < all.size(); i++) {
            states.put(i, state(all.get(i), !seen.add(all.get(i).subject()), today));
        }
        if (json()) {
            ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
            ArrayNode list = top.putArray("attestations");
            states.forEach((i, state) -> list.add(json(all.get(i), state)));
            screen().line(Json.pretty(top));
        } else if (all.isEmpty()) {
            screen().line("Nobody has vouched for anything yet: holdfast protect attest --help");
        } else {
            states.forEach((i, state) -> lines(all.get(i), state));
        }
        return Exit.FINE;
    }

    private static String state(Attestation one, boolean replaced, LocalDate today) {
        if (!one.problem().isEmpty()) {
            return "not-trusted";
        } else if (replaced) {
            return "replaced";
        }
        return today.isAfter(one.until()) ? "expired" : "in-force";
    }

    static ObjectNode json(Attestation one, String state) {
        return JSON.createObjectNode()
                .put("subject", one.subject())
                .put("state", state)
                .put("by", one.by())
                .put("at", one.at().toString())
                .put("until", one.until().toString())
                .put("statement", one.statement())
                .put("evidence", one.evidence())
                .put("problem", one.problem());
    }

    private void lines(Attestation one, String state) {
        var style = screen().style();
        String when = "signed " + one.at().atZone(ZoneOffset.UTC).toLocalDate() + " by " + one.by();
        screen().line(style.bold(style.safe(one.subject())) + "  " + state.replace('-', ' ') + ", until " + one.until()
                + "  " + style.dim(style.safe(when)));
        screen().line("  " + style.safe(one.problem().isEmpty() ? one.statement() : one.problem()));
        if (!one.evidence().isEmpty()) {
            screen().line(style.dim("  evidence " + one.evidence()));
        }
    }
}
