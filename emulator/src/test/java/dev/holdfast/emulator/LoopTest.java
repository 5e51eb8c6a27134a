package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.emulator.overlay.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The verbs over the whole loop on one emulated organization: what they promise about writing, undoing and dying. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoopTest {
    /** Two fixes that undo leaves no trace of. */
    private static final String FIXES = "protect/s3/bucket-public-access-block,protect/s3/no-public-policy,"
            + "protect/s3/no-public-acl,protect/ec2/no-world-open-admin-port,protect/ec2/no-admin-port-from-ipv4,"
            + "protect/ec2/no-admin-port-from-ipv6";

    @TempDir
    static Path folder;

    private static Emulator emulator;
    private static Typed verbs;

    @BeforeAll
    static void start() {
        emulator = SharedEmulator.fresh("loop");
        emulator.seed((done, total, what) -> {});
        verbs = new Typed(emulator, folder.resolve("home"));
    }

    @AfterAll
    static void end() {
        emulator.close();
    }

    @Test
    @Order(1)
    void readVerbsNeverWrite() throws IOException {
        emulator.counts().mark();
        assertThat(verbs.type("identify", "--json").code()).isZero();
        // Whose image an instance runs is not told by the emulator, so some verdicts are unknown.
        assertThat(verbs.type("protect", "check", "--json").code()).isIn(0, 3);
        assertThat(verbs.type("query", "SELECT count(*) AS n FROM aws_s3_bucket")
                        .code())
                .isZero();
        assertThat(verbs.type("protect", "plan", "--fix", "all", "--json")
                        .json()
                        .path("steps"))
                .isNotEmpty();
        assertThat(verbs.type("recover", "status", "--json").code()).isIn(0, 3);
        assertThat(verbs.type("report", "--json").code()).isZero();
        String bucket = "s3://meridian-organization-trail/AWSLogs/";
        String logging = String.valueOf(emulator.kept("log-archive").asText());
        assertThat(verbs.type("detect", "run", "--source", bucket, "--account", logging, "--json")
                        .code())
                .isZero();
        assertThat(verbs.type("triage", "list", "--json").code()).isZero();
        assertThat(emulator.counts().tally().writes()).isEmpty();
        assertThat(emulator.counts().tally().reads()).containsKey("iam:GetAccountSummary");
    }

    /** What is not asked for some checks must not bend their verdicts, and nobody else's may be a guess. */
    @Test
    @Order(1)
    void aRunForSomeChecksGivesTheirVerdictsWithFewerCalls() throws IOException {
        List<String> some = dev.holdfast.content.CheckReader.read(SharedEmulator.CONTENT, new ArrayList<>()).stream()
                .map(dev.holdfast.content.Check::id)
                .filter(id -> id.startsWith("protect/s3/") || id.startsWith("protect/iam/"))
                .filter(id -> id.hashCode() % 2 == 0)
                .toList();
        JsonNode whole = verbs.type("identify", "--json").json();
        List<String> verdicts = verdicts(some);
        JsonNode part = verbs.type("identify", "--for-check", String.join(",", some), "--json")
                .json();
        assertThat(verdicts(some)).isEqualTo(verdicts).hasSizeGreaterThan(some.size());
        assertThat(part.path("unknown"))
                .hasSizeLessThanOrEqualTo(whole.path("unknown").size());
        Map<String, Long> calls = new java.util.HashMap<>();
        whole.path("tables")
                .forEach(
                        t -> calls.put(t.path("table").asText(), t.path("calls").asLong()));
        long before = 0;
        long after = 0;
        for (JsonNode table : part.path("tables")) {
            before += calls.get(table.path("table").asText());
            after += table.path("calls").asLong();
        }
        assertThat(after).isLessThan(before);
        JsonNode all = verbs.type("protect", "check", "--json").json();
        assertThat(all.path("summary").path("byOutcome").path("UNKNOWN").asLong())
                .isPositive();
        verbs.type("identify", "--json");
    }

    private static List<String> verdicts(List<String> checks) throws IOException {
        List<String> out = new ArrayList<>();
        verbs.type("protect", "check", "--check", String.join(",", checks), "--json")
                .json()
                .path("findings")
                .forEach(f -> out.add(f.path("check").asText() + " "
                        + f.path("resource").asText() + " " + f.path("outcome").asText()));
        out.sort(null);
        return out;
    }

    @Test
    @Order(2)
    void aSecondPlanIsEmptyAndUndoBringsEverythingBack() throws IOException {
        List<String> before = state();
        String plan = folder.resolve("plan.json").toString();
        assertThat(verbs.type("protect", "plan", "--fix", FIXES, "--out", plan).code())
                .isZero();
        assertThat(verbs.type("protect", "apply", plan).err()).contains("approve");
        assertThat(verbs.type("protect", "approve", plan).code()).isZero();
        JsonNode run = verbs.type("protect", "apply", plan, "--json").json();
        assertThat(run.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(verbs.type("protect", "plan", "--fix", FIXES, "--json")
                        .json()
                        .path("steps"))
                .isEmpty();
        assertThat(state()).isNotEqualTo(before);
        assertThat(verbs.type("protect", "apply", plan).code()).isEqualTo(4);
        JsonNode undone = verbs.type("protect", "undo", run.path("run").asText(), "--json")
                .json();
        assertThat(undone.path("state").asText()).isEqualTo("UNDONE");
        assertThat(state()).isEqualTo(before);
    }

    /** Buckets and groups as the snapshot has them; rules in no particular order, since AWS keeps none. */
    private static List<String> state() throws IOException {
        verbs.type("identify", "--tables", "aws_s3_bucket,aws_vpc_security_group", "--json");
        List<String> out = new ArrayList<>();
        for (String table : List.of("aws_s3_bucket", "aws_vpc_security_group")) {
            verbs.type("query", "SELECT * FROM " + table, "--format", "json")
                    .out()
                    .lines()
                    .forEach(line -> out.add(sorted(line)));
        }
        out.sort(null);
        assertThat(out).hasSizeGreaterThan(6);
        verbs.type("identify", "--json");
        return out;
    }

    private static String sorted(String line) {
        char[] letters = line.toCharArray();
        java.util.Arrays.sort(letters);
        return line.length() + ":" + new String(letters);
    }

    @Test
    @Order(3)
    void whatCannotBeReadIsUnknownAndEverythingElseIsRight() throws IOException {
        JsonNode healthy = verbs.type("identify", "--json").json();
        String sandbox = emulator.kept("sandbox").asText();
        String data = emulator.kept("data-platform").asText();
        emulator.faults().add(Fault.of(Fault.Kind.DENY).on("sts", "AssumeRole").naming("::" + sandbox + ":role"));
        emulator.faults().add(Fault.of(Fault.Kind.STATUS_500).on("ec2", "").in(data, "us-east-1"));
        emulator.faults().add(Fault.of(Fault.Kind.HTML_404).on("kms", ""));
        emulator.faults().add(Fault.of(Fault.Kind.EMPTY_200).on("rds", "DescribeDBSnapshots"));
        // A call is tried twelve times: at 0.4, one run in thirty had one that was refused each time.
        emulator.faults().add(Fault.of(Fault.Kind.THROTTLE).share(0.2));
        Typed.Answer answer;
        try {
            answer = verbs.type("identify", "--json");
        } finally {
            emulator.faults().clear();
        }
        assertThat(answer.code()).isEqualTo(3);
        Set<String> reasons = new TreeSet<>();
        for (JsonNode gap : answer.json().path("unknown")) {
            String operation = gap.path("operation").asText();
            String account = gap.path("account").asText();
            if (account.equals(sandbox)) {
                reasons.add("no role");
            } else if (operation.startsWith("ec2:") && account.equals(data)) {
                assertThat(gap.path("region").asText()).isEqualTo("us-east-1");
                reasons.add("region down");
            } else if (operation.startsWith("kms:")) {
                reasons.add("not offered");
            } else {
                assertThat(operation).as(gap.toString()).isEqualTo("rds:DescribeDBSnapshots");
                reasons.add("empty answer");
            }
        }
        assertThat(reasons).containsExactlyInAnyOrder("no role", "region down", "not offered", "empty answer");
        Map<String, Long> rows = new java.util.HashMap<>();
        healthy.path("tables")
                .forEach(t -> rows.put(t.path("table").asText(), t.path("rows").asLong()));
        for (JsonNode table : answer.json().path("tables")) {
            if (Set.of("aws_s3_bucket", "aws_organizations_account", "aws_rds_db_instance")
                    .contains(table.path("table").asText())) {
                assertThat(table.path("rows").asLong())
                        .isEqualTo(rows.get(table.path("table").asText()));
            }
        }
        verbs.type("identify", "--json");
    }

    @Test
    @Order(4)
    void aFixKilledAnywhereIsCarriedOnAndNothingIsDoneTwice() throws IOException, InterruptedException {
        Random random = new Random(20);
        int killed = 0;
        int whole = Integer.MAX_VALUE;
        for (int point = -1; point < points(); point++) {
            String plan = folder.resolve("kill-" + point + ".json").toString();
            assertThat(verbs.type("protect", "plan", "--fix", FIXES, "--out", plan)
                            .code())
                    .isZero();
            assertThat(verbs.type("protect", "approve", plan).code()).isZero();
            emulator.counts().mark();
            String run = new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(java.nio.file.Files.readString(Path.of(plan)))
                    .path("id")
                    .asText();
            killed += killed(verbs.spawn("protect", "apply", plan), 0, random, whole) ? 1 : 0;
            whole = point < 0 ? (int) emulator.counts().tally().total() : whole;
            Typed.Answer resumed = verbs.type("protect", "resume", run, "--json");
            if (resumed.err().contains("there is no run")) {
                resumed = verbs.type("protect", "apply", plan, "--json");
            }
            assertThat(resumed.code()).as(resumed.err() + resumed.out()).isZero();
            assertThat(resumed.json().path("state").asText()).isEqualTo("SUCCEEDED");
            assertThat(emulator.counts().tally().writes())
                    .containsOnly(
                            Map.entry("s3:PutPublicAccessBlock", 3L), Map.entry("ec2:RevokeSecurityGroupIngress", 2L));
            assertThat(verbs.type("protect", "plan", "--fix", FIXES, "--json")
                            .json()
                            .path("steps"))
                    .isEmpty();
            assertThat(verbs.type("protect", "undo", run).code()).isZero();
        }
        assertThat(killed).isGreaterThanOrEqualTo(points() * 2 / 3);
    }

    @Test
    @Order(5)
    void aResponseKilledAnywhereIsCarriedOnAndNothingIsDoneTwice() throws IOException, InterruptedException {
        Random random = new Random(21);
        int killed = 0;
        int whole = Integer.MAX_VALUE;
        JsonNode key = emulator.kept("leaked");
        String account = emulator.kept("shop-production").asText();
        String audit = emulator.kept("security-audit").asText();
        for (int point = -1; point < points(); point++) {
            emulator.counts().mark();
            Typed.Answer begun = verbs.type(
                    "respond",
                    "start",
                    "compromised-iam-credentials",
                    "--account",
                    account,
                    "--param",
                    "UserName=ci-deploy",
                    "--param",
                    "AccessKeyId=" + key.path("AccessKeyId").asText(),
                    "--param",
                    "TopicArn=arn:aws:sns:eu-west-1:" + audit + ":security-incidents",
                    "--param",
                    "TopicAccount=" + audit,
                    "--param",
                    "TopicRegion=eu-west-1",
                    "--json");
            JsonNode started = begun.json();
            String run = started.path("run").asText();
            assertThat(started.path("state").asText()).as(begun.err()).isEqualTo("WAITING_FOR_APPROVAL");
            assertThat(emulator.counts().tally().writes()).isEmpty();
            long before = emulator.counts().tally().total();
            killed += killed(verbs.spawn("respond", "approve", run), before, random, whole) ? 1 : 0;
            whole = point < 0 ? (int) (emulator.counts().tally().total() - before) : whole;
            JsonNode now = verbs.type("respond", "resume", run, "--json").json();
            if (now.path("state").asText().equals("WAITING_FOR_APPROVAL")) {
                now = verbs.type("respond", "approve", run, "--json").json();
            }
            if (now.path("state").asText().equals("WAITING_FOR_DECISION")) {
                boolean sent = emulator.counts().tally().writes().containsKey("sns:Publish");
                String step = "1/" + now.path("targets").path(0).path("step").asText();
                now = verbs.type("respond", "resume", run, "--decide", step + "=" + (sent ? "done" : "redo"), "--json")
                        .json();
            }
            assertThat(now.path("state").asText()).as(now.toPrettyString()).isEqualTo("SUCCEEDED");
            assertThat(emulator.counts().tally().writes())
                    .containsOnly(
                            Map.entry("iam:UpdateAccessKey", 1L),
                            Map.entry("iam:PutUserPolicy", 1L),
                            Map.entry("sns:Publish", 1L));
            assertThat(verbs.type("evidence", "verify", run).code()).isZero();
            assertThat(verbs.type("respond", "undo", run, "--json")
                            .json()
                            .path("state")
                            .asText())
                    .isEqualTo("UNDONE");
        }
        assertThat(killed).isGreaterThanOrEqualTo(points() * 2 / 3);
    }

    private static int points() {
        return Boolean.getBoolean("holdfast.full") ? 20 : 2;
    }

    /**
     * Kills the process as soon as it has made some number of its calls, so that the points lie within its work. The first
     * process of a sweep is let be: how many calls it makes is the measure for the others.
     */
    private static boolean killed(Process process, long base, Random random, int mostCalls)
            throws InterruptedException {
        if (mostCalls == Integer.MAX_VALUE) {
            process.waitFor();
            return false;
        }
        long calls = base + random.nextInt(mostCalls + 1);
        while (process.isAlive() && emulator.counts().tally().total() < calls) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(30));
        boolean alive = process.isAlive();
        process.destroyForcibly().waitFor();
        System.out.println(
                "kill " + calls + " calls, total " + emulator.counts().tally().total() + " alive " + alive);
        return alive;
    }
}
