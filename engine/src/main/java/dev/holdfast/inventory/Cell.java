package dev.holdfast.inventory;

import dev.holdfast.content.TableDefinition;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Organization;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is read as one: a table in a scope.
 *
 * @param table the table
 * @param scope where
 */
record Cell(TableDefinition table, Scope scope) {
    /** Its name among the finished ones. */
    String key() {
        return key(table.name(), scope.account().value(), scope.region().value());
    }

    static String key(String table, String account, String region) {
        return table + " " + account + " " + region;
    }

    /** The account that is asked about the organization as a whole. */
    static AccountId top(Organization organization) {
        AccountId management = organization.management();
        return management != null ? management : organization.accounts().get(0).id();
    }

    /**
     * All cells of an account. Tables of one service stand apart, so that those read side by side do not press on the same
     * limit of AWS; regions of one table stand together, since each has a limit of its own.
     */
    static List<Cell> of(AccountId account, Organization organization, List<TableDefinition> tables) {
        boolean top = account.equals(top(organization));
        boolean inScope = organization.accounts().stream().anyMatch(a -> a.id().equals(account));
        List<Cell> out = new ArrayList<>();
        for (TableDefinition table : tables) {
            if (table.extent().organizationWide() ? top : inScope) {
                List<Region> regions = table.extent().regional() ? organization.regions() : List.of(Region.GLOBAL);
                regions.forEach(region -> out.add(new Cell(table, new Scope(account, region))));
            }
        }
        return out;
    }

    /** The accounts that have cells, in order. */
    static List<AccountId> accounts(Organization organization) {
        TreeSet<AccountId> out = new TreeSet<>();
        organization.accounts().forEach(a -> out.add(a.id()));
        out.add(top(organization));
        return List.copyOf(out);
    }

    /** The tables in turns: one of each service, then the second of each, and so on. */
    static List<TableDefinition> spread(List<TableDefinition> tables) {
        Map<String, List<TableDefinition>> byService = new TreeMap<>();
        tables.forEach(t -> byService
                .computeIfAbsent(t.list().service(), k -> new ArrayList<>())
                .add(t));
        List<TableDefinition> out = new ArrayList<>();
        for (int turn = 0; out.size() < tables.size(); turn++) {
            for (List<TableDefinition> ofService : byService.values()) {
                if (turn < ofService.size()) {
                    out.add(ofService.get(turn));
                }
            }
        }
        return out;
    }
}
