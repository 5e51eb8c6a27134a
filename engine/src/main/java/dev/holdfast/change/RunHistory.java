package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.aws.write.AwsWriter;
import dev.holdfast.evidence.EvidenceStore;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.OperationCatalog;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Scope;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.function.Consumer;

/** How runs stand, from the ledger alone: nothing can be called through it. */
public final class RunHistory {
    private final ChangeEngine engine;

    /**
     * @param catalog to read the documents that runs kept
     * @param ledger where runs are kept
     * @param evidence where evidence is kept
     * @param clock the time
     */
    public RunHistory(OperationCatalog catalog, Ledger ledger, EvidenceStore evidence, InstantSource clock) {
        AwsWriter noWriter = (scope, service, operation, input) -> {
            throw new IllegalStateException("a report writes nothing");
        };
        this.engine = new ChangeEngine(
                catalog, new NoReader(), noWriter, ledger, evidence, clock, pause -> {}, Progress.SILENT);
    }

    /** How a run stands. */
    public RunReport report(String run) {
        return engine.report(run);
    }

    private static final class NoReader implements AwsReader {
        private static IllegalStateException refused() {
            return new IllegalStateException("a report reads the ledger only");
        }

        @Override
        public JsonNode read(Scope scope, String service, String operation, JsonNode input) {
            throw refused();
        }

        @Override
        public void pages(Scope scope, String service, String operation, JsonNode input, Consumer<JsonNode> each) {
            throw refused();
        }

        @Override
        public InputStream object(Scope scope, String bucket, String key) {
            throw refused();
        }

        @Override
        public String principal(Scope scope) {
            throw refused();
        }
    }
}
