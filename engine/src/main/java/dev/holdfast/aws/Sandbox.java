package dev.holdfast.aws;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;

/** A session that may write in one account alone, which AWS says is no management account. Close it after use. */
public final class Sandbox implements AutoCloseable {
    private final AwsSession session;
    private final AccountId account;

    private Sandbox(AwsSession session, AccountId account) {
        this.session = session;
        this.account = account;
    }

    /**
     * Asks AWS which account manages the organization, and whether the account can be reached.
     *
     * @param session signs in; closed with this
     * @throws AwsFailure when AWS does not say
     * @throws IllegalArgumentException when it is the management account, or another account answers
     */
    public static Sandbox prove(AwsSession session, AccountId account) {
        if (management(session).equals(account.value())) {
            throw new IllegalArgumentException(account + " is the management account of the organization");
        }
        String reached = session.reader()
                .read(
                        new Scope(account, Region.GLOBAL),
                        "sts",
                        "GetCallerIdentity",
                        JsonNodeFactory.instance.objectNode())
                .path("Account")
                .asText();
        if (!reached.equals(account.value())) {
            throw new IllegalArgumentException("account `" + reached + "` answers where " + account + " was called");
        }
        return new Sandbox(session, account);
    }

    private static String management(AwsSession session) {
        Scope own = new Scope(session.account(), Region.GLOBAL);
        try {
            String id = session.reader()
                    .read(own, "organizations", "DescribeOrganization", JsonNodeFactory.instance.objectNode())
                    .path("Organization")
                    .path("MasterAccountId")
                    .asText();
            if (id.isEmpty()) {
                throw new IllegalArgumentException("AWS does not say which account manages the organization");
            }
            return id;
        } catch (AwsFailure failure) {
            if (failure.code().equals("AWSOrganizationsNotInUseException")) {
                return "";
            }
            throw failure;
        }
    }

    /** The one account. */
    public AccountId account() {
        return account;
    }

    /** The session; whoever writes through it holds to {@link #account()}. */
    public AwsSession session() {
        return session;
    }

    @Override
    public void close() {
        session.close();
    }
}
