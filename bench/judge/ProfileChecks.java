import dev.holdfast.content.Check;
import dev.holdfast.content.CheckReader;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableReader;
import dev.holdfast.insight.Insight;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.posture.FactTables;
import dev.holdfast.posture.Judge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells which checks are slow on a snapshot: seconds of the query alone and of the whole judgement, and its findings.
 *
 * <p>usage: java -cp 'build/lib/*' bench/judge/ProfileChecks.java CONTENT SNAPSHOT
 */
final class ProfileChecks {
    public static void main(String[] args) {
        ContentFolder content = new ContentFolder(List.of(Path.of(args[0])));
        List<TableDefinition> tables = TableReader.read(content, new ArrayList<>());
        List<Check> checks = CheckReader.read(content, new ArrayList<>());
        long began = System.nanoTime();
        Workspace workspace = Workspace.over(Path.of(args[1]));
        Insight.prepare(workspace);
        FactTables.ALL.forEach(schema -> workspace.table(schema, List.of()));
        System.out.printf("%8.2f s  derived tables%n", since(began));
        try (Snapshot snapshot = workspace.lock(QueryLimits.USUAL)) {
            began = System.nanoTime();
            Judge judge = new Judge(snapshot, tables);
            System.out.printf("%8.2f s  what was not read%n", since(began));
            System.out.println("   query    judge  findings  check");
            for (Check check : checks) {
                began = System.nanoTime();
                String sql = "SELECT count(*) AS n, sum(length(reason)) AS r, sum(length(status)) AS s, sum(length(resource)) AS t FROM (" + check.query().strip().replaceAll(";$", "") + ")";
                double query;
                try {
                    snapshot.answer(sql);
                    query = since(began);
                } catch (RuntimeException e) {
                    System.out.println(check.id() + ": " + e.getMessage());
                    continue;
                }
                began = System.nanoTime();
                int found = judge.judge(check).size();
                System.out.printf("%8.2f %8.2f %9d  %s%n", query, since(began), found, check.id());
            }
        }
    }

    private static double since(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
