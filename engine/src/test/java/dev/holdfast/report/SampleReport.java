package dev.holdfast.report;

import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Case;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Gap;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Organization;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Region;
import dev.holdfast.model.Severity;
import dev.holdfast.model.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small organization with everything a report can show, some of it hostile, as the views' tests see it. */
public final class SampleReport {
    /** What an attacker may name a bucket, a user or a user agent. */
    public static final String HOSTILE =
            "\"><script>globalThis.owned=1</script><img src=x onerror=globalThis.owned=1>'";

    public static final String MANAGEMENT = "123456789012";
    public static final String LOG_ARCHIVE = "210000000001";
    public static final String AUDIT = "210000000002";
    public static final String NETWORK = "210000000003";
    public static final String SHOP = "210000000004";
    public static final String STAGING = "210000000005";
    public static final String DATA = "210000000006";
    public static final String SANDBOX = "210000000007";

    private static final Instant DAY = Instant.parse("2026-11-23T09:00:00Z");

    private SampleReport() {}

    public static Report report() {
        return new Report(
                "Meridian Shipping",
                at(65, 0),
                Environment.EMULATOR,
                collection(),
                root(),
                findings(),
                before(),
                now(),
                List.of(new CaseStory(leakedKey(), timeline())),
                List.of(fix(), undoneFix(), response(), drill()),
                List.of(framework()));
    }

    /** A framework with a control in each state. */
    public static FrameworkStanding framework() {
        return new FrameworkStanding(
                "cis-aws-7.0",
                "CIS AWS Foundations 7.0",
                List.of(
                        new FrameworkStanding.Control(
                                "1.1", "Contact details are current", "manual", List.of(), "Ask who answers there"),
                        new FrameworkStanding.Control("2.1.2", "A landing zone is set up", "not yet", List.of(), ""),
                        new FrameworkStanding.Control(
                                "5.2",
                                "No security group opens administration ports to the world",
                                "fail",
                                List.of("protect/ec2/no-world-open-admin-ports"),
                                ""),
                        new FrameworkStanding.Control(
                                "3.6", "Keys turn over", "unknown", List.of("protect/kms/nothing"), ""),
                        new FrameworkStanding.Control("4.1", "A trail records every region", "pass", List.of(), "")));
    }

    /** {@code minute} minutes and {@code second} seconds into the story. */
    public static Instant at(int minute, int second) {
        return DAY.plusSeconds(60L * minute + second);
    }

    public static Organization organization() {
        return new Organization(
                "o-meridian01",
                new AccountId(MANAGEMENT),
                List.of(
                        account(MANAGEMENT, "management"),
                        account(LOG_ARCHIVE, "log-archive"),
                        account(AUDIT, "security-audit"),
                        account(NETWORK, "network"),
                        account(SHOP, "shop-production"),
                        account(STAGING, "shop-staging"),
                        account(DATA, "data-platform"),
                        account(SANDBOX, "sandbox")),
                List.of(new Region("eu-west-1"), new Region("us-east-1")));
    }

    private static Organization.Account account(String id, String name) {
        return new Organization.Account(new AccountId(id), name, "ACTIVE");
    }

    public static OrganizationUnit root() {
        return new OrganizationUnit(
                "r-0001",
                "Root",
                List.of(
                        unit("Security", account(LOG_ARCHIVE, "log-archive"), account(AUDIT, "security-audit")),
                        unit("Infrastructure", account(NETWORK, "network")),
                        unit("Production", account(SHOP, "shop-production"), account(DATA, "data-platform")),
                        unit("Development", account(STAGING, "shop-staging"))),
                List.of(account(MANAGEMENT, "management"), account(SANDBOX, "sandbox")));
    }

    private static OrganizationUnit unit(String name, Organization.Account... accounts) {
        return new OrganizationUnit(
                "ou-0001-" + name.toLowerCase(java.util.Locale.ROOT), name, List.of(), List.of(accounts));
    }

    public static Collection collection() {
        return new Collection(
                "2026-11-23T10-02-11Z-4f1c",
                organization(),
                List.of(
                        new Collection.TableCount("aws_s3_bucket", 6, 34, 0),
                        new Collection.TableCount("aws_ec2_instance", 4, 16, 0),
                        new Collection.TableCount("aws_kms_key", 2, 18, 2)),
                412,
                Duration.ofMillis(8_400),
                gaps());
    }

