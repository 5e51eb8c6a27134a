package dev.holdfast.aws;

import dev.holdfast.model.AccountId;
import dev.holdfast.model.Region;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;

/** A signed-in connection to an organization: what all doors of this room are made from. Close it after use. */
public final class AwsSession implements AutoCloseable {
    private final AwsSettings settings;
    private final SdkClients clients;
    private final SignIn signIn;
    private final CallLedger ledger = new CallLedger();
    private final Caller caller;

    private AwsSession(
            AwsSettings settings,
            AwsCredentialsProvider credentials,
            InstantSource clock,
            LongSupplier nanos,
            RandomGenerator random) {
        this.settings = settings;
        this.clients = new SdkClients(settings, credentials);
        StsClient sts = (StsClient) clients.client(ServiceNames.find("sts").orElseThrow(), Region.GLOBAL);
        Pace pace = new Pace(settings.callsPerSecond(), nanos, random);
        this.signIn = new SignIn(settings, credentials, sts, clock, ledger, pace);
        this.caller = new Caller(settings, clients, signIn, ledger, pace);
    }

    /**
     * Opens a session with the SDK's default chain of credentials (environment, profile, SSO, instance …). Nothing is
     * called yet.
     *
     * @param settings how AWS is reached
     * @param clock the time, for the expiry of role sessions
     * @param nanos a steady clock, for pacing
     * @param random source of jitter
     */
    public static AwsSession open(
            AwsSettings settings, InstantSource clock, LongSupplier nanos, RandomGenerator random) {
        AwsCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
        return new AwsSession(settings, chain, clock, nanos, random);
    }

    /** Opens a session with given keys, as the emulator's players need it. */
    public static AwsSession open(
            AwsSettings settings, Keys keys, InstantSource clock, LongSupplier nanos, RandomGenerator random) {
        return new AwsSession(settings, keys.provider(), clock, nanos, random);
    }

    /** The account the base credentials belong to. */
    public AccountId account() {
        return signIn.caller().account();
    }

    /** The principal the base credentials belong to (ARN). */
    public String principal() {
        return signIn.caller().arn();
    }

    public AwsSettings settings() {
        return settings;
    }

    /** The reading door. */
    public AwsReader reader() {
        return new SdkReader(caller);
    }

    /**
     * The door through which queues are emptied.
     *
     * @throws IllegalStateException when this session was not opened for it
     */
    public QueueDoor queue() {
        if (!settings.consuming()) {
            throw new IllegalStateException("this session may not take messages off queues");
        }
        return new SdkQueue(caller);
    }

    /** What has been called so far. */
    public CallLedger ledger() {
        return ledger;
    }

    /** Any operation, writing ones too: for this room and {@code aws.write} alone. */
    public Caller caller() {
        return caller;
    }

    @Override
    public void close() {
        clients.close();
    }
}
