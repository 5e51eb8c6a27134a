package dev.holdfast.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An object in S3 that a message tells of.
 *
 * @param bucket the bucket
 * @param key the object's key, not encoded
 */
record S3Notice(String bucket, String key) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Understands what S3 sends to a queue, the same within an envelope of SNS, what EventBridge sends of S3's events (so do
     * Security Lake's subscriptions), and what CloudTrail tells a topic of its files.
     *
     * @return the new objects that a message tells of, none for one that tells of something else; nothing when it is no
     *     such message
     */
    static Optional<List<S3Notice>> of(String body) {
        return tree(body).flatMap(message -> of(message, true));
    }

    private static Optional<JsonNode> tree(String text) {
        try {
            return Optional.ofNullable(JSON.readTree(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<List<S3Notice>> of(JsonNode message, boolean enveloped) {
        List<S3Notice> out = new ArrayList<>();
        if (message.path("Records").isArray() && !message.path("Records").isEmpty()) {
            for (JsonNode record : message.path("Records")) {
                JsonNode s3 = record.path("s3");
                if (!s3.isObject()) {
                    return Optional.empty();
                }
                if (record.path("eventName").asText().contains("ObjectCreated:")) {
                    String key = s3.path("object").path("key").asText();
                    out.add(new S3Notice(
                            s3.path("bucket").path("name").asText(), URLDecoder.decode(key, StandardCharsets.UTF_8)));
                }
            }
            return whole(out);
        }
        if (message.path("source").asText().equals("aws.s3")
                && message.path("detail").isObject()) {
            if (message.path("detail-type").asText().equals("Object Created")) {
                JsonNode detail = message.path("detail");
                out.add(new S3Notice(
                        detail.path("bucket").path("name").asText(),
                        detail.path("object").path("key").asText()));
            }
            return whole(out);
        }
        if (message.path("s3Bucket").isTextual() && message.path("s3ObjectKey").isArray()) {
            message.path("s3ObjectKey")
                    .forEach(
                            key -> out.add(new S3Notice(message.path("s3Bucket").asText(), key.asText())));
            return whole(out);
        }
        if (message.path("Event").asText().equals("s3:TestEvent")) {
            return Optional.of(out);
        }
        JsonNode inner = message.path("Message");
        return enveloped && inner.isTextual() ? tree(inner.asText()).flatMap(m -> of(m, false)) : Optional.empty();
    }

    private static Optional<List<S3Notice>> whole(List<S3Notice> notices) {
        return notices.stream().anyMatch(n -> n.bucket().isEmpty() || n.key().isEmpty())
                ? Optional.empty()
                : Optional.of(notices);
    }
}
