package dev.holdfast.report;

import dev.holdfast.model.Organization;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What people call the accounts.
 *
 * @param byId account id to name
 */
public record AccountNames(Map<String, String> byId) {
    /** Knows no name. */
    public static final AccountNames NONE = new AccountNames(Map.of());

    /** Copies its map. */
    public AccountNames {
        byId = Map.copyOf(byId);
    }

    /** The names in an organization. */
    public static AccountNames of(Organization organization) {
        return new AccountNames(organization.accounts().stream()
                .collect(Collectors.toMap(
                        account -> account.id().value(), Organization.Account::name, (first, second) -> first)));
    }

    /** The name, the id where no name is known, {@code organization} for what concerns all accounts. */
    public String label(String account) {
        if (account.isEmpty()) {
            return "organization";
        }
        String name = byId.getOrDefault(account, "");
        return name.isBlank() ? account : name;
    }
}
