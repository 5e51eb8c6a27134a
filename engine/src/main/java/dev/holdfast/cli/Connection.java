package dev.holdfast.cli;

import dev.holdfast.aws.AwsSession;
import dev.holdfast.aws.AwsSettings;
import dev.holdfast.aws.SingleFile;
import dev.holdfast.model.Region;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a verb reaches AWS: the usual environment of AWS tools, and a role for the other accounts. */
final class Connection {
    /** As many as a plan looks at, or a run carries on, at once. */
    private static final int AT_ONCE = 64;

    @Option(
            names = "--role",
            paramLabel = "NAME",
            description = "Role assumed in every other account (default: from the configuration).")
    @Nullable
    String role;

    /** A session that only reads. */
    AwsSession reading(Config config, Surroundings here) {
        return open(settings(config, here, "read"), here);
    }

    /** A session that reads, and takes messages off queues. */
    AwsSession taking(Config config, Surroundings here) {
        return open(settings(config, here, "read").taking(), here);
    }

    /** A session that only reads, whose calls to AWS Organizations come in single file. */
    AwsSession reading(Config config, Surroundings here, SingleFile organizations) {
        return open(
                settings(config, here, "read").organizationsIn(organizations).atOnce(AT_ONCE), here);
    }

    /** A session that may write, with the role for that purpose. */
    AwsSession writing(Config config, Surroundings here, String purpose, SingleFile organizations) {
        String name = role == null ? config.role(purpose) : role;
        return open(
                settings(config, here, purpose)
                        .organizationsIn(organizations)
                        .atOnce(AT_ONCE)
                        .writing(name),
                here);
    }

    private AwsSettings settings(Config config, Surroundings here, String purpose) {
        return AwsSettings.of(endpoint(here).orElse(null), home(config), role == null ? config.role(purpose) : role)
                .knowing(here.variable("HOLDFAST_EXTERNAL_ID").orElse(null));
    }

    private static Region home(Config config) {
        return config.homeRegion();
    }

    /** Another endpoint than AWS's own, when the environment names one. */
    static Optional<URI> endpoint(Surroundings here) {
        return here.variable("AWS_ENDPOINT_URL").map(text -> {
            try {
                URI uri = URI.create(text);
                if (uri.getHost() == null) {
                    throw new IllegalArgumentException("no host");
                }
                return uri;
            } catch (IllegalArgumentException e) {
                throw Stop.usage("AWS_ENDPOINT_URL `" + text + "` is not an address", "Write http://host:port");
            }
        });
    }

    private static AwsSession open(AwsSettings settings, Surroundings here) {
        Optional<String> id = here.variable("AWS_ACCESS_KEY_ID");
        Optional<String> secret = here.variable("AWS_SECRET_ACCESS_KEY");
        if (id.isPresent() && secret.isPresent()) {
            dev.holdfast.aws.Keys keys = new dev.holdfast.aws.Keys(
                    id.get(), secret.get(), here.variable("AWS_SESSION_TOKEN").orElse(null));
            return AwsSession.open(settings, keys, here.clock(), here.nanos(), here.random());
        }
        return AwsSession.open(settings, here.clock(), here.nanos(), here.random());
    }

    /** What a proof made over this connection is worth: on AWS itself, or on something that stands in for it. */
    static String environment(Surroundings here) {
        return endpoint(here).isPresent() ? "emulator" : "aws";
    }
}
