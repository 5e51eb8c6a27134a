package dev.holdfast.aws;

import dev.holdfast.model.Region;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How AWS is reached.
 *
 * @param endpoint another endpoint than AWS's own (an emulator, a proxy); null for AWS
 * @param homeRegion where global services are called
 * @param roleName role assumed in every account other than the caller's own, without path prefix
 * @param readOnly whether sessions are limited by a read-only session policy
 * @param concurrency most calls under way at once
 * @param callsPerSecond the rate a service in one account and region is first asked at; it adapts
 * @param attempts most tries of a call that only reads
 * @param deadline the time one call may take, retries apart
 * @param consuming whether sessions that only read may take messages off queues besides
 * @param externalId what the roles' trust policies ask the caller to know, null when they ask nothing
 * @param organizations how calls to AWS Organizations wait for each other, null when they are like any other call
 */
public record AwsSettings(
        @Nullable URI endpoint,
        Region homeRegion,
        String roleName,
        boolean readOnly,
        int concurrency,
        double callsPerSecond,
        int attempts,
        Duration deadline,
        boolean consuming,
        @Nullable String externalId,
        @Nullable SingleFile organizations) {
    /** Settings that suit an organization on AWS itself. */
    public static AwsSettings of(@Nullable URI endpoint, Region homeRegion, String roleName) {
        return new AwsSettings(
                endpoint, homeRegion, roleName, true, 32, 20, 12, Duration.ofSeconds(30), false, null, null);
    }

    /** The same for a session that may write: no read-only session policy, and another role if need be. */
    public AwsSettings writing(String role) {
        return with(role, false, concurrency, false, externalId, organizations);
    }

    /** The same for roles that ask for an external id. */
    public AwsSettings knowing(@Nullable String id) {
        return with(roleName, readOnly, concurrency, consuming, id, organizations);
    }

    /** The same for a session that reads and takes messages off queues. */
    public AwsSettings taking() {
        return with(roleName, readOnly, concurrency, true, externalId, organizations);
    }

    /** The same with so many calls under way at once. */
    public AwsSettings atOnce(int calls) {
        return with(roleName, readOnly, calls, consuming, externalId, organizations);
    }

    /** The same with calls to AWS Organizations one after the other; sessions that share the file share its pace. */
    public AwsSettings organizationsIn(SingleFile file) {
        return with(roleName, readOnly, concurrency, consuming, externalId, file);
    }

    private AwsSettings with(
            String role, boolean reading, int calls, boolean taking, @Nullable String id, @Nullable SingleFile file) {
        return new AwsSettings(
                endpoint, homeRegion, role, reading, calls, callsPerSecond, attempts, deadline, taking, id, file);
    }
}
