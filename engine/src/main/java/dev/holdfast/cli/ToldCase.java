package dev.holdfast.cli;

import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.Case;
import dev.holdfast.model.Severity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** A case that no rule of ours opened: a person or another service told what happened. */
final class ToldCase {
    private static final int SCORE = 70;

    private ToldCase() {}

    /** Opens it and gives its id. */
    static String open(Ledger ledger, String told, String account, String runbook, Surroundings here) {
        Instant now = here.clock().instant();
        String key = "told:" + told;
        Case facts = new Case(
                id(key + account + now),
                key,
                told,
                Severity.HIGH,
                SCORE,
                account,
                "",
                "",
                List.of(),
                now,
                now,
                Case.State.NEW,
                runbook);
        ledger.cases().keep(facts, now);
        return facts.id();
    }

    private static String id(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "case-" + HexFormat.of().formatHex(digest).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
