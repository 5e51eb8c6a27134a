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
}
