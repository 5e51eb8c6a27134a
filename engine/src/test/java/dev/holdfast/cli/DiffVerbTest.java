package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.SmallHome.Answer;
import dev.holdfast.cli.SmallHome.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changed between two snapshots, and what cannot be told. */
final class DiffVerbTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T08:00:00Z");
    private static final String OLD = "20261123T080000Z-aaaa";
    private static final String NEW = "20261124T080000Z-bbbb";

    @TempDir
    private Path folder;

    private SmallHome home;

    @BeforeEach
    void home() {
        home = new SmallHome(folder);
    }

    private static ObjectNode bucket(String account, String name, String tags) {
        ObjectNode bucket = SmallHome.bucket(account, name).put("versioning_status", "Enabled");
        bucket.set("tags", SmallHome.row("{\"x\":" + tags + "}").path("x"));
        return bucket;
    }

    private void monday(ObjectNode... buckets) throws Exception {
        home.snapshot(OLD, MONDAY, new World(Map.of("aws_s3_bucket", List.of(buckets))));
    }

    private void tuesday(World world) throws Exception {
        home.snapshot(NEW, TUESDAY, world);
    }

    private static World world(ObjectNode... buckets) {
        return new World(Map.of("aws_s3_bucket", List.of(buckets)));
    }

    private static List<String> told(JsonNode diff) {
        List<String> out = new ArrayList<>();
        diff.path("resources")
                .forEach(r -> out.add(
                        r.path("change").asText() + " " + r.path("account").asText() + " "
                                + r.path("id").asText().replace("arn:aws:s3:::", "")));
        return out;
    }

    @Test
    void addedRemovedChanged() throws Exception {
        monday(
                bucket(SmallHome.FIRST, "gone", "[]"),
                bucket(SmallHome.FIRST, "same", "[{\"Key\":\"a\",\"Value\":\"1\"},{\"Key\":\"b\",\"Value\":\"2\"}]"),
                bucket(SmallHome.SECOND, "other", "[]"));
        tuesday(world(
                bucket(SmallHome.FIRST, "new", "[]"),
                // The same tags in another order are no change.
                bucket(SmallHome.FIRST, "same", "[{\"Value\":\"2\",\"Key\":\"b\"},{\"Key\":\"a\",\"Value\":\"1\"}]"),
                bucket(SmallHome.SECOND, "other", "[]").put("versioning_status", "Suspended")));
        JsonNode diff = home.type("diff", "--json", "--tables", "aws_s3_bucket").json();
        assertThat(told(diff))
                .containsExactly("removed 111111111111 gone", "added 111111111111 new", "changed 222222222222 other");
        JsonNode attribute = diff.path("resources").path(2).path("attributes");
        assertThat(attribute).hasSize(1);
        assertThat(attribute.path(0).path("name").asText()).isEqualTo("versioning_status");
        assertThat(attribute.path(0).path("before").asText()).isEqualTo("Enabled");
        assertThat(attribute.path(0).path("after").asText()).isEqualTo("Suspended");
        assertThat(home.type("diff", OLD, NEW).out()).contains("versioning_status", "Suspended", "+ ", "- ");
        assertThat(told(home.type("diff", OLD, OLD, "--json").json())).isEmpty();
        assertThat(told(home.type("diff", NEW, OLD, "--json").json())).contains("removed 111111111111 new");
    }

    @Test
    void whatCouldNotBeReadIsNoChange() throws Exception {
        monday(bucket(SmallHome.FIRST, "one", "[]"), bucket(SmallHome.SECOND, "two", "[]"));
        ObjectNode half = bucket(SmallHome.FIRST, "one", "[]");
        half.putNull("versioning_status");
        half.putObject("_errors").put("versioning_status", "AccessDenied");
        tuesday(new World(
                Map.of("aws_s3_bucket", List.of(half)),
                Set.of("aws_s3_bucket " + SmallHome.SECOND + " global"),
                List.of(SmallHome.FIRST, SmallHome.SECOND)));
        JsonNode diff = home.type("diff", "--json").json();
        assertThat(told(diff)).isEmpty();
        JsonNode table = diff.path("tables").path(0);
        assertThat(table.path("table").asText()).isEqualTo("aws_s3_bucket");
        assertThat(table.path("notCompared").asInt()).isEqualTo(1);
        JsonNode back = home.type("diff", NEW, OLD, "--json").json();
        assertThat(told(back))
                .as("a bucket that appears where nobody looked before")
                .isEmpty();
    }

    @Test
    void anAccountThatWasNotReadHasNoRemovedResources() throws Exception {
        monday(bucket(SmallHome.FIRST, "one", "[]"), bucket(SmallHome.SECOND, "two", "[]"));
        tuesday(new World(
                Map.of("aws_s3_bucket", List.of(bucket(SmallHome.FIRST, "one", "[]"))),
                Set.of(),
                List.of(SmallHome.FIRST)));
        JsonNode diff = home.type("diff", "--json").json();
        assertThat(told(diff)).isEmpty();
        assertThat(diff.path("findings").path("closed"))
                .noneMatch(f -> f.path("resource").asText().contains("two"));
    }

    @Test
    void failuresOpenAndClose() throws Exception {
        monday(open("a"), closed("b"));
        tuesday(world(closed("a"), open("b"), open("c")));
        JsonNode findings = home.type("diff", "--json").json().path("findings");
        assertThat(resources(findings.path("opened"))).containsExactlyInAnyOrder("b", "c");
        assertThat(resources(findings.path("closed"))).containsExactly("a");
        assertThat(home.type("diff", "--fail-on-opened").code()).isEqualTo(Exit.FINDINGS);
        assertThat(home.type("diff", NEW, NEW, "--fail-on-opened").code()).isEqualTo(Exit.FINE);
    }

    @Test
    void aCheckTellsWhatIsNewSinceTheLastJudgedRun() throws Exception {
        monday(open("a"), closed("b"));
        assertThat(home.type("protect", "check", "--json").json().has("since")).isFalse();
        tuesday(world(closed("a"), open("b")));
        JsonNode since = home.type("protect", "check", "--json").json().path("since");
        assertThat(since.path("snapshot").asText()).isEqualTo(OLD);
        assertThat(resources(since.path("opened"))).containsExactly("b");
        assertThat(resources(since.path("closed"))).containsExactly("a");
        assertThat(home.type("protect", "check").out()).contains("Since " + OLD, "1 opened", "1 closed");
        home.type("snapshots", "prune", "--keep", "1");
        try (var files = Files.list(folder.resolve("snapshots"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .as("kept verdicts go with their snapshot")
                    .noneMatch(f -> f.startsWith(OLD));
        }
        assertThat(home.type("protect", "check", "--json").json().has("since")).isFalse();
    }

    private static List<String> resources(JsonNode findings) {
        List<String> out = new ArrayList<>();
        findings.forEach(f -> {
            if (f.path("check").asText().equals("protect/s3/no-public-policy")) {
                out.add(f.path("resource").asText().replace("arn:aws:s3:::", ""));
            }
        });
        return out;
    }

    private static ObjectNode open(String name) {
        return SmallHome.bucket(SmallHome.FIRST, name)
                .put(
                        "policy",
                        "{\"Statement\":[{\"Sid\":\"All\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:*\","
                                + "\"Resource\":\"*\"}]}");
    }

    private static ObjectNode closed(String name) {
        return SmallHome.bucket(SmallHome.FIRST, name);
    }

    @Test
    void namesAreAskedFor() {
        Answer answer = home.type("diff");
        assertThat(answer.code()).isEqualTo(Exit.USAGE);
        assertThat(answer.err()).contains("no two snapshots");
    }
}
