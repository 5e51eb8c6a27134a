package dev.holdfast.lake;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** Opens DuckDB for going through kept events: rows come as a stream, so that no day is in memory as a whole. */
final class EventScan {
    private EventScan() {}

    /**
     * @param megabytes the most memory it takes
     * @param sorting the folder in which what does not fit is put in order; empty for none
     * @throws QueryFailure when DuckDB does not start
     */
    static Connection open(int megabytes, String sorting) {
        try {
            Properties streaming = new Properties();
            streaming.setProperty("jdbc_stream_results", "true");
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", streaming);
            for (String setting : List.of(
                    "SET memory_limit = '" + megabytes + "MB'",
                    "SET threads = 2",
                    "SET temp_directory = '" + sorting.replace("'", "''") + "'",
                    "SET autoinstall_known_extensions = false")) {
                Tables.execute(connection, setting);
            }
            return connection;
        } catch (SQLException e) {
            throw Failures.of(e, QueryLimits.USUAL);
        }
    }
}