    public static List<Gap> gaps() {
        return List.of(
                new Gap(
                        NETWORK,
                        "us-east-1",
                        "aws_kms_key",
                        "kms:ListKeys",
                        "",
                        AwsFailure.Kind.DENIED,
                        "AccessDeniedException: the role may not list keys"),
                new Gap(
                        DATA,
                        "eu-west-1",
                        "aws_kms_key",
                        "kms:GetKeyRotationStatus",
                        "arn:aws:kms:eu-west-1:" + DATA + ":key/5d0e6f10-0000-4000-8000-000000000001",
                        AwsFailure.Kind.TIMED_OUT,
                        "no answer within 10 s"),
                new Gap(
                        MANAGEMENT,
                        "global",
                        "aws_organizations_policy_target",
                        "organizations:ListPoliciesForTarget",
                        "",
                        AwsFailure.Kind.NOT_OFFERED,
                        "HTTP 404, " + HOSTILE));
    }

    public static Scorecard before() {
        return new Scorecard(List.of(
                new FunctionScore(NistFunction.IDENTIFY, 9, 7, 1, 58),
                new FunctionScore(NistFunction.PROTECT, 23, 17, 2, 44),
                new FunctionScore(NistFunction.DETECT, 2, 2, 0, 50),
                new FunctionScore(NistFunction.RESPOND, 0, 2, 0, 0),
                new FunctionScore(NistFunction.RECOVER, 0, 0, 0, null)));
    }

    public static Scorecard now() {
        return new Scorecard(List.of(
                new FunctionScore(NistFunction.IDENTIFY, 9, 7, 1, 58),
                new FunctionScore(NistFunction.PROTECT, 28, 12, 2, 71),
                new FunctionScore(NistFunction.DETECT, 3, 1, 0, 75),
                new FunctionScore(NistFunction.RESPOND, 1, 1, 0, 50),
                new FunctionScore(NistFunction.RECOVER, 1, 0, 0, 100)));
    }

