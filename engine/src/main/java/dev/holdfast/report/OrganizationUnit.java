package dev.holdfast.report;

import dev.holdfast.model.Organization;
import java.util.List;

/**
 * The root of an organization or one of its organizational units, with what lies in it.
 *
 * @param id {@code r-…} or {@code ou-…}
 * @param name the name shown to people
 * @param units the units directly in it
 * @param accounts the accounts directly in it
 */
public record OrganizationUnit(
        String id, String name, List<OrganizationUnit> units, List<Organization.Account> accounts) {
    /** Copies its lists. */
    public OrganizationUnit {
        units = List.copyOf(units);
        accounts = List.copyOf(accounts);
    }
}
