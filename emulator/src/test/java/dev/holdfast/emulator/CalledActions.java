package dev.holdfast.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.access.OwnCalls;
import dev.holdfast.aws.ReadOperations;
import dev.holdfast.emulator.overlay.Counts;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The IAM actions behind the calls that the overlay counted, held against those that a generated policy grants. */
final class CalledActions {
    /** Writes whose IAM action is not named like the operation. Source: Service Authorization Reference. */
    private static final Map<String, String> OTHERWISE = Map.ofEntries(
            Map.entry("accessanalyzer:CreateAnalyzer", "access-analyzer:CreateAnalyzer"),
            Map.entry("accessanalyzer:DeleteAnalyzer", "access-analyzer:DeleteAnalyzer"),
            Map.entry("s3:PutBucketNotificationConfiguration", "s3:PutBucketNotification"),
            Map.entry("s3:PutBucketEncryption", "s3:PutEncryptionConfiguration"),
            Map.entry("s3:DeleteBucketEncryption", "s3:PutEncryptionConfiguration"),
            Map.entry("s3:PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration"),
            Map.entry("s3:DeleteBucketLifecycle", "s3:PutLifecycleConfiguration"),
            Map.entry("s3:PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
            Map.entry("s3:DeletePublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
            Map.entry("s3:PutObjectLockConfiguration", "s3:PutBucketObjectLockConfiguration"),
            Map.entry("s3control:PutPublicAccessBlock", "s3:PutAccountPublicAccessBlock"),
            Map.entry("s3control:DeletePublicAccessBlock", "s3:PutAccountPublicAccessBlock"));

    private final Set<String> called = new TreeSet<>();
    private final Set<String> granted = new TreeSet<>();

    void add(Counts.Tally tally) {
        tally.reads().keySet().forEach(this::add);
        tally.writes().keySet().forEach(this::add);
        called.addAll(tally.signIns().keySet());
    }

    private void add(String name) {
        int colon = name.indexOf(':');
        called.add(ReadOperations.action(name.substring(0, colon), name.substring(colon + 1))
                .orElse(OTHERWISE.getOrDefault(name, name.replace("sso-admin:", "sso:"))));
    }

    /** Takes in what {@code holdfast permissions} printed. */
    void granted(JsonNode printed) {
        for (JsonNode policy : printed.path("policies")) {
            for (JsonNode statement : policy.path("document").path("Statement")) {
                statement.path("Action").forEach(a -> granted.add(a.asText()));
            }
        }
    }

    Set<String> notGranted() {
        Set<String> out = new TreeSet<>(called);
        out.removeAll(granted);
        out.removeAll(OwnCalls.FREE);
        return out;
    }

    Set<String> notUsed() {
        Set<String> out = new TreeSet<>(granted);
        out.removeAll(called);
        return out;
    }
}
