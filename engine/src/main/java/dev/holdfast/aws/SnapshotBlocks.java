package dev.holdfast.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The one door through which the contents of EBS snapshots are read, block by block, by the EBS direct APIs. Apart from
 * {@link AwsReader}, since it gives out what lies on a disk.
 */
public final class SnapshotBlocks implements BlockReader {
    private final Caller caller;

    /** @param session signs in; its role needs {@code ebs:ListSnapshotBlocks} and {@code ebs:GetSnapshotBlock} */
    public SnapshotBlocks(AwsSession session) {
        this.caller = session.caller();
    }

    @Override
    public Block read(Scope scope, String snapshot, long index, String token) {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("SnapshotId", snapshot)
                .put("BlockIndex", index)
                .put("BlockToken", token);
        Object answer = caller.repeat(scope, caller.operation("ebs", "GetSnapshotBlock"), request);
        try (InputStream in = (InputStream) answer) {
            byte[] data = in.readAllBytes();
            JsonNode told = answer instanceof ResponseInputStream<?> stream
                    ? SdkJson.fromSdk((SdkPojo) stream.response())
                    : JsonNodeFactory.instance.objectNode();
            return new Block(data, told.path("Checksum").asText(""));
        } catch (IOException e) {
            throw new AwsFailure(
                    AwsFailure.Kind.UNAVAILABLE,
                    "ebs:GetSnapshotBlock",
                    scope,
                    "",
                    0,
                    "block " + index + " broke off: " + e.getMessage());
        }
    }
}
