package dev.holdfast.aws;

import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;

/**
 * Credentials for each account: the caller's own where they belong to it, else a session of the role. A role that
 * cannot be assumed is remembered for a while, so that a missing role costs one call and not one per table.
 */
final class SignIn {
    /** Session policies can only take away. Source: IAM User Guide, "Session policies". */
    private static final String SESSION_POLICY = """
            {"Version":"2012-10-17","Statement":[\
            {"Effect":"Allow","Action":"kms:Decrypt","Resource":"*",\
            "Condition":{"StringLike":{"kms:ViaService":%s}}},%s\
            {"Effect":"Deny","Resource":"*","Action":["secretsmanager:GetSecretValue",\
            "secretsmanager:BatchGetSecretValue","ssm:GetParameter*","ec2:GetPasswordData","ecr:GetAuthorizationToken",\
            "sts:AssumeRole","sts:GetFederationToken"]}]}""";

    private static final String READS = SESSION_POLICY.formatted("\"s3.*.amazonaws.com\"", "");

    /** Logs also come through queues and streams, and a message that was dealt with is taken off its queue. */
    private static final String TAKES = SESSION_POLICY.formatted(
            "[\"s3.*.amazonaws.com\",\"sqs.*.amazonaws.com\",\"kinesis.*.amazonaws.com\"]",
            "{\"Effect\":\"Allow\",\"Resource\":\"*\",\"Action\":[\"sqs:ReceiveMessage\",\"sqs:DeleteMessage\","
                    + "\"kinesis:ListShards\",\"kinesis:GetShardIterator\",\"kinesis:GetRecords\"]},");

    private static final Duration RENEW_BEFORE = Duration.ofMinutes(5);
    private static final Duration REMEMBER_REFUSAL = Duration.ofMinutes(5);
    private static final Duration REMEMBER_TROUBLE = Duration.ofSeconds(15);
    private static final int SERVER_ERROR_ATTEMPTS = 4;

    /** What an account answered to the sign-in. */
    private record Entry(
            @Nullable AwsCredentialsProvider credentials,
            String principal,
            Instant until,
            @Nullable AwsFailure refusal) {}

    private final AwsSettings settings;
    private final AwsCredentialsProvider base;
    private final StsClient sts;
    private final InstantSource clock;
    private final CallLedger ledger;
    private final Pace pace;
    private final Map<AccountId, Object> locks = new ConcurrentHashMap<>();
    private final Map<AccountId, Entry> entries = new ConcurrentHashMap<>();
    private volatile @Nullable Caller caller;

    /** Who the base credentials belong to. */
    record Caller(AccountId account, String arn) {}

    SignIn(
            AwsSettings settings,
            AwsCredentialsProvider base,
            StsClient sts,
            InstantSource clock,
            CallLedger ledger,
            Pace pace) {
        this.pace = pace;
        this.settings = settings;
        this.base = base;
        this.sts = sts;
        this.clock = clock;
        this.ledger = ledger;
    }

    /** Who the base credentials belong to; asked once. */
    synchronized Caller caller() {
        Caller known = caller;
        if (known == null) {
            GetCallerIdentityResponse answer =
                    repeat("sts:GetCallerIdentity", nowhere(), () -> sts.getCallerIdentity(r -> {}));
            if (answer.account() == null || answer.arn() == null) {
                throw failure(AwsFailure.Kind.EMPTY_ANSWER, "the answer names no account");
            }
            known = new Caller(new AccountId(answer.account()), answer.arn());
            caller = known;
        }
        return known;
    }

    AwsCredentialsProvider credentials(AccountId account) {
        if (account.equals(caller().account())) {
            return base;
        }
        Entry entry = entry(account);
        if (entry.refusal() != null) {
            throw entry.refusal();
        }
        return java.util.Objects.requireNonNull(entry.credentials());
    }

