package dev.holdfast.change;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.aws.BlockReader;
import dev.holdfast.evidence.BlockTree;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Scope;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Hashes the disk of a snapshot by the EBS direct APIs, and holds every block against the checksum that AWS gives. */
public final class SnapshotHash {
    /** The kind of evidence that the hashes are. */
    public static final String KIND = "snapshot-blocks";

    /** The largest disk that is read unless somebody wants more: 100 GiB of half a MiB a block. */
    public static final int USUAL = 200_000;

    private final AwsReader lists;
    private final BlockReader disks;

    /**
     * @param lists lists blocks
     * @param disks reads them
     */
    public SnapshotHash(AwsReader lists, BlockReader disks) {
        this.lists = lists;
        this.disks = disks;
    }

    /**
     * Reads the whole disk.
     *
     * @param most refuses a disk with more blocks
     * @param progress told after each block
     * @return the hash of each block, of all ({@code root}), and the blocks that are not what AWS says ({@code wrong})
     * @throws AwsFailure when a block cannot be read
     * @throws IllegalArgumentException when there are more blocks than that
     */
    public ObjectNode of(Scope scope, String snapshot, int most, Progress progress) {
        Map<Long, String> tokens = new TreeMap<>();
        ObjectNode out =
                JsonNodeFactory.instance.objectNode().put("schemaVersion", 1).put("snapshot", snapshot);
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("SnapshotId", snapshot);
        lists.pages(scope, "ebs", "ListSnapshotBlocks", request, page -> {
            out.put("volumeSizeGiB", page.path("VolumeSize").asLong());
            out.put("blockSize", page.path("BlockSize").asLong());
            page.path("Blocks")
                    .forEach(b -> tokens.put(
                            b.path("BlockIndex").asLong(), b.path("BlockToken").asText()));
            if (tokens.size() > most) {
                throw new IllegalArgumentException(snapshot + " has more than " + most + " blocks");
            }
        });
        BlockTree tree = new BlockTree();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        ArrayNode wrong = JsonNodeFactory.instance.arrayNode();
        int done = 0;
        for (Map.Entry<Long, String> one : tokens.entrySet()) {
            byte[] hash = block(scope, snapshot, one, wrong);
            tree.add(one.getKey(), hash);
            list.addObject()
                    .put("index", one.getKey())
                    .put("sha256", HexFormat.of().formatHex(hash));
            progress.at(++done, tokens.size(), snapshot);
        }
        out.put("root", tree.root());
        out.set("wrong", wrong);
        out.set("blocks", list);
        return out;
    }

    /** The disk in one sentence. */
    public static String says(ObjectNode taken) {
        return "Blocks of " + taken.path("snapshot").asText() + ": "
                + taken.path("blocks").size() + " of " + taken.path("blockSize").asLong() + " bytes, all of them "
                + taken.path("root").asText();
    }

    /** Where a link of evidence says that its hashes come from. */
    public static String source(Scope scope, String snapshot) {
        return "ebs:GetSnapshotBlock " + scope.account() + " " + scope.region() + " " + snapshot;
    }

    /** A block that does not have the checksum AWS says is read once more, since a line may fail; then it is wrong. */
    private byte[] block(Scope scope, String snapshot, Map.Entry<Long, String> one, ArrayNode wrong) {
        byte[] hash = new byte[0];
        for (int attempt = 0; attempt < 2; attempt++) {
            BlockReader.Block block = disks.read(scope, snapshot, one.getKey(), one.getValue());
            hash = BlockTree.hash(block.data());
            if (block.checksum().isEmpty()) {
                throw new AwsFailure(
                        AwsFailure.Kind.EMPTY_ANSWER,
                        "ebs:GetSnapshotBlock",
                        scope,
                        "",
                        200,
                        "block " + one.getKey() + " came without a checksum");
            }
            if (Base64.getEncoder().encodeToString(hash).equals(block.checksum())) {
                return hash;
            }
        }
        wrong.add(one.getKey());
        return hash;
    }
}
