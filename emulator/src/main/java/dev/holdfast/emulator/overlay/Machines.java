package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.MemberReader;
import dev.holdfast.emulator.wire.Upstream;
import dev.holdfast.emulator.wire.WireAnswer;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What EC2 tells of snapshots, images and interfaces and moto does not: whose a snapshot is, which are public, the image
 * behind each instance, and which groups an interface has after a change. moto counts the snapshots of the images it ships among everybody's own.
 */
final class Machines {
    private static final String OF_IMAGE = "Auto-created snapshot for AMI ";

    private final Backstage backstage;
    private final Upstream upstream;
    private final MemberReader reader;
    private final AnswerWriter writer;

    Machines(Backstage backstage, Upstream upstream, MemberReader reader, AnswerWriter writer) {
        this.backstage = backstage;
        this.upstream = upstream;
        this.reader = reader;
        this.writer = writer;
    }

    WireAnswer snapshots(Call call, Identity identity) throws IOException {
        WireAnswer answer = upstream.send(call.request());
        JsonNode request = reader.request(call);
        boolean own = request.path("OwnerIds").toString().contains("self");
        boolean open = request.path("RestorableByUserIds").toString().contains("all");
        if (!answer.good() || !(own || open)) {
            return answer;
        }
        ObjectNode members = reader.answer(call, answer);
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        Set<String> images = new HashSet<>();
        ask(call, identity, "DescribeImages", Map.of("Owner.1", "self"))
                .path("Images")
                .forEach(image -> images.add(image.path("ImageId").asText()));
        for (JsonNode snapshot : members.path("Snapshots")) {
            String said = snapshot.path("Description").asText();
            boolean mine = !said.startsWith(OF_IMAGE) || images.contains(said.substring(OF_IMAGE.length()));
            // The snapshots behind the images that moto ships are nobody's; asking for each would take minutes.
            if (mine
                    && (!open
                            || isPublic(
                                    call, identity, snapshot.path("SnapshotId").asText()))) {
                kept.add(snapshot);
            }
        }
        members.set("Snapshots", kept);
        return writer.answer(call, members);
    }

    /** The groups of an interface are those of its instance: moto would give it the old ones beside the new. */
    WireAnswer interfaces(Call call, Identity identity) throws IOException {
        WireAnswer answer = upstream.send(call.request());
        JsonNode request = reader.request(call);
        String id = request.path("NetworkInterfaceId").asText();
        if (!answer.good() || request.path("Groups").isEmpty()) {
            return answer;
        }
        String instance = ask(call, identity, "DescribeNetworkInterfaces", Map.of("NetworkInterfaceId.1", id))
                .path("NetworkInterfaces")
                .path(0)
                .path("Attachment")
                .path("InstanceId")
                .asText();
        if (!instance.isEmpty()) {
            Map<String, String> members = new TreeMap<>(Map.of("InstanceId", instance));
            int n = 1;
            for (JsonNode group : request.path("Groups")) {
                members.put("GroupId." + n++, group.asText());
            }
            ask(call, identity, "ModifyInstanceAttribute", members);
        }
        return answer;
    }

    private boolean isPublic(Call call, Identity identity, String snapshot) {
        JsonNode permissions = ask(
                        call,
                        identity,
                        "DescribeSnapshotAttribute",
                        Map.of("SnapshotId", snapshot, "Attribute", "createVolumePermission"))
                .path("CreateVolumePermissions");
        return permissions.findValuesAsText("Group").contains("all");
    }

    WireAnswer images(Call call, Identity identity) {
        JsonNode reservations =
                ask(call, identity, "DescribeInstances", Map.of()).path("Reservations");
        Map<String, JsonNode> images = new HashMap<>();
        if (!reservations.isEmpty()) {
            ask(call, identity, "DescribeImages", Map.of())
                    .path("Images")
                    .forEach(image -> images.put(image.path("ImageId").asText(), image));
        }
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        ArrayNode out = members.putArray("InstanceImageMetadata");
        for (JsonNode reservation : reservations) {
            for (JsonNode instance : reservation.path("Instances")) {
                ObjectNode row = out.addObject();
                String id = instance.path("ImageId").asText();
                JsonNode image = images.getOrDefault(id, JsonNodeFactory.instance.objectNode());
                row.set("InstanceId", instance.path("InstanceId"));
                row.set("State", instance.path("State"));
                ObjectNode metadata = row.putObject("ImageMetadata").put("ImageId", id);
                metadata.put("ImageAllowed", true)
                        .put("IsPublic", image.path("PublicLaunchPermissions").asBoolean());
                for (String member : new String[] {"Name", "OwnerId", "State", "CreationDate", "DeprecationTime"}) {
                    if (image.has(member)) {
                        metadata.set(member, image.get(member));
                    }
                }
                if (image.has("ImageId") && !metadata.has("OwnerId")) {
                    // moto does not say that an image which was registered belongs to who registered it.
                    metadata.put("OwnerId", identity.account());
                }
                if (image.has("ImageOwnerAlias")) {
                    metadata.set("ImageOwnerAlias", image.get("ImageOwnerAlias"));
                }
            }
        }
        return writer.answer(call, members);
    }

    private ObjectNode ask(Call call, Identity identity, String operation, Map<String, String> members) {
        Map<String, String> form = new TreeMap<>(members);
        form.put("Action", operation);
        form.put("Version", "2016-11-15");
        Call asked = new Call(
                call.request(), "ec2", operation, true, call.region(), call.accessKey(), call.protocol(), Map.of());
        return reader.answer(asked, backstage.query(identity.account(), call.region(), "ec2", form));
    }
}
