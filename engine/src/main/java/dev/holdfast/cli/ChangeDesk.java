package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.aws.SingleFile;
import dev.holdfast.aws.SnapshotBlocks;
import dev.holdfast.change.Bounds;
import dev.holdfast.change.ChangeEngine;
import dev.holdfast.change.Lanes;
import dev.holdfast.change.Owners;
import dev.holdfast.change.Plan;
import dev.holdfast.change.Planner;
import dev.holdfast.change.Witnesses;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.PriceList;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookReader;
import dev.holdfast.evidence.EvidenceStore;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What every verb that plans or changes needs: sessions, ledger, evidence and the engine. Close it after use. */
final class ChangeDesk implements AutoCloseable {
    private final AwsSession reading;
    private final AwsSession writing;
    private final Ledger ledger;
    private final Map<String, Runbook> documents;
    private final ChangeEngine engine;
    private final Planner planner;
    private final Config config;
    private final PriceList prices;

    ChangeDesk(
            Connection connection,
            Config config,
            Home home,
            ContentFolder content,
            Surroundings here,
            String purpose,
            Progress progress) {
        this.config = config;
        this.prices = Library.whole(content, (folder, errors) -> List.of(PriceList.read(folder, errors)))
                .getFirst();
        SdkCatalog catalog = new SdkCatalog();
        this.documents = documents(content, catalog);
        JsonNode limits = config.document().path("limits");
        // Reading and writing share one file: AWS counts both.
        SingleFile organizations =
                new SingleFile(limits.path("organizations-rps").asDouble(1), here.nanos());
        this.reading = connection.reading(config, here, organizations);
        this.writing = connection.writing(config, here, purpose, organizations);
        this.ledger = home.ledger();
        Lanes lanes = new Lanes(
                limits.path("parallel-accounts").asInt(1),
                limits.path("parallel-regions").asInt(1));
        this.engine = ChangeEngine.over(
                        catalog,
                        reading,
                        writing,
                        ledger,
                        EvidenceStore.open(home.sub("evidence")),
                        here.clock(),
                        duration -> {
                            try {
                                Thread.sleep(duration);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        progress)
                .beside(lanes)
                .hearing(new Witnesses(new AskedEvents(home, content), new SnapshotBlocks(reading)));
        this.planner = new Planner(documents, reading.reader(), here.clock(), here.random());
    }

    static Map<String, Runbook> documents(ContentFolder content, SdkCatalog catalog) {
        java.util.List<dev.holdfast.model.ContentError> errors = new java.util.ArrayList<>();
        Map<String, Runbook> out = new RunbookReader(catalog).all(content, errors);
        if (!errors.isEmpty()) {
            throw new dev.holdfast.model.Problems(errors);
        }
        return out;
    }

    ChangeEngine engine() {
        return engine;
    }

    Planner planner() {
        return planner;
    }

    Ledger ledger() {
        return ledger;
    }

    Map<String, Runbook> documents() {
        return documents;
    }

    AwsSession reading() {
        return reading;
    }

    /** The session that carries out. */
    AwsSession writing() {
        return writing;
    }

    /** Under which circumstances plans are made here. */
    Planner.Terms terms(int approvals, boolean overrideOwner) {
        JsonNode limits = config.document().path("limits");
        Bounds bounds = new Bounds(
                limits.path("max-targets").asInt(Integer.MAX_VALUE),
                limits.path("max-failures").asInt(Plan.NO_LIMIT),
                List.of());
        List<Owners.Rule> owners = new ArrayList<>();
        config.document()
                .path("owned-elsewhere")
                .forEach(entry -> entry.path("tags")
                        .forEach(tag -> owners.add(
                                new Owners.Rule(tag.asText(), entry.path("by").asText()))));
        return new Planner.Terms(
                reading.principal(),
                configDigest(config),
                approvals,
                overrideOwner,
                prices,
                bounds,
                new Owners(owners, Owners.USUAL.known()));
    }

    private static String configDigest(Config config) {
        try {
            byte[] text =
                    config.file() == null ? "none".getBytes(StandardCharsets.UTF_8) : Files.readAllBytes(config.file());
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException | java.io.IOException e) {
            throw new Stop(Exit.FAILED, "the configuration cannot be read: " + e.getMessage(), "");
        }
    }

    @Override
    public void close() {
        ledger.close();
        reading.close();
        writing.close();
    }
}
