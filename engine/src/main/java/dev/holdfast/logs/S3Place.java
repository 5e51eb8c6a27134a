package dev.holdfast.logs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.util.function.Consumer;

/** All objects of a bucket below a prefix, in the order S3 lists them. */
final class S3Place implements LogPlace {
    private final AwsReader aws;
    private final Scope scope;
    private final String bucket;
    private final String prefix;

    S3Place(AwsReader aws, Scope scope, String bucket, String prefix) {
        this.aws = aws;
        this.scope = scope;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    @Override
    public void each(Consumer<LogFile> consumer) throws IOException {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("Bucket", bucket);
        if (!prefix.isEmpty()) {
            request.put("Prefix", prefix);
        }
        try {
            aws.pages(
                    scope,
                    "s3",
                    "ListObjectsV2",
                    request,
                    page -> page.path("Contents").forEach(object -> {
                        String key = object.path("Key").asText();
                        if (!key.isEmpty() && !key.endsWith("/")) {
                            consumer.accept(
                                    file(key, object.path("LastModified").asText()));
                        }
                    }));
        } catch (AwsFailure e) {
            throw new IOException(e.explain(), e);
        }
    }

    private LogFile file(String key, String modified) {
        return new LogFile(
                "s3://" + bucket + "/" + key, LogTimes.parse(modified, null).orElse(null), () -> {
                    try {
                        return aws.object(scope, bucket, key);
                    } catch (AwsFailure e) {
                        throw new IOException(e.explain(), e);
                    }
                });
    }
}
