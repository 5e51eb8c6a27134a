package dev.holdfast.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.SnapshotWriter;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure.Kind;
import dev.holdfast.model.Organization;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where tables ask the same, AWS is asked once, and what it said reaches each of them. */
class SharingTest {
    private static final AccountId MANAGEMENT = new AccountId("111111111111");
    private static final Region HOME = new Region("eu-west-1");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));

    @TempDir
    Path folder;

    private Snapshot collect(AwsReader aws, List<TableDefinition> tables) {
        Path file = folder.resolve("run.duckdb");
        try (SnapshotWriter writer = SnapshotWriter.create(file);
                SharedReader reader =
                        new SharedReader(aws, tables, HOME, writer.folder().path())) {
            Organization organization = new OrganizationDiscovery(reader, MANAGEMENT)
                    .discover(Set.of(), Set.of(HOME, new Region("us-east-1")));
            new Collector(reader, new SecretHash(new byte[32]), CLOCK, 8)
                    .collect(organization, tables, writer, Progress.SILENT);
        }
        return Snapshot.open(file, QueryLimits.USUAL);
    }

    @Test
    void theWholeCollectionAsksHardlyMoreThanEachThingOnce() {
        FakeAws aws = new FakeAws(call -> null);
        collect(aws, ShippedTables.all()).close();
        Set<String> floor = new HashSet<>();
        for (FakeAws.Call call : aws.calls()) {
            Region where = call.scope().region().equals(Region.GLOBAL)
                    ? HOME
                    : call.scope().region();
            floor.add(call.scope().account() + " " + where + " " + call.operation() + " " + call.input());
        }
        System.out.println("calls " + aws.calls().size() + ", floor " + floor.size());
        assertThat(aws.calls().size()).isGreaterThan(500).isLessThanOrEqualTo((int) (floor.size() * 1.1));
    }

    @Test
    void aDenialIsAskedOnceAndLeavesEachTableItsOwnUnknown() {
        FakeAws aws =
                new FakeAws(call -> call.operation().equals("iam:GetAccountAuthorizationDetails") ? Kind.DENIED : null);
        try (Snapshot snapshot = collect(aws, ShippedTables.all())) {
            long accounts = aws.calls().stream()
                    .map(c -> c.scope().account())
                    .distinct()
                    .count();
            assertThat(aws.calls().stream()
                            .filter(c -> c.operation().equals("iam:GetAccountAuthorizationDetails"))
                            .count())
                    .isEqualTo(accounts);
            assertThat(snapshot.answer("SELECT DISTINCT table_name FROM holdfast_collection WHERE kind = 'DENIED'"
                                    + " AND operation = 'iam:GetAccountAuthorizationDetails' ORDER BY 1")
                            .rows())
                    .extracting(r -> r.path("table_name").asText())
                    .contains("aws_iam_access_key", "aws_iam_group", "aws_iam_policy", "aws_iam_role", "aws_iam_user");
        }
    }

    /** Answers with pages too large to wait in memory. */
    private static final class LargePages implements AwsReader {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public JsonNode read(Scope scope, String service, String operation, JsonNode input) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pages(Scope scope, String service, String operation, JsonNode input, Consumer<JsonNode> each) {
            asked.incrementAndGet();
            for (int page = 0; page < 3; page++) {
                each.accept(JsonNodeFactory.instance
                        .objectNode()
                        .put("page", page)
                        .put("secret", "hunter2-".repeat(4_000)));
            }
        }

        @Override
        public InputStream object(Scope scope, String bucket, String key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String principal(Scope scope) {
            return "";
        }
    }

    @Test
    void largeAnswersWaitOnDiskUnderNoName() throws IOException {
        LargePages aws = new LargePages();
        try (SharedReader reader = new SharedReader(aws, ShippedTables.all(), HOME, folder)) {
            for (int time = 0; time < 3; time++) {
                List<Integer> pages = new ArrayList<>();
                reader.pages(
                        new Scope(MANAGEMENT, time == 0 ? Region.GLOBAL : HOME),
                        "iam",
                        "GetAccountAuthorizationDetails",
                        JsonNodeFactory.instance.objectNode(),
                        page -> {
                            assertThat(page.path("secret").asText()).hasSize(32_000);
                            pages.add(page.path("page").asInt());
                        });
                assertThat(pages).containsExactly(0, 1, 2);
            }
            assertThat(aws.asked).hasValue(1);
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).as("what a kill would leave").isEmpty();
            }
            reader.release(MANAGEMENT);
            reader.pages(
                    new Scope(MANAGEMENT, HOME),
                    "iam",
                    "GetAccountAuthorizationDetails",
                    JsonNodeFactory.instance.objectNode(),
                    page -> {});
            assertThat(aws.asked).hasValue(2);
        }
    }
}
