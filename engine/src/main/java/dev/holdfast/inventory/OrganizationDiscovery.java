package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Organization;
import dev.holdfast.model.Organization.Account;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds out which accounts and regions there are to read. */
public final class OrganizationDiscovery {
    private static final Set<String> NONE = Set.of("AWSOrganizationsNotInUseException");
    private static final String ACTIVE = "ACTIVE";
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final AwsReader reader;
    private final AccountId caller;
    private @Nullable AwsFailure refused;

    /**
     * @param reader the reading door
     * @param caller the account the base credentials belong to
     */
    public OrganizationDiscovery(AwsReader reader, AccountId caller) {
        this.reader = reader;
        this.caller = caller;
    }

    /**
     * The organization in scope. Where there is none, or the caller may not see it, the caller's own account alone.
     *
     * @param accounts accounts to keep; empty for all active ones
     * @param regions regions to read; empty for those that are enabled in the caller's account
     * @throws AwsFailure when accounts cannot be listed although there is an organization and the caller manages it, or
     *     regions cannot be listed
     * @throws IllegalArgumentException when a wanted account is not in the organization
     */
    public Organization discover(Set<AccountId> accounts, Set<Region> regions) {
        List<Region> where =
                regions.isEmpty() ? enabledRegions() : regions.stream().sorted().toList();
        JsonNode found = organization();
        AccountId management = found.path("MasterAccountId").isTextual()
                ? new AccountId(found.path("MasterAccountId").asText())
                : null;
        List<Account> all = caller.equals(management) ? allAccounts() : List.of(new Account(caller, "", ACTIVE));
        List<Account> kept = all.stream()
                .filter(a -> accounts.isEmpty() || accounts.contains(a.id()))
                .sorted(Comparator.comparing(Account::id))
                .toList();
        TreeSet<AccountId> missing = new TreeSet<>(accounts);
        all.forEach(a -> missing.remove(a.id()));
        List<Account> open =
                kept.stream().filter(a -> a.status().equals(ACTIVE)).toList();
        if (!missing.isEmpty() || open.isEmpty()) {
            kept.forEach(a -> missing.add(a.id()));
            throw new IllegalArgumentException("not among the active accounts in reach: " + missing);
        }
        return new Organization(
                found.path("Id").isTextual() ? found.path("Id").asText() : null,
                management,
                open,
                where,
                kept.stream().filter(a -> !a.status().equals(ACTIVE)).toList());
    }

    /** Why nobody knows which other accounts there are; null when that is known. */
    public @Nullable AwsFailure refused() {
        return refused;
    }

    private Scope here() {
        return new Scope(caller, Region.GLOBAL);
    }

    private JsonNode organization() {
        try {
            return reader.read(here(), "organizations", "DescribeOrganization", NOTHING)
                    .path("Organization");
        } catch (AwsFailure failure) {
            if (failure.kind() == AwsFailure.Kind.DENIED) {
                refused = failure;
            } else if (!NONE.contains(failure.code())) {
                throw failure;
            }
            return NOTHING;
        }
    }

    private List<Account> allAccounts() {
        List<Account> out = new ArrayList<>();
        reader.pages(here(), "organizations", "ListAccounts", NOTHING, page -> {
            if (!page.path("Accounts").isArray()) {
                throw lacks("organizations:ListAccounts", "Accounts");
            }
            for (JsonNode account : page.path("Accounts")) {
                // State, which also knows accounts in the making, takes the place of Status, which AWS withdraws.
                String state = account.path("State").asText("");
                out.add(new Account(
                        new AccountId(account.path("Id").asText()),
                        account.path("Name").asText(),
                        state.isEmpty() ? account.path("Status").asText(ACTIVE) : state));
            }
        });
        return out;
    }

    private List<Region> enabledRegions() {
        JsonNode answer = reader.read(here(), "ec2", "DescribeRegions", NOTHING);
        List<Region> out = new ArrayList<>();
        answer.path("Regions")
                .forEach(r -> out.add(new Region(r.path("RegionName").asText())));
        if (out.isEmpty()) {
            throw lacks("ec2:DescribeRegions", "Regions");
        }
        return out.stream().sorted().toList();
    }

    private AwsFailure lacks(String operation, String member) {
        return new AwsFailure(
                AwsFailure.Kind.EMPTY_ANSWER, operation, here(), "", 200, "the answer lacks `" + member + "`");
    }
}
