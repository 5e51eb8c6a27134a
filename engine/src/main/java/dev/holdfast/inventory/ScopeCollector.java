package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.content.TableColumn;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableDefinition.Detail;
import dev.holdfast.content.TableDefinition.Parents;
import dev.holdfast.content.TablePath;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one table in one scope. A failed listing is thrown; a failed detail becomes the error of its columns. */
final class ScopeCollector {
    private static final int MOST_PARENTS = 100_000;
    private static final String NOT_ASKED = "the run did not ask, since it was for checks that do not need it";

    private final TableDefinition table;
    private final Scope scope;
    private final Scope callee;
    private final String partition;
    private final Asker asker;
    private final SecretHash hash;
    private final ExecutorService threads;

    ScopeCollector(
            TableDefinition table,
            Scope scope,
            String partition,
            Asker asker,
            SecretHash hash,
            ExecutorService threads) {
        this.table = table;
        this.scope = scope;
        this.callee = table.askedIn() == null ? scope : new Scope(scope.account(), table.askedIn());
        this.partition = partition;
        this.asker = asker;
        this.hash = hash;
        this.threads = threads;
    }

    /**
     * Reads all rows and hands them on page by page.
     *
     * @throws AwsFailure when a listing failed; the rows before it were handed on
     */
    void collect(Consumer<List<ObjectNode>> sink) {
        Deque<JsonNode> parents = parents(table.within());
        for (int asked = 0; !parents.isEmpty(); asked++) {
            if (asked > MOST_PARENTS) {
                throw new AwsFailure(
                        AwsFailure.Kind.EMPTY_ANSWER,
                        table.list().name(),
                        scope,
                        "",
                        0,
                        "the tree has more than " + MOST_PARENTS + " nodes, or a loop");
            }
            JsonNode parent = parents.removeFirst();
            asker.items(callee, table.list(), name -> given(name, parent, null), items -> {
                if (table.repeat()) {
                    items.forEach(parents::addLast);
                }
                sink.accept(rows(items, parent));
            });
        }
    }

    private Deque<JsonNode> parents(@Nullable Parents within) {
        Deque<JsonNode> out = new ArrayDeque<>();
        if (within == null) {
            out.add(NullNode.getInstance());
        } else if (within.call() == null) {
            out.addAll(within.values());
        } else {
            for (JsonNode above : parents(within.within())) {
                asker.items(
                        callee,
                        within.call(),
                        name -> given(name, above, null),
                        items -> items.forEach(item -> parent(within, above, item, out)));
            }
        }
        return out;
    }

    /** Keeps a parent that this account owns, with the members of its own parent. */
    private void parent(Parents within, JsonNode above, JsonNode item, Deque<JsonNode> out) {
        TablePath own = within.own();
        if (own != null && !own.find(item).asText().equals(scope.account().value())) {
            return;
        }
        boolean both = above instanceof ObjectNode && item instanceof ObjectNode;
        out.addLast(both ? ((ObjectNode) above.deepCopy()).setAll((ObjectNode) item) : item);
    }

    private List<ObjectNode> rows(ArrayNode items, JsonNode parent) {
        List<Callable<RowBuilder>> tasks = new ArrayList<>();
        items.forEach(item -> tasks.add(() -> row(item, parent)));
        List<ObjectNode> out = new ArrayList<>();
        try {
            List<Future<RowBuilder>> rows = table.details().isEmpty() ? null : threads.invokeAll(tasks);
            for (int i = 0; i < tasks.size(); i++) {
                RowBuilder row =
                        rows == null ? row(items.get(i), parent) : rows.get(i).get();
                out.add(row.build());
            }
            return out;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwsFailure(
                    AwsFailure.Kind.UNAVAILABLE, table.list().name(), scope, "", 0, "the collection was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private RowBuilder row(JsonNode item, JsonNode parent) {
        RowBuilder row = new RowBuilder(scope, partition, hash);
        put(row, TableColumn.PARENT, parent, table.list().name());
        put(row, TableColumn.ITEM, item, table.list().name());
        for (Detail detail : table.details()) {
            detail(row, detail, parent);
        }
        return row;
    }

    private void put(RowBuilder row, String from, JsonNode answer, String operation) {
        table.columnsFrom(from).forEach(column -> row.put(column, answer, operation));
    }

    private void detail(RowBuilder row, Detail detail, JsonNode parent) {
        if (!detail.asked()) {
            fail(row, detail, new CellError(detail.call().name(), AwsFailure.Kind.NOT_ASKED, NOT_ASKED));
            return;
        }
        for (Map.Entry<String, String> condition : detail.when().entrySet()) {
            CellError unknown = row.error(condition.getKey());
            if (unknown != null) {
                fail(row, detail, unknown);
                return;
            }
            JsonNode value = row.value(condition.getKey());
            String wanted = condition.getValue();
            if (wanted.startsWith("$")) {
                JsonNode other = row.value(wanted.substring(1));
                wanted = other == null ? "" : other.asText();
            }
            if (value == null || !value.asText().equals(wanted)) {
                return;
            }
        }
        try {
            Scope where = detail.region() == null ? callee : new Scope(scope.account(), region(row, detail.region()));
            JsonNode answer = asker.answer(where, detail.call(), name -> given(name, parent, row));
            put(row, detail.name(), answer, detail.call().name());
        } catch (Unread e) {
            fail(row, detail, e.error);
        } catch (AwsFailure failure) {
            fail(row, detail, CellError.of(failure).declaredBy(table));
        } catch (IllegalArgumentException e) {
            // A region or a request that AWS's own models do not take: nothing was asked, so nothing is known.
            fail(
                    row,
                    detail,
                    new CellError(detail.call().name(), AwsFailure.Kind.REFUSED, String.valueOf(e.getMessage())));
        }
    }

    private void fail(RowBuilder row, Detail detail, CellError error) {
        table.columnsFrom(detail.name()).forEach(column -> row.fail(column, error));
    }

    private static Region region(RowBuilder row, String column) {
        CellError unknown = row.error(column);
        if (unknown != null) {
            throw new Unread(unknown);
        }
        JsonNode value = row.value(column);
        return new Region(value == null ? "" : value.asText());
    }

    private @Nullable JsonNode given(String name, JsonNode parent, @Nullable RowBuilder row) {
        if (name.startsWith("parent.")) {
            return TablePath.of(name.substring(7)).find(parent);
        }
        if (row == null) {
            return switch (name) {
                case TableDefinition.ACCOUNT -> TextNode.valueOf(scope.account().value());
                case TableDefinition.REGION -> TextNode.valueOf(scope.region().value());
                default -> null;
            };
        }
        CellError unknown = row.error(name);
        if (unknown != null) {
            throw new Unread(unknown);
        }
        return row.value(name);
    }

    /** A call cannot be made because a value it needs was not read; it fails for the same reason. */
    private static final class Unread extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient CellError error;

        Unread(CellError error) {
            super(error.error());
            this.error = error;
        }
    }
}
