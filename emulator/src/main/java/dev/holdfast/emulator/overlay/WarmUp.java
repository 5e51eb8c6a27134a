package dev.holdfast.emulator.overlay;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Asks the server behind a first question of each large service. moto loads a service's code at its first call; loading
 * it while this side reads scripts and loads classes of its own spares a person most of the wait.
 */
final class WarmUp implements Runnable {
    private static final String ACCOUNT = "000000000000";

    private static final Map<String, Map<String, String>> QUESTIONS = new LinkedHashMap<>();

    static {
        QUESTIONS.put("ec2", Map.of("Action", "DescribeRegions", "Version", "2016-11-15"));
        QUESTIONS.put("rds", Map.of("Action", "DescribeDBInstances", "Version", "2014-10-31"));
        QUESTIONS.put("sns", Map.of("Action", "ListTopics", "Version", "2010-03-31"));
    }

    private final Backstage backstage;

    WarmUp(Backstage backstage) {
        this.backstage = backstage;
    }

    @Override
    public void run() {
        try {
            backstage.json(ACCOUNT, "organizations", "AWSOrganizationsV20161128.DescribeOrganization", "{}");
            backstage.s3(ACCOUNT, "GET", "/", new byte[0]);
            backstage.json(
                    ACCOUNT,
                    "cloudtrail",
                    "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails",
                    "{}");
            QUESTIONS.forEach((service, form) -> backstage.query(ACCOUNT, service, form));
            backstage.json(ACCOUNT, "kms", "TrentService.ListKeys", "{}");
        } catch (UncheckedIOException e) {
            // Nobody waits for this: whoever asks next finds out that the server is gone, and says so.
            return;
        }
    }
}
