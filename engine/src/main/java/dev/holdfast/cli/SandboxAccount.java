package dev.holdfast.cli;

import dev.holdfast.aws.AwsSession;
import dev.holdfast.aws.Sandbox;
import dev.holdfast.aws.SingleFile;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An account in which a drill may attack for real: the configuration names it, and AWS says it is no management account. */
public final class SandboxAccount {
    private final Verb verb;
    private final String account;

    /**
     * @param verb whose configuration counts
     * @param account its id
     * @throws Stop when the configuration does not name it as a sandbox, or names it as the management account
     */
    public SandboxAccount(Verb verb, String account) {
        this.verb = verb;
        this.account = account;
        if (!account.matches("\\d{12}")) {
            throw Stop.usage("`" + account + "` is not an account id", "Give twelve digits");
        }
        var organization = verb.config().document().path("organization");
        boolean named = organization
                .path("sandboxes")
                .valueStream()
                .anyMatch(s -> s.asText().equals(account));
        if (!named) {
            throw Stop.usage(
                    "account " + account + " is no sandbox; nothing was called",
                    "A drill attacks for real. Name the account in `organization.sandboxes` of holdfast.yaml if nothing in it"
                            + " is worth keeping");
        }
        if (organization.path("management-account").asText().equals(account)) {
            throw Stop.usage("account " + account + " is the management account; nothing was called", "Use another");
        }
    }

    /** The configuration file, null when there is none. */
    public @Nullable Path configuration() {
        return verb.config().file();
    }

    /** What a proof made there is worth: {@code aws}, or {@code emulator} where the environment leads to one. */
    public String environment() {
        return Connection.environment(verb.here());
    }

    /**
     * Signs in.
     *
     * @param role role in the account that may make, attack and clear away
     * @throws Stop when it is the management account, or AWS does not say
     */
    public Sandbox open(String role) {
        Connection connection = new Connection();
        connection.role = role;
        AwsSession session = connection.writing(
                verb.config(),
                verb.here(),
                "respond",
                new SingleFile(1, verb.here().nanos()));
        try {
            return Sandbox.prove(session, new AccountId(account));
        } catch (AwsFailure failure) {
            session.close();
            throw new Stop(
                    Exit.FAILED,
                    "whether " + account + " may be attacked is not known: " + failure.explain(),
                    "The caller needs organizations:DescribeOrganization and must be able to take on `" + role + "`");
        } catch (IllegalArgumentException e) {
            session.close();
            throw new Stop(
                    Exit.FAILED, String.valueOf(e.getMessage()) + "; nothing was attacked", "Use another account");
        }
    }
}
