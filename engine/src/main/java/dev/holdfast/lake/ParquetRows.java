package dev.holdfast.lake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the rows of a Parquet file that comes from elsewhere. */
public final class ParquetRows {
    private ParquetRows() {}

    /**
     * @param in the file; it is copied to a temporary place first, since Parquet is read from its end
     * @param each gets every row; columns that hold nothing are left out
     * @throws IOException when it is not Parquet, or asks for more than {@link QueryLimits#USUAL}
     */
    public static void read(InputStream in, Consumer<ObjectNode> each) throws IOException {
        Path file = Files.createTempFile("holdfast-", ".parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            Files.copy(in, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            for (String setting : java.util.List.of(
                    "SET memory_limit = '" + QueryLimits.USUAL.memoryMegabytes() + "MB'",
                    "SET threads = 1",
                    "SET temp_directory = ''",
                    "SET allowed_paths = [" + quoted(file) + "]",
                    "SET enable_external_access = false",
                    "SET lock_configuration = true")) {
                Tables.execute(connection, setting);
            }
            String sql = "SELECT * FROM read_parquet(" + quoted(file) + ")";
            Snapshot.run(connection, sql, QueryLimits.USUAL.atMost(Long.MAX_VALUE), Optional.empty(), row -> {
                row.properties().removeIf(e -> e.getValue().isNull());
                each.accept(row);
            });
        } catch (SQLException e) {
            throw new IOException("cannot be read as Parquet: " + Failures.firstLine(e), e);
        } catch (QueryFailure e) {
            throw new IOException("cannot be read as Parquet: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String quoted(Path file) {
        return "'" + file.toAbsolutePath().toString().replace("'", "''") + "'";
    }
}
