package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.cli.SmallHome.Answer;
import dev.holdfast.cli.SmallHome.World;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.notify.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An analyst's days from the command line: from findings to cases, to a signature, to what others are told. */
final class TriageFlowTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MINING = "aws/guardduty/findings#CryptoCurrency:EC2/BitcoinTool.B";

    @TempDir
    private Path folder;

    private SmallHome home;

    @BeforeEach
    void begin() throws IOException {
        home = new SmallHome(folder);
        Files.createDirectories(folder.resolve("logs"));
        home.later(Instant.parse("2026-11-24T10:00:00Z"));
    }

    private static String finding(String id, String instance, String type, double severity, String time) {
        return """
                {"schemaVersion":"2.0","accountId":"111111111111","region":"eu-west-1","id":"%s","type":"%s","severity":%s,\
                "createdAt":"%s","updatedAt":"%s","title":"Odd <b>thing</b>","description":"D",\
                "resource":{"resourceType":"Instance","instanceDetails":{"instanceId":"%s"}},\
                "service":{"serviceName":"guardduty","count":1,"archived":false}}
                """.formatted(id, type, severity, time, time, instance);
    }

    private void log(String name, String text) throws IOException {
        Files.writeString(folder.resolve("logs").resolve(name), text);
    }

    private Answer detect() {
        return home.type("detect", "run", "--source", "file:" + folder.resolve("logs"), "--json");
    }

    private JsonNode cases(String... more) throws IOException {
        String[] words = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("triage", "list", "--all", "--json"), java.util.Arrays.stream(more))
                .toArray(String[]::new);
        return home.type(words).json().path("cases");
    }

    private String mining() throws IOException {
        log("a.json", finding("g1", "i-1", "CryptoCurrency:EC2/BitcoinTool.B", 8, "2026-11-24T08:00:00Z"));
        assertThat(detect().code()).isZero();
        return cases().get(0).path("id").asText();
    }

    @Test
    void theSameFindingReadTwiceIsOneCaseAndItsScoreIsExplained() throws IOException {
        String id = mining();
        detect();
        JsonNode all = cases();
        assertThat(all).hasSize(1);
        assertThat(all.get(0).path("scoreTerms")).hasSize(3);
        assertThat(all.get(0).path("findings")).hasSize(1);
        assertThat(all.get(0).at("/findings/0/sighting/eventIds").toString()).isEqualTo("[\"g1\"]");
        assertThat(all.get(0).at("/findings/0/reason").asText()).isNotEmpty();
        assertThat(all.get(0).at("/sla/standing").asText()).isEqualTo("running");
        Answer shown = home.type("triage", "show", id);
        assertThat(shown.out())
                .contains("severity")
                .contains("exposure")
                .contains("novelty")
                .contains("An instance talks to an address of a cryptocurrency");
        log(
                "b.json",
                finding("g2", "i-1", "Backdoor:EC2/C&CActivity.B", 8, "2026-11-24T08:30:00Z")
                        + finding("g3", "i-2", "Recon:EC2/Portscan", 5, "2026-11-24T08:40:00Z"));
        detect();
        assertThat(cases()).as("what is about the same machine joins its case").hasSize(2);
    }

    @Test
    void aCaseGoesFromNewToClosedAndItsRuleGetsARecord() throws IOException {
        String id = mining();
        assertThat(home.type("triage", "close", id, "--as", "true-positive", "--by", "ann")
                        .code())
                .isEqualTo(Exit.USAGE);
        assertThat(home.type("triage", "assign", id, "--to", "ann").code()).isZero();
        assertThat(home.type("triage", "investigate", id, "--by", "ann").code()).isZero();
        assertThat(home.type("triage", "note", id, "--text", "rang the owner", "--by", "ann")
                        .code())
                .isZero();
        assertThat(home.type("triage", "contain", id, "--note", "stopped it", "--by", "ann")
                        .code())
                .isZero();
        assertThat(home.type("triage", "close", id, "--as", "true-positive", "--by", "ann")
                        .code())
                .isZero();
        JsonNode one = cases().get(0);
        assertThat(one.path("disposition").asText()).isEqualTo("true-positive");
        assertThat(one.path("assignee").asText()).isEqualTo("ann");
        assertThat(one.path("notes").toString()).contains("rang the owner").contains("stopped it");
        Answer rules = home.type("triage", "rules", "--json");
        assertThat(rules.out()).contains(MINING);
        assertThat(detect().code()).isZero();
        assertThat(cases().get(0).path("state").asText())
                .as("what is settled stays so")
                .isEqualTo("CLOSED");
        assertThat(home.type("triage", "reopen", id, "--note", "it came back", "--by", "ann")
                        .code())
                .isZero();
    }

    @Test
    void aSuppressionIsTriedOnWhatWasHarmBefore() throws IOException {
        String id = mining();
        home.type("triage", "contain", id, "--note", "stopped it", "--by", "ann");
        home.type("triage", "close", id, "--as", "true-positive", "--by", "ann");
        String[] wide = {
            "triage",
            "suppress",
            "--rule",
            MINING,
            "--account",
            "111111111111",
            "--owner",
            "bob",
            "--reason",
            "test",
            "--for",
            "8h",
            "--by",
            "bob"
        };
        Answer refused = home.type(wide);
        assertThat(refused.code()).isEqualTo(Exit.USAGE);
        assertThat(refused.err()).contains("harm");
        Answer narrow = home.type(
                "triage",
                "suppress",
                "--rule",
                MINING,
                "--owner",
                "bob",
                "--reason",
                "lab",
                "--for",
                "8h",
                "--by",
                "bob",
                "--resource",
                "arn:aws:ec2:eu-west-1:111111111111:instance/i-9",
                "--json");
        assertThat(narrow.code()).isZero();
        log("c.json", finding("g9", "i-9", "CryptoCurrency:EC2/BitcoinTool.B", 8, "2026-11-24T09:00:00Z"));
        detect();
        assertThat(cases()).hasSize(1);
        JsonNode kept = home.type("triage", "suppressions", "--json")
                .json()
                .path("suppressions")
                .get(0);
        assertThat(kept.path("hid").asInt()).isEqualTo(1);
        assertThat(kept.path("owner").asText()).isEqualTo("bob");
        home.later(Instant.parse("2026-11-24T19:00:00Z"));
        log("d.json", finding("g10", "i-9", "CryptoCurrency:EC2/BitcoinTool.B", 8, "2026-11-24T18:50:00Z"));
        detect();
        assertThat(cases()).as("its time is over").hasSize(2);
        assertThat(home.type("triage", "suppress", "--rule", MINING, "--owner", "bob", "--reason", "x", "--by", "bob")
                        .code())
                .as("none holds for ever")
                .isEqualTo(Exit.USAGE);
    }

    @Test
    void aDayIsSignedWhenItsCasesWereSeenAndAnUnworkedDayFails() throws IOException {
        String id = mining();
        assertThat(home.type("triage", "sign-off", "--by", "ann").code()).isEqualTo(Exit.USAGE);
        home.type("triage", "acknowledge", id, "--by", "ann");
        assertThat(home.type("triage", "sign-off", "--by", "ann").code()).isZero();
        assertThat(home.type("triage", "queue").code()).isZero();
        home.later(Instant.parse("2026-11-26T10:00:00Z"));
        Answer queue = home.type("triage", "queue", "--json");
        assertThat(queue.code()).isEqualTo(Exit.FINDINGS);
        assertThat(queue.json().at("/days/0/standing").asText()).isEqualTo("signed");
        assertThat(queue.json().at("/days/1/standing").asText()).isEqualTo("not-signed");
    }

    @Test
    void theDigestSaysWhatWasAttackedWhyAndWhatMendsIt() throws IOException {
        home.snapshot(
                "20261123T080000Z-aaaa",
                Instant.parse("2026-11-23T08:00:00Z"),
                new World(Map.of(
                        "aws_s3_bucket",
                        List.of(SmallHome.bucket(SmallHome.FIRST, "plain").put("versioning_status", "Suspended")))));
        home.type("protect", "check");
        log("s.json", """
                {"SchemaVersion":"2018-10-08","Id":"s1","ProductArn":"p","ProductName":"Macie","AwsAccountId":"111111111111",\
                "Region":"eu-west-1","UpdatedAt":"2026-11-24T08:00:00Z","Types":["Effects/Data Exfiltration/x"],"Title":"Data left",\
                "Description":"D","Severity":{"Label":"HIGH"},"RecordState":"ACTIVE","Workflow":{"Status":"NEW"},\
                "Resources":[{"Id":"arn:aws:s3:::plain","Type":"AwsS3Bucket"}]}
                """);
        detect();
        JsonNode digest = home.type("triage", "digest", "--json").json();
        JsonNode attacked = digest.path("attacked").get(0);
        assertThat(attacked.path("target").asText()).isEqualTo("arn:aws:s3:::plain");
        assertThat(attacked.path("exposedBecause").toString()).contains("protect/s3/bucket-public-access-block");
        assertThat(home.type("triage", "digest").out())
                .contains(
                        "attacked: Data left",
                        "exposed because",
                        "check: protect/s3",
                        "fix: holdfast protect plan --fix");
    }

    @Test
    void othersAreToldOnceAndAgainUntilTheyTakeIt() throws IOException {
        try (Receiver receiver = new Receiver()) {
            Files.writeString(folder.resolve("pager.key"), "R0UTINGKEY\n");
            Files.writeString(
                    folder.resolve("holdfast.yaml"), """
                    version: 1
                    notify:
                      - {name: soc, kind: webhook, at-least: high, url: "%s"}
                      - {name: pager, kind: pagerduty, at-least: critical, key: "file:pager.key", url: "%s"}
                    """.formatted(receiver.url("/in"), receiver.url("/pager")));
            receiver.then(503, "busy");
            String id = mining();
            assertThat(receiver.asked()).hasSize(1);
            home.later(Instant.parse("2026-11-24T10:00:30Z"));
            home.type("triage", "notify");
            assertThat(receiver.asked()).as("not yet").hasSize(1);
            home.later(Instant.parse("2026-11-24T10:02:00Z"));
            assertThat(home.type("triage", "notify", "--json")
                            .json()
                            .path("delivered")
                            .asInt())
                    .isEqualTo(1);
            assertThat(receiver.asked().get(0).headers().get("Idempotency-Key"))
                    .isEqualTo(receiver.asked().get(1).headers().get("Idempotency-Key"));
            detect();
            assertThat(receiver.asked()).as("told once").hasSize(2);

            log(
                    "w.json",
                    finding("g4", "i-1", "AttackSequence:EC2/CompromisedInstanceGroup", 9.5, "2026-11-24T08:50:00Z"));
            detect();
            assertThat(receiver.asked()).hasSize(4);
            JsonNode worse = JSON.readTree(receiver.asked().stream()
                    .filter(a -> a.path().equals("/in"))
                    .toList()
                    .getLast()
                    .body());
            assertThat(worse.path("kind").asText()).isEqualTo("worse");
            home.type("triage", "close", id, "--as", "benign", "--by", "ann");
            assertThat(receiver.asked()).hasSize(6);
            assertThat(receiver.asked().stream()
                            .filter(a -> a.path().equals("/pager"))
                            .toList()
                            .getLast()
                            .body())
                    .contains("resolve");
            assertThat(home.type("triage", "notify", "--try", "soc").code()).isZero();
            assertThat(home.type("triage", "notify", "--try", "sok").err()).contains("soc");
            home.type("triage", "digest", "--send");
            home.type("triage", "digest", "--send");
            assertThat(receiver.asked())
                    .as("a week is sent once, and not to a pager")
                    .hasSize(8);
        }
    }

    @Test
    void whatArrivesIsCountedAndASilentSourceShows() throws IOException {
        mining();
        assertThat(home.type("detect", "gaps", "--json").json().path("sources").toString())
                .contains("aws/guardduty 111111111111");
        home.later(Instant.parse("2026-11-28T10:00:00Z"));
        assertThat(home.type("detect", "gaps").code()).isEqualTo(Exit.FINDINGS);
    }

    /** So that check D06 knows which machines have one. */
    @Test
    void anAgentOfWazuhIsHeardByItsAddressOrItsName() throws IOException {
        log("a.json", wazuh("1", "\"ip\":\"10.0.1.20\",") + wazuh("2", "\"ip\":\"any\",") + wazuh("3", ""));
        assertThat(detect().code()).isZero();
        try (Ledger ledger = Ledger.open(folder.resolve("ledger"))) {
            assertThat(ledger.arrivals().hosts())
                    .extracting(h -> h.source() + " " + h.host())
                    .containsExactly("wazuh/alerts 10.0.1.20", "wazuh/alerts ip-10-0-1-2", "wazuh/alerts ip-10-0-1-3");
        }
    }

    private static String wazuh(String id, String address) {
        return """
                {"timestamp":"2026-11-24T08:00:00.123+0000","rule":{"level":3,"description":"D","id":"5501","groups":["pam"]},\
                "agent":{"id":"00%s",%s"name":"ip-10-0-1-%s"},"manager":{"name":"wazuh"},"id":"17.%s","full_log":"x",\
                "decoder":{"name":"pam"},"location":"/var/log/auth.log"}
                """.formatted(id, address, id, id);
    }

    @Test
    void aCaseIsHandedOverWithWhatIsOpen() throws IOException {
        String id = mining();
        home.type("triage", "assign", id, "--to", "ann");
        home.type("triage", "task", id, "--text", "ask the owner", "--to", "eve", "--due", "2026-11-23", "--by", "ann");
        home.type("triage", "task", id, "--text", "keep the disk", "--by", "ann");
        home.type("triage", "task", id, "--done", "2", "--note", "snap-1", "--by", "eve");
        assertThat(home.type("triage", "close", id, "--as", "benign", "--by", "ann")
                        .err())
                .contains("a task that is not done: ask the owner");
        Answer given =
                home.type("triage", "hand-over", id, "--to", "ben", "--note", "rings back at nine", "--by", "ann");
        assertThat(given.out()).contains("is with ben; 1 open: Task 1: ask the owner, by eve, overdue since");
        assertThat(home.type("triage", "hand-over", id, "--accept", "--by", "cleo")
                        .code())
                .as("only whom it was given to")
                .isEqualTo(Exit.USAGE);
        assertThat(home.type("triage", "show", id).out())
                .contains("To do")
                .contains("done: snap-1 (eve)")
                .contains("from ann to ben, not taken on yet: rings back at nine");
        home.type("triage", "hand-over", id, "--accept", "--by", "ben");
        JsonNode shown = home.type("triage", "show", id, "--json").json();
        assertThat(shown.path("holder").asText()).isEqualTo("ben");
        assertThat(shown.at("/handOvers/0/from").asText()).isEqualTo("ann");
        assertThat(shown.at("/handOvers/0/acceptedAt").asText()).isNotEmpty();
        assertThat(shown.at("/handOvers/0/open/0").asText()).contains("ask the owner");
        assertThat(shown.path("notes").toString()).contains("handed over to ben: rings back at nine");
        home.type("triage", "task", id, "--drop", "1", "--note", "he left", "--by", "ben");
        assertThat(home.type("triage", "close", id, "--as", "benign", "--by", "ben")
                        .code())
                .isZero();
    }
}
