package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.aws.SnapshotBlocks;
import dev.holdfast.change.SnapshotHash;
import dev.holdfast.evidence.EvidenceStore;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.RunRecord;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Evidence;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import dev.holdfast.report.data.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hashes the snapshots that a run took of disks, block by block. */
@Command(
        name = "snapshot",
        description = {
            "Read the snapshots that a run took of disks by the EBS direct APIs, hash every block, hold it against the"
                    + " checksum that AWS gives, and keep the hashes and one over all with the run's evidence.",
            "",
            "Later the same verb says whether a snapshot is still what it was. It reads the whole disk: half a MiB a block, at"
                    + " the price of GetSnapshotBlock. The role needs ebs:ListSnapshotBlocks, ebs:GetSnapshotBlock and"
                    + " ec2:DescribeSnapshots. Ends with 4 when a block is not what AWS says, or a disk is not what it was."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast evidence snapshot RUN",
            "  holdfast evidence snapshot RUN --snapshot snap-0123456789abcdef0"
        })
final class EvidenceSnapshotVerb extends Verb {
    @Parameters(paramLabel = "RUN", description = "The run whose evidence it is.")
    String run = "";

    @Option(
            names = "--snapshot",
            split = ",",
            paramLabel = "ID",
            description = "These snapshots (default: those that the run tagged as evidence).")
    List<String> snapshots = new ArrayList<>();

    @Option(
            names = "--most-blocks",
            paramLabel = "N",
            description = "Refuse a disk with more blocks (default: ${DEFAULT-VALUE}, 100 GiB).")
    int most = SnapshotHash.USUAL;

    @Mixin
    Connection connection = new Connection();

    @Override
    public Integer call() {
        RunRecord record;
        try (Ledger ledger = home().ledger()) {
            record = ledger.run(run)
                    .orElseThrow(() -> Stop.usage("there is no run `" + run + "`", "See `holdfast evidence list`"));
        }
        JsonNode target = record.plan().path("targets").path(0);
        Scope scope = new Scope(
                new AccountId(target.path("account").asText()),
                new Region(target.path("region").asText()));
        EvidenceStore store = EvidenceStore.open(home().sub("evidence"));
        boolean sound = true;
        try (AwsSession session = connection.reading(config(), here())) {
            for (String snapshot : snapshots.isEmpty() ? tagged(session, scope, target) : snapshots) {
                ObjectNode taken = hashed(session, scope, snapshot);
                boolean same = compared(store, snapshot, taken);
                sound &= taken.path("wrong").isEmpty() && same;
                String name = SnapshotHash.says(taken);
                store.keep(
                        run,
                        SnapshotHash.KIND,
                        name,
                        session.principal(),
                        SnapshotHash.source(scope, snapshot),
                        here().clock().instant(),
                        Json.pretty(taken).getBytes(StandardCharsets.UTF_8));
                if (json()) {
                    taken.remove("blocks");
                    screen().line(Json.line(taken));
                } else {
                    screen().line(name);
                    taken.path("wrong").forEach(w -> screen().line("  block " + w.asLong() + " is not what AWS says"));
                    screen().line("  " + taken.path("compared").asText());
                }
            }
        }
        return sound ? Exit.FINE : Exit.FAILED;
    }

    private List<String> tagged(AwsSession session, Scope scope, JsonNode target) {
        String token = target.path("parameters").path("RunToken").asText("");
        ObjectNode request = JSON.createObjectNode();
        request.putArray("OwnerIds").add("self");
        request.putArray("Filters")
                .addObject()
                .put("Name", "tag:holdfast-evidence")
                .putArray("Values")
                .add(token);
        List<String> out = new ArrayList<>();
        if (!token.isEmpty()) {
            session.reader()
                    .pages(
                            scope,
                            "ec2",
                            "DescribeSnapshots",
                            request,
                            page -> page.path("Snapshots")
                                    .forEach(s -> out.add(s.path("SnapshotId").asText())));
        }
        if (out.isEmpty()) {
            throw Stop.usage("run `" + run + "` has tagged no snapshot as evidence", "Name some: --snapshot ID");
        }
        return out;
    }

    private ObjectNode hashed(AwsSession session, Scope scope, String snapshot) {
        try {
            return new SnapshotHash(session.reader(), new SnapshotBlocks(session))
                    .of(scope, snapshot, most, (done, total, what) -> screen().progress(done, total, what));
        } catch (IllegalArgumentException e) {
            throw new Stop(Exit.FAILED, String.valueOf(e.getMessage()), "Add --most-blocks N");
        }
    }

    private static JsonNode read(byte[] content) {
        try {
            return JSON.readTree(content);
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, "the hashes that were kept cannot be read: " + e.getMessage(), "");
        }
    }

    /** Whether the disk is what it was when it was hashed first; true the first time. */
    private boolean compared(EvidenceStore store, String snapshot, ObjectNode taken) {
        for (Evidence before : store.list(run)) {
            if (before.kind().equals(SnapshotHash.KIND) && before.source().endsWith(" " + snapshot)) {
                JsonNode old = read(store.content(before.sha256()));
                boolean same = old.path("root").equals(taken.path("root"));
                taken.put("compared", (same ? "the same as at " : "NOT the same as at ") + before.takenAt());
                return same;
            }
        }
        taken.put("compared", "hashed for the first time");
        return true;
    }
}