    public static List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        Rule empty = new Rule(
                "identify/organizations/empty-management-account",
                "The management account holds no workloads",
                NistFunction.IDENTIFY,
                Severity.HIGH,
                "Move what runs there to a member account, and keep the management account for the organization only.",
                null,
                Map.of("seed", List.of("I03"), "cis-aws-7.0", List.of("2.1.3")));
        all.add(empty.says(
                Outcome.FAIL, MANAGEMENT, MANAGEMENT, "global", "an instance runs there: old-jenkins in eu-west-1"));
        Rule trail = new Rule(
                "identify/cloudtrail/trail-lands-in-logging-account",
                "The organization trail lands in the logging account",
                NistFunction.IDENTIFY,
                Severity.HIGH,
                "",
                null,
                Map.of("seed", List.of("I17")));
        all.add(trail.says(
                Outcome.PASS,
                "",
                "",
                "global",
                "organization-trail delivers to meridian-organization-trail in log-archive"));
        Rule validation = new Rule(
                "identify/cloudtrail/log-file-validation",
                "The organization trail's files can be validated",
                NistFunction.IDENTIFY,
                Severity.MEDIUM,
                "Turn on log file validation for the trail.",
                null,
                Map.of("seed", List.of("I18"), "cis-aws-7.0", List.of("4.2"), "fsbp", List.of("CloudTrail.4")));
        all.add(validation.says(
                Outcome.FAIL,
                "arn:aws:cloudtrail:eu-west-1:" + MANAGEMENT + ":trail/organization-trail",
                MANAGEMENT,
                "eu-west-1",
                "log file validation is off"));
        Rule underRoot = new Rule(
                "identify/organizations/no-account-under-root",
                "No account lies directly under the root",
                NistFunction.IDENTIFY,
                Severity.MEDIUM,
                "Move the account into an organizational unit whose policies fit it.",
                null,
                Map.of("seed", List.of("I27")));
        all.add(underRoot.says(
                Outcome.FAIL,
                SANDBOX,
                SANDBOX,
                "global",
                "sandbox lies directly under the root, so no unit's policy holds for it"));
        Rule policies = new Rule(
                "identify/organizations/units-have-guardrails",
                "Every organizational unit has a guardrail of its own",
                NistFunction.IDENTIFY,
                Severity.MEDIUM,
                "Attach a service control policy to the unit.",
                null,
                Map.of("seed", List.of("I31")));
        all.add(policies.says(
                Outcome.UNKNOWN,
                "ou-0001-development",
                "",
                "global",
                "organizations:ListPoliciesForTarget gave no answer (HTTP 404)"));
        Rule contact = new Rule(
                "identify/account/security-contact",
                "Every account names a security contact",
                NistFunction.IDENTIFY,
                Severity.LOW,
                "Set the alternate contact of the kind security in the account.",
                null,
                Map.of("seed", List.of("I09"), "cis-aws-7.0", List.of("2.2"), "fsbp", List.of("Account.1")));
        for (String id : List.of(LOG_ARCHIVE, AUDIT, NETWORK, STAGING, DATA, SANDBOX)) {
            all.add(contact.says(Outcome.FAIL, id, id, "global", "no security contact is set"));
        }
        all.add(contact.says(Outcome.PASS, MANAGEMENT, MANAGEMENT, "global", "a security contact is set"));
        all.add(contact.says(Outcome.PASS, SHOP, SHOP, "global", "a security contact is set"));
        Rule block = new Rule(
                "protect/s3/bucket-public-access-block",
                "Buckets block all public access",
                NistFunction.PROTECT,
                Severity.HIGH,
                "Turn on all four settings of the bucket's public access block. Buckets that must serve the public belong behind CloudFront.",
                "fixes/s3/block-public-access",
                Map.of("cis-aws-7.0", List.of("3.1.4"), "fsbp", List.of("S3.8"), "seed", List.of("P30")));
        all.add(block.says(
                Outcome.FAIL,
                "arn:aws:s3:::meridian-shop-invoices",
                SHOP,
                "eu-west-1",
                "no public access block, and the bucket policy lets anyone read"));
        all.add(block.says(
                Outcome.FAIL,
                "arn:aws:s3:::meridian-shop-assets",
                SHOP,
                "us-east-1",
                "two of four settings are off: IgnorePublicAcls, RestrictPublicBuckets"));
        all.add(block.says(
                Outcome.FAIL, "arn:aws:s3:::" + HOSTILE, STAGING, "us-east-1", "no public access block " + HOSTILE));
        all.add(block.says(
                Outcome.FAIL,
                "arn:aws:s3:::\u202Egpj.slawaf-\u05D2\u05D9\u05D1\u05D5\u05D9-\u5099\u4EFD-\u00FC",
                STAGING,
                "eu-west-1",
                "=HYPERLINK(\"http://203.0.113.9\",\"no block\")"));
        all.add(block.says(
                Outcome.PASS, "arn:aws:s3:::meridian-data-lake", DATA, "eu-west-1", "all four settings are on"));
        all.add(block.says(
                Outcome.PASS,
                "arn:aws:s3:::meridian-organization-trail",
                LOG_ARCHIVE,
                "eu-west-1",
                "all four settings are on"));
        Rule port = new Rule(
                "protect/ec2/no-world-open-admin-port",
                "No security group opens SSH or RDP to the world",
                NistFunction.PROTECT,
                Severity.CRITICAL,
                "Remove the rule and reach the instance through Session Manager, or name the addresses that need it.",
                "fixes/ec2/close-world-open-admin-port",
                Map.of(
                        "cis-aws-7.0",
                        List.of("6.3", "6.4"),
                        "fsbp",
                        List.of("EC2.13", "EC2.14"),
                        "seed",
                        List.of("P30")));
        all.add(port.says(
                Outcome.FAIL,
                "arn:aws:ec2:eu-west-1:" + SHOP + ":security-group/sg-0a1b2c3d4e5f60001",
                SHOP,
                "eu-west-1",
                "bastion: port 22 is open to 0.0.0.0/0"));
        all.add(port.says(
                Outcome.FAIL,
                "arn:aws:ec2:us-east-1:" + STAGING + ":security-group/sg-0a1b2c3d4e5f60002",
                STAGING,
                "us-east-1",
                "windows-jump: port 3389 is open to 0.0.0.0/0 and ::/0"));
        all.add(port.says(
                Outcome.PASS,
                "arn:aws:ec2:eu-west-1:" + SHOP + ":security-group/sg-0a1b2c3d4e5f60003",
                SHOP,
                "eu-west-1",
                "web: no admin port is open to the world"));
        Rule rotation = new Rule(
                "protect/kms/rotation",
                "Customer keys rotate every year",
                NistFunction.PROTECT,
                Severity.MEDIUM,
                "Turn on automatic rotation for the key.",
                null,
                Map.of("cis-aws-7.0", List.of("4.6"), "fsbp", List.of("KMS.4"), "seed", List.of("P08")));
        all.add(rotation.says(
                Outcome.FAIL,
                "arn:aws:kms:eu-west-1:" + SHOP + ":key/5d0e6f10-0000-4000-8000-000000000002",
                SHOP,
                "eu-west-1",
                "rotation is off"));
        all.add(rotation.says(
                Outcome.UNKNOWN,
                "arn:aws:kms:eu-west-1:" + DATA + ":key/5d0e6f10-0000-4000-8000-000000000001",
                DATA,
                "eu-west-1",
                "kms:GetKeyRotationStatus: no answer within 10 s"));
        all.add(rotation.says(
                Outcome.UNKNOWN, NETWORK + "/us-east-1", NETWORK, "us-east-1", "kms:ListKeys: AccessDeniedException"));
        Rule database = new Rule(
                "protect/rds/not-public",
                "Databases have no public address",
                NistFunction.PROTECT,
                Severity.CRITICAL,
                "Make the instance private and reach it from inside the network.",
                null,
                Map.of("fsbp", List.of("RDS.2")));
        all.add(database.says(
                Outcome.FAIL,
                "arn:aws:rds:eu-west-1:" + DATA + ":db:analytics",
                DATA,
                "eu-west-1",
                "analytics is publicly accessible"));
        all.add(database.says(
                Outcome.PASS,
                "arn:aws:rds:eu-west-1:" + SHOP + ":db:shop-orders",
                SHOP,
                "eu-west-1",
                "shop-orders is private"));
        Rule practised = new Rule(
                "respond/runbooks/compromised-credentials-practised",
                "The response to a compromised key was practised",
                NistFunction.RESPOND,
                Severity.MEDIUM,
                "",
                null,
                Map.of("seed", List.of("R04")));
        all.add(practised.says(Outcome.PASS, "", "", "global", "last run today, all steps done"));
        Rule restored = new Rule(
                "recover/drills/restore-proven",
                "A restore was proven within 90 days",
                NistFunction.RECOVER,
                Severity.HIGH,
                "",
                null,
                Map.of("seed", List.of("V01")));
        all.add(restored.says(
                Outcome.PASS,
                "arn:aws:rds:eu-west-1:" + SHOP + ":db:shop-orders",
                SHOP,
                "eu-west-1",
                "restored today in 2 min 24 s, in emulated AWS"));
        all.addAll(detections());
        return all;
    }

    public static List<Finding> detections() {
        return List.of(
                detection(
                        "detections/aws/cloudtrail/iam-key-for-other-user",
                        "An access key was created for another user",
                        Severity.HIGH,
                        "iam.amazonaws.com CreateAccessKey",
                        at(12, 41),
                        "T1098.001"),
                detection(
                        "detections/aws/cloudtrail/trail-stop-attempt",
                        "Someone tried to stop the trail",
                        Severity.CRITICAL,
                        "cloudtrail.amazonaws.com StopLogging",
                        at(13, 20),
                        "T1562.008"),
                detection(
                        "detections/aws/cloudtrail/mass-object-delete",
                        "Objects were deleted one after another",
                        Severity.HIGH,
                        "s3.amazonaws.com DeleteObject",
                        at(14, 2),
                        "T1485"));
    }

    private static Finding detection(
            String rule, String title, Severity severity, String event, Instant time, String technique) {
        String actor = "arn:aws:iam::" + SHOP + ":user/ci-deploy";
        return new Finding(
                Finding.Kind.DETECTION,
                rule,
                title,
                NistFunction.DETECT,
                severity,
                Outcome.FAIL,
                actor,
                SHOP,
                "eu-west-1",
                "ci-deploy did this from 203.0.113.77",
                Map.of(),
                "",
                null,
                new Sighting(
                        time,
                        time,
                        actor,
                        "AKIAEXAMPLECIDEPLOY0",
                        "203.0.113.77",
                        "aws/cloudtrail",
                        event,
                        List.of("e-1"),
                        1,
                        List.of(technique),
                        "runbooks/compromised-iam-credentials",
                        null));
    }

    public static Case leakedKey() {
        return new Case(
                "C-2026-1123-01",
                "key:AKIAEXAMPLECIDEPLOY0",
                "The key of ci-deploy is used by someone else",
                Severity.CRITICAL,
                92,
                SHOP,
                "arn:aws:iam::" + SHOP + ":user/ci-deploy",
                "AKIAEXAMPLECIDEPLOY0",
                detections(),
                at(11, 5),
                at(14, 8),
                Case.State.CONTAINED,
                "runbooks/compromised-iam-credentials");
    }

    public static List<TimelineEntry> timeline() {
        return List.of(
                new TimelineEntry(
                        at(11, 5),
                        "Looked around: GetCallerIdentity, ListUsers, ListBuckets and 4 more calls",
                        "ci-deploy from 203.0.113.77",
                        TimelineEntry.Kind.ATTACK),
                new TimelineEntry(at(12, 40), "Created the user backup-svc", "ci-deploy", TimelineEntry.Kind.ATTACK),
                new TimelineEntry(
                        at(12, 41), "Created an access key for backup-svc", "ci-deploy", TimelineEntry.Kind.ATTACK),
                new TimelineEntry(
                        at(12, 58),
                        "An access key was created for another user",
                        "rule iam-key-for-other-user",
                        TimelineEntry.Kind.DETECTION),
                new TimelineEntry(
                        at(13, 20),
                        "Tried to stop organization-trail and was refused",
                        "ci-deploy",
                        TimelineEntry.Kind.ATTACK),
                new TimelineEntry(
                        at(14, 2),
                        "Deleted 3 invoices in meridian-shop-invoices",
                        "ci-deploy",
                        TimelineEntry.Kind.ATTACK),
                new TimelineEntry(
                        at(14, 30),
                        "Took the user, its keys, its policies and the log as evidence",
                        "run R-17",
                        TimelineEntry.Kind.EVIDENCE),
                new TimelineEntry(
                        at(14, 52), "Agreed to contain the key", "analyst maria", TimelineEntry.Kind.DECISION),
                new TimelineEntry(
                        at(14, 55),
                        "Deactivated the key and denied the sessions made before",
                        "run R-17",
                        TimelineEntry.Kind.RESPONSE),
                new TimelineEntry(
                        at(15, 10),
                        "Tried again with the key and was refused " + HOSTILE,
                        "ci-deploy",
                        TimelineEntry.Kind.ATTACK),
                new TimelineEntry(
                        at(16, 0),
                        "Restored the 3 invoices, each the same as before",
                        "drill s3-undelete",
                        TimelineEntry.Kind.RECOVERY));
    }

    public static RunStory fix() {
        return new RunStory(
                "F-03",
                RunStory.Kind.FIX,
                "fixes/ec2/close-world-open-admin-port",
                "Close admin ports that are open to the world",
                "",
                RunStory.State.DONE,
                Environment.EMULATOR,
                at(6, 0),
                at(6, 9),
                List.of(new RunStory.Step(
                        "revoke",
                        "containment",
                        "Remove the world-open rule from bastion",
                        "ec2:RevokeSecurityGroupIngress",
                        SHOP,
                        "eu-west-1",
                        RunStory.State.DONE,
                        at(6, 1),
                        at(6, 3),
                        "22/tcp from 0.0.0.0/0",
                        "no world-open rule for 22/tcp",
                        "ec2:AuthorizeSecurityGroupIngress with the rule as it was",
                        "")),
                List.of("maria, for digest 9c1e4f, at 2026-11-23 09:05Z"),
                Map.of(),
                List.of());
    }

    public static RunStory undoneFix() {
        return new RunStory(
                "F-02",
                RunStory.Kind.FIX,
                "fixes/s3/block-public-access",
                "Block public access to a bucket",
                "",
                RunStory.State.UNDONE,
                Environment.EMULATOR,
                at(4, 0),
                at(5, 30),
                List.of(new RunStory.Step(
                        "block",
                        "",
                        "Turn on all four settings for meridian-shop-assets",
                        "s3:PutPublicAccessBlock",
                        SHOP,
                        "us-east-1",
                        RunStory.State.UNDONE,
                        at(4, 1),
                        at(4, 2),
                        "BlockPublicAcls on, BlockPublicPolicy on, IgnorePublicAcls off, RestrictPublicBuckets off",
                        "all four on",
                        "s3:PutPublicAccessBlock with the settings as they were",
                        "")),
                List.of(),
                Map.of(),
                List.of());
    }

    public static RunStory response() {
        return new RunStory(
                "R-17",
                RunStory.Kind.RESPONSE,
                "runbooks/compromised-iam-credentials",
                "Contain a compromised access key",
                "C-2026-1123-01",
                RunStory.State.DONE,
                Environment.EMULATOR,
                at(14, 28),
                at(15, 2),
                List.of(
                        step(
                                "keep-user",
                                "evidence",
                                "Keep the user as it is",
                                "iam:GetUser",
                                "",
                                "",
                                "",
                                "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"),
                        step(
                                "deactivate",
                                "containment",
                                "Deactivate the key",
                                "iam:UpdateAccessKey",
                                "Active",
                                "Inactive",
                                "iam:UpdateAccessKey back to Active",
                                ""),
                        step(
                                "notify",
                                "containment",
                                "Tell the security team",
                                "sns:Publish",
                                "",
                                "",
                                "irreversible: a message cannot be called back",
                                "")),
                List.of("maria, for containment, at 2026-11-23 09:14Z"),
                Map.of("mttdSeconds", 113L, "mttcSeconds", 134L),
                List.of());
    }

    private static RunStory.Step step(
            String id,
            String phase,
            String say,
            String operation,
            String found,
            String wanted,
            String undo,
            String sha) {
        return new RunStory.Step(
                id,
                phase,
                say,
                operation,
                SHOP,
                "global",
                RunStory.State.DONE,
                at(14, 30),
                at(14, 31),
                found,
                wanted,
                undo,
                sha);
    }

    public static RunStory drill() {
        return new RunStory(
                "D-04",
                RunStory.Kind.DRILL,
                "drills/rds-snapshot-restore",
                "Restore shop-orders from its newest snapshot",
                "arn:aws:rds:eu-west-1:" + SHOP + ":db:shop-orders",
                RunStory.State.DONE,
                Environment.EMULATOR,
                at(17, 0),
                at(19, 24),
                List.of(
                        step(
                                "restore",
                                "recovery",
                                "Restore to holdfast-drill-shop-orders",
                                "rds:RestoreDBInstanceFromDBSnapshot",
                                "",
                                "a private instance of the same class",
                                "rds:DeleteDBInstance",
                                ""),
                        step(
                                "validate",
                                "verify",
                                "Compare engine, class and storage with the source",
                                "rds:DescribeDBInstances",
                                "",
                                "",
                                "",
                                ""),
                        step(
                                "remove",
                                "cleanup",
                                "Delete the restored instance",
                                "rds:DeleteDBInstance",
                                "",
                                "",
                                "irreversible: the copy is not needed again",
                                "")),
                List.of(),
                Map.of("rtoSeconds", 144L, "rpoSeconds", 39_600L),
                List.of());
    }

    /** The fixed parts of findings of one rule. */
    public record Rule(
            String id,
            String title,
            NistFunction function,
            Severity severity,
            String remediation,
            @Nullable String fix,
            Map<String, List<String>> frameworks) {
        public Finding says(Outcome outcome, String resource, String account, String region, String reason) {
            return new Finding(
                    Finding.Kind.CHECK,
                    id,
                    title,
                    function,
                    severity,
                    outcome,
                    resource,
                    account,
                    region,
                    reason,
                    frameworks,
                    remediation,
                    fix,
                    null);
        }
    }
}
