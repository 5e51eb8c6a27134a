package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.Region;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One table of the inventory, as its file describes it: what to call, where, and what becomes a column. Every table
 * also has {@code account_id}, {@code region} and {@code _errors} (column to what went wrong reading it).
 *
 * @param name the table, named as Steampipe names it where it has it
 * @param file its file, for messages
 * @param title what a row is
 * @param extent whether it is read once, per account, or per account and region
 * @param askedIn the region to ask for what an account has once but AWS keeps in one region, null for the scope's own
 * @param id the column by which findings call a resource
 * @param within where parents come from when the listing is asked for each of them, null when it is asked once
 * @param list the listing
 * @param repeat whether every item found is a parent in its turn
 * @param details calls made for each item, in order
 * @param columns the columns, in the file's order
 * @param volatiles columns that change without anybody changing the resource, such as when it was last used
 */
public record TableDefinition(
        String name,
        String file,
        String title,
        Extent extent,
        @Nullable Region askedIn,
        String id,
        @Nullable Parents within,
        TableCall list,
        boolean repeat,
        List<Detail> details,
        List<TableColumn> columns,
        List<String> volatiles) {
    public static final String ACCOUNT = "account_id";
    public static final String REGION = "region";
    public static final String ERRORS = "_errors";

    /** Where a table is read. */
    public enum Extent {
        /** Once, in the management account. */
        ORGANIZATION,
        /** Once in each region of the management account, for what only that account may ask. */
        ORGANIZATION_REGION,
        /** Once in each account. */
        ACCOUNT,
        /** Once in each region of each account. */
        REGION;

        /** True when its rows tell of the whole organization, so that every verdict may depend on them. */
        public boolean organizationWide() {
            return this == ORGANIZATION || this == ORGANIZATION_REGION;
        }

        /** True when it is read once in each region. */
        public boolean regional() {
            return this == REGION || this == ORGANIZATION_REGION;
        }
    }

    /**
     * Where parents come from: a call, or values that the file lists (each then is {@code $parent.value}).
     *
     * @param within parents of the parents, null when there are none; a parent also has the members of its own
     * @param call the call, null when there are values
     * @param own where a parent tells its owner: those of other accounts are left out; null to keep all
     * @param values the values, empty when there is a call
     */
    public record Parents(
            @Nullable Parents within,
            @Nullable TableCall call,
            @Nullable TablePath own,
            List<JsonNode> values) {}

    /**
     * A call made for each item.
     *
     * @param name its name in {@code from:}
     * @param call the call
     * @param region column that holds the region to ask, null for the scope's own
     * @param when columns and the value each must have for the call to make sense; {@code $column} is that column's value
     * @param asked whether it is made at all; its columns are not known otherwise
     */
    public record Detail(
            String name, TableCall call, @Nullable String region, Map<String, String> when, boolean asked) {}

    /** The same table, of which only what these columns need is asked in detail. */
    public TableDefinition asking(Set<String> wanted) {
        Set<String> needed = new Needed(this).by(wanted);
        List<Detail> some = details.stream()
                .map(d -> new Detail(d.name(), d.call(), d.region(), d.when(), needed.contains(d.name())))
                .toList();
        return new TableDefinition(
                name, file, title, extent, askedIn, id, within, list, repeat, some, columns, volatiles);
    }

    /** All calls: of parents, what prepares the listing, the listing, then the details. */
    public List<TableCall> calls() {
        List<TableCall> out = new ArrayList<>();
        for (Parents parents = within; parents != null; parents = parents.within()) {
            if (parents.call() != null) {
                add(parents.call(), out);
            }
        }
        add(list, out);
        details.forEach(d -> add(d.call(), out));
        return out;
    }

    private static void add(TableCall call, List<TableCall> out) {
        if (call.prepare() != null) {
            out.add(call.prepare().call());
        }
        out.add(call);
    }

    /** The columns that come from one answer, in the file's order. */
    public List<TableColumn> columnsFrom(String answer) {
        return columns.stream().filter(c -> c.from().equals(answer)).toList();
    }

    /** The column of that name. */
    public Optional<TableColumn> column(String column) {
        return columns.stream().filter(c -> c.name().equals(column)).findFirst();
    }

    /** The table in the snapshot. */
    public TableSchema schema() {
        List<Column> out = new ArrayList<>();
        out.add(new Column(ACCOUNT, Type.TEXT));
        out.add(new Column(REGION, Type.TEXT));
        for (TableColumn column : columns) {
            if (!column.name().equals(REGION)) {
                out.add(new Column(column.name(), column.type()));
            }
        }
        out.add(new Column(ERRORS, Type.JSON));
        return new TableSchema(name, out);
    }
}
