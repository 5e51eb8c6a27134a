package dev.holdfast.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookReader;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.JournalEntry.Kind;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InterpreterTest {
    private static final Scope SCOPE = new Scope(new AccountId("111122223333"), new Region("eu-west-1"));
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final Runbook runbook = runbook();
    private final List<JournalEntry> journal = new ArrayList<>();

    private static Runbook runbook() {
        List<ContentError> errors = new ArrayList<>();
        ContentFolder content = new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content")));
        return Objects.requireNonNull(
                new RunbookReader(new SdkCatalog()).all(content, errors).get("runbooks/compromised-iam-credentials"),
                errors::toString);
    }

    private Interpreter interpreter() {
        ObjectNode given = JsonNodeFactory.instance.objectNode();
        given.put("UserName", "ci-deploy").put("AccessKeyId", "AKIAIOSFODNN7EXAMPLE");
        given.put("SessionsBefore", "2026-11-23T12:00:00Z");
        return new Interpreter(runbook, Parameters.check(runbook, given), SCOPE, "run", "1");
    }

    private void add(Kind kind, String step, String body) {
        try {
            journal.add(new JournalEntry(
                    "run",
                    journal.size() + 1L,
                    NOON,
                    kind,
                    step,
                    new ObjectMapper().readTree(body.replace('\'', '"'))));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Walks the document with random outcomes; a fresh interpreter must say the same after each line. */
    @Test
    void theSameJournalGivesTheSameNextThing() {
        Random random = new Random(3);
        for (int round = 0; round < 60; round++) {
            journal.clear();
            add(Kind.STARTED, "", "{}");
            for (int i = 0; i < 60; i++) {
                Next next = interpreter().next(journal);
                assertThat(interpreter().next(List.copyOf(journal))).isEqualTo(next);
                if (next instanceof Next.Finished || next instanceof Next.Aborted) {
                    break;
                }
                answer(next, random);
            }
            assertThat(interpreter().next(journal)).isInstanceOfAny(Next.Finished.class, Next.Aborted.class);
        }
    }

    private void answer(Next next, Random random) {
        String step = "1/" + next.key();
        boolean fails = random.nextInt(20) == 0;
        switch (next) {
            case Next.Read read -> {
                if (fails) {
                    add(Kind.FAILED, step, "{'why':'denied'}");
                } else {
                    add(Kind.READ, step, "{'outputs':{'Arn':'arn','Names':['p','q']}}");
                }
            }
            case Next.Poll poll -> add(Kind.READ, step, "{}");
            case Next.Question question -> add(Kind.READ, step, "{}");
            case Next.Approval approval -> add(Kind.APPROVED, step, "{}");
            case Next.Write write -> {
                Line line = interpreter().intent(write, journal, JsonNodeFactory.instance.textNode("Active"), null);
                add(line.kind(), step, line.body().toString());
                if (random.nextBoolean()) {
                    add(fails ? Kind.FAILED : Kind.DONE, step, fails ? "{'called':true,'why':'no'}" : "{'outputs':{}}");
                }
            }
            case Next.Verify verify -> add(Kind.MOVED, step, "{}");
            case Next.Wait wait -> add(Kind.MOVED, step, "{}");
            case Next.Resolve resolve -> {
                Line line = Objects.requireNonNull(
                        interpreter().resolved(resolve, random.nextBoolean() ? resolve.before() : resolve.wanted()));
                add(line.kind(), step, line.body().toString());
            }
            default -> throw new AssertionError(next);
        }
    }

    @Test
    void anAbortedStepStaysAbortedUntilAPersonDecides() {
        add(Kind.STARTED, "", "{}");
        add(Kind.FAILED, "1/who_readUser", "{'why':'denied'}");
        assertThat(interpreter().next(journal)).isInstanceOf(Next.Aborted.class);
        add(Kind.DECIDED, "1/who_readUser", "{'decision':'redo'}");
        assertThat(interpreter().next(journal))
                .isInstanceOfSatisfying(
                        Next.Read.class, r -> assertThat(r.key()).isEqualTo("who_readUser"));
    }

    @Test
    void aJournalOfAnotherDocumentIsRefused() {
        add(Kind.STARTED, "", "{}");
        add(Kind.READ, "1/somethingElse", "{}");
        assertThatThrownBy(() -> interpreter().next(journal)).hasMessageContaining("1/somethingElse");
    }
}
