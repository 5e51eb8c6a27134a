package dev.holdfast.access;

import dev.holdfast.access.Permission.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The calls that Holdfast's code makes of itself, beside those that tables and runbooks declare. Whoever adds such a call
 * adds it here: a test holds this list against the calls that an emulated AWS counted.
 */
public final class OwnCalls {
    /** Calls that AWS allows everybody. Source: STS API reference, GetCallerIdentity. */
    public static final Set<String> FREE = Set.of("sts:GetCallerIdentity");

    private static final String DISCOVERY = "finding the accounts and regions";

    private OwnCalls() {}

    /** What each verb that reaches other accounts needs. */
    static List<Permission> reach() {
        String role = "arn:" + Permission.PARTITION + ":iam::*:role/" + Permission.ROLE;
        return List.of(
                new Permission("sts:AssumeRole", Place.MANAGEMENT, role, "", "reading the other accounts"),
                Permission.of("organizations:DescribeOrganization", Place.MANAGEMENT, DISCOVERY),
                Permission.of("organizations:ListAccounts", Place.MANAGEMENT, DISCOVERY),
                Permission.of("ec2:DescribeRegions", Place.MANAGEMENT, DISCOVERY));
    }

    /** What collecting needs beside the tables: a region that is off in one account answers like one that refuses. */
    static List<Permission> collecting() {
        return List.of(Permission.of("ec2:DescribeRegions", Place.EVERY_ACCOUNT, "telling regions that are off"));
    }

    /**
     * What reading delivered logs needs.
     *
     * @param buckets the buckets they lie in; every bucket when empty
     */
    static List<Permission> logs(List<String> buckets) {
        List<Permission> out = new ArrayList<>();
        for (String bucket : buckets.isEmpty() ? List.of("*") : buckets) {
            String arn = "arn:" + Permission.PARTITION + ":s3:::" + bucket;
            out.add(new Permission("s3:ListBucket", Place.EVERY_ACCOUNT, arn, "", "finding log files"));
            out.add(new Permission("s3:GetObject", Place.EVERY_ACCOUNT, arn + "/*", "", "reading log files"));
        }
        out.add(new Permission("kms:Decrypt", Place.EVERY_ACCOUNT, "*", "s3", "reading encrypted log files"));
        return out;
    }

    /**
     * What following queues and streams of logs needs, reading other services' findings, and proving a trail's files.
     * {@code sqs:DeleteMessage} is the one action among them that changes something: a consumer's word that it has dealt
     * with a message.
     */
    static List<Permission> feeds() {
        String queue = "taking notices of log files off a queue";
        String stream = "reading streams of logs";
        String findings = "reading findings of AWS's own services";
        return List.of(
                Permission.of("guardduty:ListDetectors", Place.EVERY_ACCOUNT, findings),
                Permission.of("guardduty:ListFindings", Place.EVERY_ACCOUNT, findings),
                Permission.of("guardduty:GetFindings", Place.EVERY_ACCOUNT, findings),
                Permission.of("securityhub:GetFindings", Place.EVERY_ACCOUNT, findings),
                Permission.of("sqs:ReceiveMessage", Place.EVERY_ACCOUNT, queue),
                Permission.of("sqs:DeleteMessage", Place.EVERY_ACCOUNT, queue),
                Permission.of("kinesis:ListShards", Place.EVERY_ACCOUNT, stream),
                Permission.of("kinesis:GetShardIterator", Place.EVERY_ACCOUNT, stream),
                Permission.of("kinesis:GetRecords", Place.EVERY_ACCOUNT, stream),
                Permission.of("cloudtrail:ListPublicKeys", Place.EVERY_ACCOUNT, "proving a trail's files"),
                new Permission("kms:Decrypt", Place.EVERY_ACCOUNT, "*", "sqs", "reading encrypted queues"),
                new Permission("kms:Decrypt", Place.EVERY_ACCOUNT, "*", "kinesis", "reading encrypted streams"));
    }
}
