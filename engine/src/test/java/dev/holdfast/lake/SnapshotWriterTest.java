package dev.holdfast.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotWriterTest {
    /** More than an appender holds back. */
    private static final int MANY = 300_000;

    private static final TableSchema THINGS = new TableSchema("things", List.of(new Column("name", Type.TEXT)));

    private static final TableSchema CELLS = new TableSchema("cells", List.of(new Column("name", Type.TEXT)));

    @TempDir
    Path folder;

    /** Else a process that dies in the middle of a commit leaves a cell that is finished and lacks rows. */
    @Test
    void nothingIsDurableBeforeAllOfItIs() throws SQLException {
        try (SnapshotWriter writer = SnapshotWriter.create(folder.resolve("s.duckdb"))) {
            writer.define(THINGS, CELLS);
            for (int round = 1; round <= 2; round++) {
                writer.append(
                        "things",
                        round,
                        IntStream.range(0, MANY).mapToObj(this::row).toList());
                writer.finish("cells", round, row(round));
                assertThat(durable(writer)).isEqualTo((round - 1) * MANY + " " + (round - 1));
                writer.commit();
                assertThat(durable(writer)).isEqualTo(round * MANY + " " + round);
            }
        }
    }

    private ObjectNode row(int number) {
        return JsonNodeFactory.instance.objectNode().put("name", "n" + number);
    }

    /** What another connection to the same file sees. */
    private static String durable(SnapshotWriter writer) throws SQLException {
        Properties same = new Properties();
        same.setProperty("default_block_size", "16384");
        try (Connection other = DriverManager.getConnection(
                        "jdbc:duckdb:" + writer.folder().database(), same);
                Statement statement = other.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT (SELECT count(*) FROM things), (SELECT count(*) FROM cells)")) {
            rows.next();
            return rows.getLong(1) + " " + rows.getLong(2);
        }
    }
}
