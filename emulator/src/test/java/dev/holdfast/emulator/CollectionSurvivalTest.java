package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.emulator.generated.OrganizationSize;
import dev.holdfast.emulator.overlay.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole collection: how little it asks, that it survives its death, and that no fault makes a verdict wrong. */
class CollectionSurvivalTest {
    /** Faults after which nothing is tried again. */
    private static final Set<Fault.Kind> AT_ONCE =
            Set.of(Fault.Kind.DENY, Fault.Kind.HTML_404, Fault.Kind.EMPTY_200, Fault.Kind.WRONG_TYPES);

    private static final boolean FULL = Boolean.getBoolean("holdfast.full");

    @TempDir
    static Path folder;

    private static GeneratedEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = GeneratedEmulator.start(
                folder.resolve("emulator"),
                new EmulatorOptions(0, List.of("eu-west-1", "us-east-1"), SharedEmulator.CONTENT, ""),
                OrganizationSize.parse("accounts=3,resources=300,seed=11"));
    }

    @AfterAll
    static void end() {
        emulator.close();
    }

    private static Typed verbs(String home) {
        return new Typed(emulator.environment(), folder.resolve(home), Map.of());
    }

    private static Typed.Answer identify(Typed verbs, String... more) {
        List<String> words = new ArrayList<>(List.of("identify", "--json"));
        words.addAll(List.of(more));
        return verbs.type(words.toArray(String[]::new));
    }

    /**
     * Verdicts by check, resource and account.
     */
    private static Map<String, Set<String>> verdicts(Typed verbs) throws IOException {
        Map<String, Set<String>> out = new TreeMap<>();
        for (JsonNode f : verbs.type("protect", "check", "--json").json().path("findings")) {
            String what = String.join(
                    " ",
                    f.path("check").asText(),
                    f.path("resource").asText(),
                    f.path("account").asText());
            out.computeIfAbsent(what, k -> new TreeSet<>())
                    .add(f.path("outcome").asText());
        }
        return out;
    }

    /** Every account, region and table that was to be read. */
    private static TreeSet<String> scopes(Typed verbs) {
        String sql = "SELECT DISTINCT account, region, table_name FROM holdfast_collection";
        return new TreeSet<>(
                verbs.type("query", sql, "--format", "csv").out().lines().toList());
    }

    /** How the tables that {@link #rows} looks at were read. */
    private static String cells(Typed verbs) {
        String sql = "SELECT * FROM holdfast_collection WHERE table_name IN ('aws_iam_role', 'aws_s3_bucket')";
        return verbs.type("query", sql, "--format", "csv").out();
    }

    private static TreeSet<String> rows(Typed verbs) throws IOException {
        TreeSet<String> out = new TreeSet<>();
        for (String table : List.of("aws_iam_role", "aws_s3_bucket")) {
            verbs.type("query", "SELECT * FROM " + table, "--format", "json")
                    .out()
                    .lines()
                    .forEach(line -> out.add(table + " " + line.replaceAll("\"collected_at\":\"[^\"]*\"", "")));
        }
        return out;
    }

    @Test
    void nothingIsAskedTwice() {
        emulator.counts().mark();
        assertThat(identify(verbs("calls")).code()).isZero();
        long calls = emulator.counts().tally().total();
        int floor = emulator.counts().distinct();
        System.out.println("calls " + calls + ", floor " + floor);
        assertThat((double) calls / floor)
                .as("calls %d, floor %d", calls, floor)
                .isLessThanOrEqualTo(1.1);
    }

    @Test
    void aRunKilledAnywhereIsCarriedOnWithoutAskingAgain() throws IOException, InterruptedException {
        Typed whole = verbs("whole");
        emulator.counts().mark();
        assertThat(identify(whole).code()).isZero();
        long needed = emulator.counts().tally().total();
        Random random = new Random(5);
        int carriedOn = 0;
        int points = FULL ? 20 : 2;
        for (int point = 0; point < points; point++) {
            Typed killed = verbs("killed" + point);
            emulator.counts().mark();
            long at = needed / 10 + random.nextLong(needed * 8 / 10);
            Process process = killed.spawn("identify");
            while (process.isAlive() && emulator.counts().tally().total() < at) {
                TimeUnit.MILLISECONDS.sleep(2);
            }
            boolean alive = process.isAlive();
            process.destroyForcibly().waitFor();
            if (alive) {
                carriedOn++;
                assertThat(killed.type("snapshots", "list").out()).contains("interrupted");
                Typed.Answer answer = identify(killed, "--resume");
                assertThat(answer.code()).as(answer.err()).isZero();
            }
            long asked = emulator.counts().tally().total();
            // What was in flight or not yet on disk when the process died is asked again, and so is the discovery.
            assertThat(asked).as("killed at %d of %d", at, needed).isLessThan(needed + needed / 4 + 150);
            assertThat(scopes(killed)).isEqualTo(scopes(whole));
            TreeSet<String> more = rows(killed);
            TreeSet<String> less = rows(whole);
            more.removeAll(rows(whole));
            less.removeAll(rows(killed));
            assertThat(List.of(more, less))
                    .as("only after the kill, only without; cells of the latter: %s", cells(whole))
                    .containsOnly(new TreeSet<>());
        }
        assertThat(carriedOn).isGreaterThanOrEqualTo(points / 2);
    }

    @Test
    void chosenTablesAreReadAnewAndTheOthersTakenOver() throws IOException {
        Typed verbs = verbs("base");
        String base = identify(verbs).json().path("snapshot").asText();
        TreeSet<String> before = rows(verbs);
        emulator.counts().mark();
        Typed.Answer answer = identify(verbs, "--tables", "aws_s3_bucket", "--base", base);
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(emulator.counts().tally().reads().keySet())
                .noneMatch(operation -> operation.startsWith("ec2:DescribeInstances") || operation.startsWith("iam:"));
        assertThat(rows(verbs)).isEqualTo(before);
    }

    @Test
    void noFaultMakesAVerdictWrongOrAScopeVanish() throws IOException {
        Typed healthy = verbs("healthy");
        assertThat(identify(healthy).code()).isZero();
        Map<String, Set<String>> truth = verdicts(healthy);
        TreeSet<String> scopes = scopes(healthy);
        assertThat(truth.values()).contains(Set.of("PASS"), Set.of("FAIL"));
        List<Fault> faults = new ArrayList<>();
        for (Fault.Kind kind : Fault.Kind.values()) {
            for (double share : FULL ? new double[] {0.02, 0.2} : new double[] {0.05}) {
                // What is tried again takes its time; the short run leaves it to the long one.
                if (kind != Fault.Kind.SLOW && (FULL || AT_ONCE.contains(kind))) {
                    faults.add(Fault.of(kind).share(share));
                }
            }
        }
        if (FULL) {
            faults.add(Fault.of(Fault.Kind.SLOW).share(0.05).after(300));
        }
        int number = 0;
        for (Fault fault : faults) {
            long began = System.nanoTime();
            Typed struck = verbs("fault" + number++);
            emulator.faults().add(fault);
            Typed.Answer answer;
            try {
                answer = identify(struck);
            } finally {
                emulator.faults().clear();
            }
            if (answer.code() != 0 && answer.code() != 3) {
                // The organization itself could not be read: said so, and nothing is judged.
                assertThat(answer.err()).as("%s", fault).isNotBlank();
                continue;
            }
            System.out.println(fault.kind() + " " + fault.probability() + " "
                    + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + " s, exit " + answer.code());
            if (answer.json()
                    .path("unknown")
                    .findValuesAsText("operation")
                    .contains("organizations:DescribeOrganization")) {
                // Nobody said which other accounts there are, and that is told.
                assertThat(scopes(struck)).as("%s", fault).isEqualTo(of(EmulatorOptions.MANAGEMENT, scopes));
            } else {
                assertThat(scopes(struck)).as("%s", fault).isEqualTo(scopes);
            }
            verdicts(struck).forEach((what, outcomes) -> {
                outcomes.retainAll(Set.of("PASS", "FAIL"));
                assertThat(truth.getOrDefault(what, Set.of()))
                        .as("%s: %s", fault, what)
                        .containsAll(outcomes);
            });
        }
    }

    /** The scopes of one account, under the heading. */
    private static TreeSet<String> of(String account, TreeSet<String> scopes) {
        TreeSet<String> out = new TreeSet<>(scopes);
        out.removeIf(scope -> !scope.startsWith(account + ",") && !scope.startsWith("account,"));
        return out;
    }

    @Test
    void thatNobodySaysWhichAccountsThereAreIsAGap() throws IOException {
        Typed struck = verbs("alone");
        emulator.faults().add(Fault.of(Fault.Kind.DENY).on("organizations", "DescribeOrganization"));
        Typed.Answer answer;
        try {
            answer = identify(struck, "--tables", "aws_s3_bucket");
        } finally {
            emulator.faults().clear();
        }
        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.err()).contains("Which other accounts there are is not known");
        assertThat(answer.json().path("unknown").findValuesAsText("operation"))
                .containsExactly("organizations:DescribeOrganization");
    }
}
