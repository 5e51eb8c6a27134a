package dev.holdfast.report.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Gap;
import dev.holdfast.model.Organization;
import dev.holdfast.report.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What {@code identify --json} says. */
public final class CollectionJson {
    private static final Comparator<Gap> BY_PLACE = Comparator.comparing(Gap::account)
            .thenComparing(Gap::region)
            .thenComparing(Gap::table)
            .thenComparing(Gap::operation)
            .thenComparing(Gap::resource)
            .thenComparing(Gap::error);

    private CollectionJson() {}

    /** {@code {schemaVersion, snapshot, organization, tables, calls, durationMs, unknown}}. */
    public static ObjectNode of(Collection collection) {
        ObjectNode top = Json.top().put("snapshot", collection.snapshot());
        top.set("organization", organization(collection.organization()));
        ArrayNode tables = top.putArray("tables");
        collection.tables().stream()
                .sorted(Comparator.comparing(Collection.TableCount::table))
                .forEach(table -> tables.addObject()
                        .put("table", table.table())
                        .put("rows", table.rows())
                        .put("calls", table.calls())
                        .put("errors", table.errors()));
        top.put("calls", collection.calls());
        top.put("durationMs", collection.took().toMillis());
        top.set("unknown", gaps(collection.gaps()));
        return top;
    }

    private static ObjectNode organization(Organization organization) {
        AccountId management = organization.management();
        ObjectNode node = Json.object()
                .put("id", organization.id())
                .put("managementAccountId", management == null ? null : management.value());
        ArrayNode accounts = node.putArray("accounts");
        organization.accounts().stream()
                .sorted(Comparator.comparing(Organization.Account::id))
                .forEach(account -> accounts.addObject()
                        .put("id", account.id().value())
                        .put("name", account.name())
                        .put("status", account.status()));
        ArrayNode regions = node.putArray("regions");
        organization.regions().stream().sorted().forEach(region -> regions.add(region.value()));
        return node;
    }

    /** The gaps, sorted by place. */
    public static ArrayNode gaps(List<Gap> gaps) {
        ArrayNode unknown = Json.strings(List.of());
        gaps.stream()
                .sorted(BY_PLACE)
                .forEach(gap -> unknown.addObject()
                        .put("account", gap.account())
                        .put("region", gap.region())
                        .put("table", gap.table())
                        .put("operation", gap.operation())
                        .put("resource", gap.resource())
                        .put("kind", gap.kind().name().toLowerCase(Locale.ROOT))
                        .put("error", gap.error())
                        .put("action", gap.action())
                        .put("principal", gap.principal()));
        return unknown;
    }
}
