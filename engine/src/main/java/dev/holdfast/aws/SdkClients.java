package dev.holdfast.aws;

import dev.holdfast.model.Region;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;

/**
 * The SDK's clients, one per service and region whatever the account, since a client costs more than a call: the
 * account's credentials go with each request.
 */
final class SdkClients implements AutoCloseable {
    private final AwsSettings settings;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final Map<String, Object> clients = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor deadlines = deadlines();

    SdkClients(AwsSettings settings, AwsCredentialsProvider credentials) {
        this.settings = settings;
        this.credentials = credentials;
        this.http = ApacheHttpClient.builder()
                .maxConnections(Math.max(settings.concurrency() + 4, 16))
                .dnsResolver(SdkClients::resolve)
                .build();
    }

    /**
     * Watches the deadlines of all calls. Left to itself each client brings five threads for it, hundreds in all, and
     * keeps the watch over every answered call until its deadline.
     */
    private static ScheduledThreadPoolExecutor deadlines() {
        ScheduledThreadPoolExecutor out = new ScheduledThreadPoolExecutor(
                2, Thread.ofPlatform().daemon().name("aws-deadline-", 0).factory());
        out.setRemoveOnCancelPolicy(true);
        return out;
    }

    /** S3 Control puts the account id before the endpoint's host; under localhost no name server knows such names. */
    private static InetAddress[] resolve(String host) throws UnknownHostException {
        return host.endsWith(".localhost")
                ? new InetAddress[] {InetAddress.getLoopbackAddress()}
                : InetAddress.getAllByName(host);
    }

    Object client(ServiceNames.Service service, Region region) {
        Region where = region.equals(Region.GLOBAL) ? settings.homeRegion() : region;
        return clients.computeIfAbsent(service.prefix() + "/" + where, k -> build(service, where));
    }

    private Object build(ServiceNames.Service service, Region region) {
        try {
            Class<?> type = Class.forName(service.basePackage() + "." + service.client() + "Client");
            Object builder = SdkMethods.builder(type, type.getName() + "Builder");
            AwsClientBuilder<?, ?> aws = (AwsClientBuilder<?, ?>) builder;
            aws.region(software.amazon.awssdk.regions.Region.of(region.value()));
            aws.credentialsProvider(credentials);
            aws.overrideConfiguration(ClientOverrideConfiguration.builder()
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .apiCallTimeout(settings.deadline())
                    .scheduledExecutorService(deadlines)
                    .build());
            ((SdkSyncClientBuilder<?, ?>) builder).httpClient(http);
            if (settings.endpoint() != null) {
                // The binary form that the SDK prefers for Kinesis is AWS's alone; it has no other switch than this.
                System.setProperty("aws.cborEnabled", "false");
                aws.endpointOverride(settings.endpoint());
            }
            if (builder instanceof S3BaseClientBuilder<?, ?> s3) {
                s3.forcePathStyle(settings.endpoint() != null);
                s3.crossRegionAccessEnabled(settings.endpoint() == null);
            }
            return ((software.amazon.awssdk.utils.builder.SdkBuilder<?, ?>) builder).build();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the SDK module of `" + service.prefix() + "` is not in the build", e);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(client -> {
            if (client instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Exception e) {
                    // Closing is best effort: the process is about to let go of the sockets anyway.
                    clients.clear();
                }
            }
        });
        http.close();
        deadlines.shutdownNow();
    }
}
