package dev.holdfast.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TableSchema BUCKET = new TableSchema(
            "aws_s3_bucket",
            List.of(
                    new Column("account_id", Type.TEXT),
                    new Column("name", Type.TEXT),
                    new Column("size", Type.INTEGER),
                    new Column("created", Type.TIMESTAMP),
                    new Column("open", Type.BOOLEAN),
                    new Column("tags", Type.JSON)));
    private static final TableSchema OWNER =
            new TableSchema("owner", List.of(new Column("account_id", Type.TEXT), new Column("label", Type.TEXT)));

    @TempDir
    Path folder;

    private static ObjectNode row(String json) throws IOException {
        return (ObjectNode) JSON.readTree(json);
    }

    private Path written(String... rows) throws IOException {
        Path file = folder.resolve("run.duckdb");
        try (SnapshotWriter writer = SnapshotWriter.create(file)) {
            writer.define(BUCKET);
            for (String row : rows) {
                writer.append("aws_s3_bucket", List.of(row(row)));
            }
            writer.complete();
        }
        return file;
    }

    private Snapshot small() throws IOException {
        Workspace workspace = Workspace.over(written(
                "{'account_id':'2','name':'b','size':7,'created':'2026-03-01T00:00:00Z','open':true,'tags':[{'Key':'é'}]}"
                        .replace('\'', '"'),
                "{\"account_id\":\"1\",\"name\":\"a\"}"));
        workspace.table(OWNER, List.of(row("{\"account_id\":\"1\",\"label\":\"x'y\"}")));
        return workspace.lock(QueryLimits.USUAL.within(Duration.ofSeconds(2)).atMost(1000));
    }

    @Test
    void rowsComeBackTypedAndSortedWhateverTheOrderOfWriting() throws IOException {
        try (Snapshot snapshot = small()) {
            Answer answer = snapshot.answer("select * from aws_s3_bucket left join owner using (account_id)");
            assertThat(answer.columns().stream().map(Column::type))
                    .containsExactly(
                            Type.TEXT, Type.TEXT, Type.INTEGER, Type.TIMESTAMP, Type.BOOLEAN, Type.JSON, Type.TEXT);
            assertThat(answer.rows().toString())
                    .isEqualTo(
                            "[{\"account_id\":\"1\",\"name\":\"a\",\"size\":null,\"created\":null,\"open\":null,\"tags\":null,\"label\":\"x'y\"}, "
                                    + "{\"account_id\":\"2\",\"name\":\"b\",\"size\":7,\"created\":\"2026-03-01T00:00:00Z\",\"open\":true,\"tags\":[{\"Key\":\"é\"}],\"label\":null}]");
        }
    }

    @Test
    void anUnfinishedSnapshotLeavesNothing() throws IOException {
        Path file = folder.resolve("run.duckdb");
        try (SnapshotWriter writer = SnapshotWriter.create(file)) {
            writer.define(BUCKET);
            writer.append("aws_s3_bucket", List.of(row("{\"name\":\"a\"}")));
            assertThatThrownBy(() -> writer.append("aws_s3_bucket", List.of(row("{\"nome\":\"a\"}"))))
                    .hasMessageContaining("has no column `nome`");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void theFileIsForItsOwnerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written())))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from read_csv('/etc/passwd')",
                "select * from read_text('/etc/passwd')",
                "select * from '/etc/passwd'",
                "select * from 'x.parquet'",
                "select * from glob('/etc/*')",
                "copy (select 1) to '/tmp/holdfast-attack.csv'",
                "copy aws_s3_bucket from '/etc/passwd'",
                "attach '/tmp/holdfast-attack.duckdb'",
                "install httpfs",
                "load httpfs",
                "pragma database_list",
                "set threads = 1",
                "set lock_configuration = false",
                "create table t (a int)",
                "delete from owner",
                "insert into owner values ('1', '2')",
                "select 1; select 2",
                "select getenv('HOME')",
                "select current_setting('home_directory')",
                "select * from arrow_scan(1::ubigint::pointer, 2::ubigint::pointer, 3::ubigint::pointer)",
                "select * from duckdb_settings()",
                "select * from query('select 1')",
                "with x as (select * from sniff_csv('/etc/passwd')) select * from x",
                "select (select count(*) from read_blob('/etc/passwd'))",
                "select * from snapshot.main.aws_s3_bucket",
                "describe aws_s3_bucket",
                ""
            })
    void whatLeavesTheSnapshotIsRefused(String sql) throws IOException {
        try (Snapshot snapshot = small()) {
            assertThatThrownBy(() -> snapshot.answer(sql))
                    .isInstanceOfSatisfying(
                            QueryFailure.class, e -> assertThat(e.kind()).isEqualTo(QueryFailure.Kind.REFUSED));
            assertThat(snapshot.answer("select count(*) as n from owner").rows().toString())
                    .isEqualTo("[{\"n\":1}]");
        }
    }

    @Test
    void theDatabaseItselfIsLockedToo() throws IOException {
        try (Snapshot snapshot = Workspace.empty().lock(QueryLimits.USUAL, 2)) {
            for (String sql : List.of(
                    "select * from read_text('/etc/passwd')",
                    "set lock_configuration = false",
                    "load httpfs",
                    "attach '/tmp/holdfast-attack.duckdb'",
                    "copy (select 1) to '/tmp/holdfast-attack.csv'")) {
                assertThat(snapshot.connections())
                        .hasSize(2)
                        .allSatisfy(connection -> assertThatThrownBy(() -> Snapshot.run(
                                        connection, sql, QueryLimits.USUAL, java.util.Optional.empty(), r -> {}))
                                .as(sql)
                                .isInstanceOf(QueryFailure.class));
            }
        }
        assertThat(Path.of("/tmp/holdfast-attack.csv")).doesNotExist();
        assertThat(Path.of("/tmp/holdfast-attack.duckdb")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r",
                "select count(*) from range(100000000) a, range(100000000) b where (a.range * 7 + b.range) % 11 = 3",
            })
    void whatNeverEndsIsEnded(String sql) throws IOException {
        try (Snapshot snapshot = small()) {
            assertThatThrownBy(() -> snapshot.answer(sql))
                    .isInstanceOfSatisfying(
                            QueryFailure.class,
                            e -> assertThat(e.kind()).isIn(QueryFailure.Kind.TIMED_OUT, QueryFailure.Kind.FAILED));
        }
    }

    @Test
    void tooManyRowsAreRefused() throws IOException {
        try (Snapshot snapshot = small()) {
            assertThatThrownBy(() -> snapshot.answer("select * from range(1001)"))
                    .hasMessageContaining("more than 1000 rows");
            assertThat(snapshot.answer("select * from range(1000)").rows()).hasSize(1000);
        }
    }

    @Test
    void errorsNameTheLine() throws IOException {
        try (Snapshot snapshot = small()) {
            assertThatThrownBy(() -> snapshot.answer("select name\nfro aws_s3_bucket x y"))
                    .isInstanceOfSatisfying(
                            QueryFailure.class, e -> assertThat(e.line()).isEqualTo(2));
            assertThatThrownBy(() -> snapshot.answer("select\n  nome\nfrom aws_s3_bucket"))
                    .isInstanceOfSatisfying(QueryFailure.class, e -> {
                        assertThat(e.kind()).isEqualTo(QueryFailure.Kind.INVALID);
                        assertThat(e.line()).isEqualTo(2);
                        assertThat(e).hasMessageContaining("nome");
                    });
            assertThatThrownBy(() -> snapshot.answer("select *\nfrom read_csv('x')"))
                    .isInstanceOfSatisfying(
                            QueryFailure.class, e -> assertThat(e.line()).isEqualTo(2));
        }
    }

    @Test
    void aFileThatIsNoSnapshotIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("x.duckdb"), "no database");
        assertThatThrownBy(() -> Snapshot.open(file, QueryLimits.USUAL)).hasMessageContaining("x.duckdb");
        assertThatThrownBy(() -> Snapshot.open(folder.resolve("y.duckdb"), QueryLimits.USUAL))
                .hasMessageContaining("there is no snapshot");
    }

    @Test
    void columnsReadAreNeverTooFew() throws IOException {
        Workspace workspace = Workspace.over(written());
        workspace.table(OWNER, List.of());
        workspace.view("big", "select name as title from aws_s3_bucket where size > 9");
        try (Snapshot snapshot = workspace.lock(QueryLimits.USUAL)) {
            assertThat(snapshot.reads("select b.name from aws_s3_bucket b").columns())
                    .isEqualTo(java.util.Map.of("aws_s3_bucket", Set.of("name")));
            assertThat(snapshot.reads("select count(*) from aws_s3_bucket").columns())
                    .isEqualTo(java.util.Map.of("aws_s3_bucket", Set.of()));
            assertThat(snapshot.reads("select b.name from aws_s3_bucket b join owner o using (account_id)")
                            .columns())
                    .isEqualTo(java.util.Map.of(
                            "aws_s3_bucket", Set.of("account_id", "name"), "owner", Set.of("account_id")));
            assertThat(snapshot.reads("select title from big").columns())
                    .isEqualTo(java.util.Map.of("aws_s3_bucket", Set.of("name", "size"), "big", Set.of("title")));
            for (String all : List.of(
                    "select * from aws_s3_bucket",
                    "select b.* from aws_s3_bucket b",
                    "select b from aws_s3_bucket b",
                    "select to_json(B) from aws_s3_bucket b",
                    "from aws_s3_bucket",
                    "select columns('na.*') from aws_s3_bucket",
                    "select q from aws_s3_bucket t(q, w)",
                    "with c as (from aws_s3_bucket) select name from c",
                    "from aws_s3_bucket pivot (max(size) for name in ('a'))",
                    "select name from aws_s3_bucket natural join owner")) {
                assertThat(snapshot.reads(all).columns().get("aws_s3_bucket"))
                        .as(all)
                        .containsExactlyInAnyOrderElementsOf(BUCKET.names());
            }
            for (String tags : List.of(
                    "select 1 from owner o where exists (select 1 from aws_s3_bucket where tags is null)",
                    "select a.\"TAGS\" from aws_s3_bucket a",
                    "select list_transform(json_keys(tags), k -> k) from aws_s3_bucket",
                    "select row_number() over (partition by name order by tags) from aws_s3_bucket",
                    "select name from aws_s3_bucket qualify row_number() over (order by tags) = 1",
                    "select name from aws_s3_bucket, unnest(json_keys(tags)) as u(k)",
                    "select max(name) filter (where tags is null) from aws_s3_bucket",
                    "select tags.x.y from aws_s3_bucket")) {
                assertThat(snapshot.reads(tags).reads("aws_s3_bucket", "tags"))
                        .as(tags)
                        .isTrue();
            }
        }
    }
}