    /**
     * Ends the use of credentials that AWS calls expired, whatever the time at which they should.
     *
     * @return true when the next call has others
     */
    boolean renewable(AccountId account, AwsCredentialsProvider expired) {
        if (expired.equals(base)) {
            return false;
        }
        synchronized (locks.computeIfAbsent(account, k -> new Object())) {
            Entry known = entries.get(account);
            if (known != null && expired.equals(known.credentials())) {
                entries.remove(account);
            }
        }
        return true;
    }

    String principal(AccountId account) {
        return account.equals(caller().account()) ? caller().arn() : roleArn(account);
    }

    private Entry entry(AccountId account) {
        synchronized (locks.computeIfAbsent(account, k -> new Object())) {
            Entry known = entries.get(account);
            if (known == null || !clock.instant().isBefore(known.until())) {
                known = assume(account);
                entries.put(account, known);
            }
            return known;
        }
    }

    private Entry assume(AccountId account) {
        String operation = "sts:AssumeRole";
        String role = roleArn(account);
        AssumeRoleRequest.Builder request = AssumeRoleRequest.builder()
                .roleArn(role)
                .roleSessionName("holdfast")
                .externalId(settings.externalId());
        if (settings.readOnly()) {
            String partition = role.split(":")[1];
            request.policy(settings.consuming() ? TAKES : READS)
                    .policyArns(managed(partition, "ReadOnlyAccess"), managed(partition, "SecurityAudit"));
        }
        try {
            AssumeRoleResponse answer =
                    repeat(operation, new Scope(account, Region.GLOBAL), () -> sts.assumeRole(request.build()));
            var c = answer.credentials();
            AwsSessionCredentials session = AwsSessionCredentials.builder()
                    .accessKeyId(c.accessKeyId())
                    .secretAccessKey(c.secretAccessKey())
                    .sessionToken(c.sessionToken())
                    .build();
            return new Entry(
                    StaticCredentialsProvider.create(session),
                    role,
                    c.expiration().minus(RENEW_BEFORE),
                    null);
        } catch (AwsFailure why) {
            boolean refused = why.kind() == AwsFailure.Kind.DENIED || why.kind() == AwsFailure.Kind.NO_ACCESS;
            AwsFailure told = new AwsFailure(
                            refused ? AwsFailure.Kind.NO_ACCESS : why.kind(),
                            operation,
                            why.scope(),
                            why.code(),
                            why.status(),
                            caller().arn() + " could not assume " + role + ": " + why.getMessage())
                    .by(caller().arn());
            return new Entry(null, role, clock.instant().plus(refused ? REMEMBER_REFUSAL : REMEMBER_TROUBLE), told);
        }
    }

    /** Signing in changes nothing, so it may be tried again like any read. */
    private <T> T repeat(String operation, Scope scope, Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            ledger.sent(operation);
            try {
                return call.get();
            } catch (SdkException e) {
                ledger.failed(operation);
                AwsFailure failure = Failures.of(e, operation, scope);
                int most = failure.kind() == AwsFailure.Kind.THROTTLED ? settings.attempts() : SERVER_ERROR_ATTEMPTS;
                boolean passing = failure.kind() == AwsFailure.Kind.THROTTLED || failure.ambiguous();
                if (!passing || attempt >= most) {
                    throw failure;
                }
                pace.pause(attempt);
            }
        }
    }

    private static PolicyDescriptorType managed(String partition, String name) {
        return PolicyDescriptorType.builder()
                .arn("arn:" + partition + ":iam::aws:policy/" + name)
                .build();
    }

    private String roleArn(AccountId account) {
        String partition = caller().arn().split(":", 3)[1];
        return "arn:" + partition + ":iam::" + account + ":role/" + settings.roleName();
    }

    private static AwsFailure failure(AwsFailure.Kind kind, String message) {
        return new AwsFailure(kind, "sts:GetCallerIdentity", nowhere(), "", 0, message);
    }

    private static Scope nowhere() {
        return new Scope(new AccountId("000000000000"), Region.GLOBAL);
    }
}
