package dev.holdfast.emulator.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.emulator.wire.Call;
import java.util.Map;
import java.util.Set;

/** What CloudTrail writes about calls of S3, which it spells as S3's HTTP interface does and not as its API. */
final class S3Spelling {
    /** Calls on objects: data events. Source: CloudTrail User Guide, "Logging data events". */
    private static final Set<String> DATA = Set.of(
            "AbortMultipartUpload",
            "CompleteMultipartUpload",
            "CopyObject",
            "CreateMultipartUpload",
            "DeleteObject",
            "DeleteObjectTagging",
            "DeleteObjects",
            "GetObject",
            "GetObjectAcl",
            "GetObjectAttributes",
            "GetObjectLegalHold",
            "GetObjectRetention",
            "GetObjectTagging",
            "GetObjectTorrent",
            "HeadBucket",
            "HeadObject",
            "ListMultipartUploads",
            "ListObjectVersions",
            "ListObjects",
            "ListObjectsV2",
            "ListParts",
            "PutObject",
            "PutObjectAcl",
            "PutObjectLegalHold",
            "PutObjectRetention",
            "PutObjectTagging",
            "RestoreObject",
            "SelectObjectContent",
            "UploadPart",
            "UploadPartCopy");

    private static final Map<String, String> NAMES = Map.of(
            "PutPublicAccessBlock", "PutBucketPublicAccessBlock",
            "GetPublicAccessBlock", "GetBucketPublicAccessBlock",
            "DeletePublicAccessBlock", "DeleteBucketPublicAccessBlock",
            "PutBucketLifecycleConfiguration", "PutBucketLifecycle",
            "GetBucketLifecycleConfiguration", "GetBucketLifecycle",
            "PutBucketNotificationConfiguration", "PutBucketNotification",
            "GetBucketNotificationConfiguration", "GetBucketNotification",
            "PutObjectLockConfiguration", "PutBucketObjectLockConfiguration",
            "GetObjectLockConfiguration", "GetBucketObjectLockConfiguration",
            "ListObjectsV2", "ListObjects");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private S3Spelling() {}

    static boolean isData(Call call) {
        return call.service().equals("s3") && DATA.contains(call.operation());
    }

    static String eventName(Call call) {
        return call.service().equals("s3") ? NAMES.getOrDefault(call.operation(), call.operation()) : call.operation();
    }

    /** @param members the request's members by their documented names */
    static ObjectNode request(Call call, JsonNode members) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        String bucket = members.path("Bucket").asText("");
        if (!bucket.isEmpty()) {
            out.put("bucketName", bucket);
            out.put("Host", bucket + ".s3." + call.region() + ".amazonaws.com");
        } else {
            out.put("Host", "s3." + call.region() + ".amazonaws.com");
        }
        if (members.has("Key")) {
            out.set("key", members.get("Key"));
        }
        call.request().query().forEach((name, value) -> {
            if (!name.startsWith("X-Amz-")) {
                out.put(name, value);
            }
        });
        members.properties().forEach(e -> {
            if (e.getValue().isObject()) {
                out.set(e.getKey(), e.getValue());
            }
        });
        if (call.operation().equals("PutBucketPolicy")) {
            try {
                out.set("bucketPolicy", MAPPER.readTree(call.request().text()));
            } catch (JsonProcessingException e) {
                out.put("bucketPolicy", "");
            }
        }
        return out;
    }
}
