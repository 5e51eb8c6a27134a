package dev.holdfast.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A query as DuckDB's own parser sees it, refused unless it is a single SELECT that stays inside the snapshot. The
 * database is locked down as well; this second gate gives the better message and keeps out functions that the lock does
 * not cover, such as those that take raw pointers.
 */
final class ParsedQuery {
    private static final int MOST_CHARACTERS = 100_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The functions that stand for a table and read nothing but their arguments. */
    private static final Set<String> TABLE_FUNCTIONS =
            Set.of("unnest", "generate_series", "range", "json_each", "json_tree", "generate_subscripts", "repeat");

    private static final Set<String> REFUSED_FUNCTIONS = Set.of(
            "getenv", "getvariable", "current_setting", "write_log", "nextval", "currval", "read_text", "read_blob");

    private final JsonNode tree;

    private ParsedQuery(JsonNode tree) {
        this.tree = tree;
    }

    /** The parsed statement. */
    JsonNode tree() {
        return tree;
    }

    static ParsedQuery parse(Connection connection, String sql) {
        if (sql.length() > MOST_CHARACTERS) {
            throw new QueryFailure(
                    QueryFailure.Kind.REFUSED, 0, "the query is longer than " + MOST_CHARACTERS + " characters");
        }
        JsonNode answer = serialize(connection, sql);
        if (answer.path("error").asBoolean()) {
            if (answer.path("error_type").asText().equals("parser")) {
                int line = line(sql, answer.path("position").asInt(0));
                throw new QueryFailure(
                        QueryFailure.Kind.INVALID,
                        line,
                        answer.path("error_message").asText());
            }
            throw new QueryFailure(QueryFailure.Kind.REFUSED, 1, "only a single SELECT is allowed here");
        }
        JsonNode statements = answer.path("statements");
        if (statements.size() != 1) {
            throw new QueryFailure(
                    QueryFailure.Kind.REFUSED,
                    1,
                    statements.isEmpty() ? "the query is empty" : "only one statement is allowed, not several");
        }
        refuse(statements.get(0), sql);
        return new ParsedQuery(statements.get(0));
    }

    private static JsonNode serialize(Connection connection, String sql) {
        try (PreparedStatement statement = connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
            statement.setString(1, sql);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return JSON.readTree(result.getString(1));
            }
        } catch (JsonProcessingException e) {
            throw new QueryFailure(QueryFailure.Kind.REFUSED, 0, "the query is nested too deep");
        } catch (SQLException e) {
            throw new QueryFailure(QueryFailure.Kind.INVALID, 0, Failures.firstLine(e));
        }
    }

    private static void refuse(JsonNode node, String sql) {
        String type = node.path("type").asText();
        String name = node.path("function_name").asText().toLowerCase(Locale.ROOT);
        if (type.equals("TABLE_FUNCTION")) {
            String function =
                    node.path("function").path("function_name").asText().toLowerCase(Locale.ROOT);
            if (!TABLE_FUNCTIONS.contains(function)) {
                throw refused(
                        "the table function `" + function + "` is not allowed: it may leave the snapshot", node, sql);
            }
        } else if (type.equals("FUNCTION") && REFUSED_FUNCTIONS.contains(name)) {
            throw refused("the function `" + name + "` is not allowed: it leaves the snapshot", node, sql);
        } else if (type.equals("SHOW_REF")) {
            throw refused("DESCRIBE, SHOW and SUMMARIZE are not allowed here", node, sql);
        } else if (type.equals("BASE_TABLE") && foreign(node)) {
            throw refused("`" + path(node) + "` is not a table of the snapshot", node, sql);
        }
        for (JsonNode child : node) {
            if (child.isContainerNode()) {
                refuse(child, sql);
            }
        }
    }

    /** A name with a schema or catalog, or one that DuckDB would take for a file. */
    private static boolean foreign(JsonNode table) {
        String name = table.path("table_name").asText();
        return !table.path("catalog_name").asText().isEmpty()
                || !(table.path("schema_name").asText().isEmpty()
                        || table.path("schema_name").asText().equalsIgnoreCase("information_schema"))
                || name.indexOf('/') >= 0
                || name.indexOf('.') >= 0
                || name.indexOf('*') >= 0;
    }

    private static String path(JsonNode table) {
        List<String> parts = new ArrayList<>();
        for (String member : List.of("catalog_name", "schema_name", "table_name")) {
            if (!table.path(member).asText().isEmpty()) {
                parts.add(table.path(member).asText());
            }
        }
        return String.join(".", parts);
    }

    private static QueryFailure refused(String message, JsonNode node, String sql) {
        return new QueryFailure(
                QueryFailure.Kind.REFUSED, line(sql, node.path("query_location").asInt(0)), message);
    }

    /** The line, from 1, at a position of the text. */
    private static int line(String sql, int position) {
        return 1
                + (int) sql.substring(0, Math.clamp(position, 0, sql.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }
}
