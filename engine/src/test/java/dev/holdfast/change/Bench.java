package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.aws.write.AwsWriter;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookReader;
import dev.holdfast.evidence.EvidenceStore;
import dev.holdfast.ledger.JournalWatch;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.LedgerPlace;
import dev.holdfast.ledger.SqliteFile;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Finding;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import dev.holdfast.model.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A change engine on a fake AWS with a clock that only waiting moves, and a crash at a chosen journal write. */
final class Bench implements AutoCloseable {
    static final SdkCatalog CATALOG = new SdkCatalog();
    static final Scope SCOPE = new Scope(new AccountId("111122223333"), new Region("eu-west-1"));
    static final Planner.Terms TERMS = new Planner.Terms("arn:aws:iam::111122223333:user/ana", "config", 1, false);

    /** What a crash looks like from inside. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    final FakeAws aws;
    private final AwsReader reader;
    private final AwsWriter writer;
    final Path home;
    private final LedgerPlace place;
    volatile Instant now = Instant.parse("2026-11-23T10:00:00Z");
    Ledger ledger;
    ChangeEngine engine;
    private Lanes lanes = Lanes.ONE;
    private Witnesses witnesses = Witnesses.NONE;
    /** Journal writes so far, before and after counted apart. */
    int moments;
    /** The moment at which the process dies; 0 for never. */
    int crashAt;

    Bench(Path home) {
        this(home, new SqliteFile(home.resolve("ledger")));
    }

    Bench(Path home, LedgerPlace place) {
        this(home, place, new FakeAws());
    }

    private Bench(Path home, LedgerPlace place, FakeAws aws) {
        this(home, place, aws, aws, aws);
    }

    /** On another AWS. */
    Bench(Path home, DrivenAws other) {
        this(home, new SqliteFile(home.resolve("ledger")), new FakeAws(), other, other);
        hearing(new Witnesses(Witnesses.NONE.events(), other));
    }

    /** From here on there is somebody to ask. */
    Bench hearing(Witnesses some) {
        witnesses = some;
        engine = openEngine();
        return this;
    }

    private Bench(Path home, LedgerPlace place, FakeAws aws, AwsReader reader, AwsWriter writer) {
        this.home = home;
        this.place = place;
        this.aws = aws;
        this.reader = reader;
        this.writer = writer;
        this.ledger = openLedger();
        this.engine = openEngine();
    }

    /** How it dies. */
    Runnable dies = () -> {
        throw new Crash();
    };

    private Ledger openLedger() {
        return Ledger.open(place, new JournalWatch() {
            @Override
            public void before(JournalEntry entry) {
                moment();
            }

            @Override
            public void after(JournalEntry entry) {
                moment();
            }
        });
    }

    private synchronized void moment() {
        moments++;
        if (moments == crashAt) {
            dies.run();
        }
    }

    private ChangeEngine openEngine() {
        return new ChangeEngine(
                        CATALOG,
                        reader,
                        writer,
                        ledger,
                        EvidenceStore.open(home.resolve("evidence")),
                        () -> now,
                        this::waits,
                        Progress.SILENT)
                .beside(lanes)
                .hearing(witnesses);
    }

    private synchronized void waits(Duration wait) {
        now = now.plus(wait);
    }

    /** From here on targets are carried out beside each other. */
    Bench beside(Lanes more) {
        lanes = more;
        engine = openEngine();
        return this;
    }

    /** What a new process finds. */
    void restart() {
        ledger.close();
        ledger = openLedger();
        engine = openEngine();
    }

    EvidenceStore evidence() {
        return EvidenceStore.open(home.resolve("evidence"));
    }

    /** A document from its text. */
    static Runbook document(String id, String text) {
        List<ContentError> errors = new ArrayList<>();
        return new RunbookReader(CATALOG)
                .read(id, text, errors)
                .orElseThrow(() -> new IllegalStateException(errors.toString()));
    }

    Planner planner() {
        return planner(Shipped.DOCUMENTS);
    }

    Planner planner(Map<String, Runbook> documents) {
        return new Planner(documents, reader, () -> now, new Random(7));
    }

    Plan fix(String document, String resource) {
        return planner().fixes(List.of(finding(document, resource)), TERMS);
    }

    Plan document(String kind, String document, String parameters) {
        JsonNode given = FakeAws.json(parameters);
        return planner()
                .documents(
                        kind,
                        List.of(new Wish(document, given, SCOPE, "resource")),
                        new Planner.Terms("ana", "config", 0, false));
    }

    static Finding finding(String fix, String resource) {
        return finding(fix, resource, SCOPE);
    }

    static Finding finding(String fix, String resource, Scope scope) {
        return new Finding(
                Finding.Kind.CHECK,
                "rule",
                "title",
                NistFunction.PROTECT,
                Severity.HIGH,
                Outcome.FAIL,
                resource,
                scope.account().value(),
                scope.region().value(),
                "reason",
                Map.of(),
                "",
                fix,
                null);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
