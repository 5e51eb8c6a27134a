package dev.holdfast.posture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Check;
import dev.holdfast.content.Check.Judges;
import dev.holdfast.content.Framework;
import dev.holdfast.content.Framework.Control;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.insight.Insight;
import dev.holdfast.inventory.SnapshotTables;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<TableDefinition> TABLES = ShippedContent.TABLES.stream()
            .filter(t -> List.of("aws_s3_bucket", "aws_ec2_instance", "aws_kms_key", "aws_organizations_account")
                    .contains(t.name()))
            .toList();
    private static final String BUCKETS =
            "select arn as resource, account_id as account, region, 'PASS' as status, versioning_status as reason from aws_s3_bucket";

    private final Map<String, List<ObjectNode>> rows = new LinkedHashMap<>();
    private final List<ObjectNode> collection = new ArrayList<>();

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void row(String table, String text) {
        rows.computeIfAbsent(table, k -> new ArrayList<>()).add(json(text));
    }

    private void collected(String table, String account, String region, String error) {
        ObjectNode out =
                json("{}").put("table_name", table).put("account", account).put("region", region);
        if (!error.isEmpty()) {
            out.put("operation", "x:List").put("error", error).put("kind", "DENIED");
        }
        collection.add(out);
    }

    private static Check check(Judges judges, String about, String sql) {
        return check("protect/x/y", judges, about, sql);
    }

    private static Check check(String id, Judges judges, String about, String sql) {
        return new Check(
                id,
                "checks/" + id + ".yaml",
                "t",
                NistFunction.PROTECT,
                Severity.HIGH,
                about,
                judges,
                "w",
                sql,
                10,
                "r",
                "fixes/x",
                Map.of("f", List.of("1")),
                List.of());
    }

    private List<String> judge(Check check) {
        return judge(check, QueryLimits.USUAL).stream()
                .map(f -> f.account() + " " + f.region() + " " + f.resource() + " " + f.outcome())
                .toList();
    }

    private List<Finding> judge(Check check, QueryLimits limits) {
        Workspace workspace = Workspace.empty();
        TABLES.forEach(t -> workspace.table(t.schema(), rows.getOrDefault(t.name(), List.of())));
        workspace.table(SnapshotTables.COLLECTION, collection);
        Insight.prepare(workspace);
        try (Snapshot snapshot = workspace.lock(limits)) {
            return new Judge(snapshot, TABLES).judge(List.of(check));
        }
    }

    @Test
    void checksJudgedAtOnceGiveTheSameListInTheSameOrder() {
        twoAccounts();
        collected("aws_s3_bucket", "1", "global", "AccessDenied");
        collected("aws_s3_bucket", "2", "global", "");
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            checks.add(check(
                    "protect/x/" + (97 * i % 40),
                    Judges.RESOURCE,
                    "aws_s3_bucket",
                    i == 7 ? "select nothing" : BUCKETS));
        }
        List<List<Finding>> lists = new ArrayList<>();
        for (int lanes : List.of(1, 3)) {
            Workspace workspace = Workspace.empty();
            TABLES.forEach(t -> workspace.table(t.schema(), rows.getOrDefault(t.name(), List.of())));
            workspace.table(SnapshotTables.COLLECTION, collection);
            try (Snapshot snapshot = workspace.lock(QueryLimits.USUAL.onThreads(1), lanes)) {
                lists.add(new Judge(snapshot, TABLES).judge(checks));
            }
        }
        assertThat(lists.get(1)).hasSize(39 * 3 + 1).isEqualTo(lists.get(0));
    }

    private void twoAccounts() {
        for (String account : List.of("1", "2")) {
            row(
                    "aws_s3_bucket",
                    "{'account_id':'%s','region':'eu','arn':'b%s','versioning_status':'Enabled'}"
                            .formatted(account, account));
        }
    }

    @Test
    void aFailedListingMakesItsAccountUnknownAndNoOther() {
        twoAccounts();
        collected("aws_s3_bucket", "1", "global", "AccessDenied");
        collected("aws_s3_bucket", "2", "global", "");
        assertThat(judge(check(Judges.RESOURCE, "aws_s3_bucket", BUCKETS)))
                .containsExactly("1 eu b1 UNKNOWN", "1 global 1/global UNKNOWN", "2 eu b2 PASS");
    }

    @Test
    void theReasonNamesOperationAndError() {
        collected("aws_s3_bucket", "1", "global", "AccessDenied: not you");
        assertThat(judge(check(Judges.RESOURCE, "aws_s3_bucket", BUCKETS), QueryLimits.USUAL))
                .extracting(Finding::reason)
                .containsExactly(
                        "x:List failed in account 1: AccessDenied: not you. Allow the reading role to make this call.");
    }

    @Test
    void aFailedColumnMattersOnlyToChecksThatReadIt() {
        twoAccounts();
        collected("aws_s3_bucket", "1", "global", "");
        collected("aws_s3_bucket", "2", "global", "");
        rows.get("aws_s3_bucket")
                .get(0)
                .set("_errors", json("{'policy':{'operation':'s3:GetBucketPolicy','error':'no'}}"));
        assertThat(judge(check(Judges.RESOURCE, "aws_s3_bucket", BUCKETS)))
                .containsExactly("1 eu b1 PASS", "2 eu b2 PASS");
        assertThat(judge(check(Judges.RESOURCE, "aws_s3_bucket", BUCKETS + " where policy is null or true")))
                .containsExactly("1 eu b1 UNKNOWN", "2 eu b2 PASS");
        assertThat(judge(check(Judges.RESOURCE, "aws_s3_bucket", BUCKETS + " where policy is not null")))
                .as("a row that its own unread value hid comes back")
                .containsExactly("1 eu b1 UNKNOWN");
    }

    @Test
    void aJoinedRegionSpoilsThatRegionAlone() {
        for (String region : List.of("eu", "us")) {
            row("aws_ec2_instance", "{'account_id':'1','region':'%s','arn':'i-%s'}".formatted(region, region));
            collected("aws_ec2_instance", "1", region, "");
        }
        collected("aws_kms_key", "1", "eu", "");
        collected("aws_kms_key", "1", "us", "AccessDenied");
        String sql = "select i.arn as resource, i.account_id as account, i.region, 'PASS' as status, '' as reason"
                + " from aws_ec2_instance i left join aws_kms_key k on k.account_id = i.account_id and k.region = i.region";
        assertThat(judge(check(Judges.RESOURCE, "aws_ec2_instance", sql)))
                .containsExactly("1 eu i-eu PASS", "1 us i-us UNKNOWN");
    }

    @Test
    void anOrganizationVerdictStandsOnTheAccountsItNames() {
        twoAccounts();
        collected("aws_s3_bucket", "1", "global", "");
        collected("aws_s3_bucket", "2", "global", "AccessDenied");
        String sql = "select 'o' as resource, '' as account, 'global' as region, 'PASS' as status, '' as reason%s"
                + " from aws_s3_bucket limit 1";
        assertThat(judge(check(Judges.ORGANIZATION, "aws_s3_bucket", sql.formatted(""))))
                .containsExactly(" global o UNKNOWN");
        assertThat(judge(check(Judges.ORGANIZATION, "aws_s3_bucket", sql.formatted(", ['1'] as reads"))))
                .containsExactly(" global o PASS");
        assertThat(judge(check(Judges.ORGANIZATION, "aws_s3_bucket", sql.formatted(", ['1', '2'] as reads"))))
                .containsExactly(" global o UNKNOWN");
    }

    @Test
    void anAccountOutsideTheRunSpoilsWhatSpeaksForAll() {
        twoAccounts();
        row("aws_organizations_account", "{'account_id':'1','region':'global','id':'1','status':'ACTIVE'}");
        row("aws_organizations_account", "{'account_id':'1','region':'global','id':'9','status':'ACTIVE'}");
        row("aws_organizations_account", "{'account_id':'1','region':'global','id':'8','status':'SUSPENDED'}");
        collected("aws_organizations_account", "1", "global", "");
        collected("aws_s3_bucket", "1", "global", "");
        collected("aws_s3_bucket", "2", "global", "");
        assertThat(
                        judge(
                                check(
                                        Judges.ORGANIZATION,
                                        "aws_s3_bucket",
                                        "select 'o' as resource, '' as account, '' as region, 'PASS' as status, '' as reason from aws_s3_bucket limit 1")))
                .containsExactly("  o UNKNOWN");
        assertThat(judge(check(
                        Judges.ACCOUNT,
                        "aws_organizations_account",
                        "select a.id as resource, a.id as account, 'global' as region, case when count(b.arn) = 0 then 'FAIL' else 'PASS' end as status,"
                                + " '' as reason from aws_organizations_account a left join aws_s3_bucket b on b.account_id = a.id"
                                + " where a.status = 'ACTIVE' group by a.id")))
                .containsExactly("1 global 1 PASS", "9 global 9 UNKNOWN");
    }

    @Test
    void aPolicyThatCannotBeReadMakesItsBucketUnknown() {
        twoAccounts();
        row("aws_s3_bucket", "{'account_id':'1','region':'eu','arn':'b3','policy':'nonsense'}");
        collected("aws_s3_bucket", "1", "global", "");
        collected("aws_s3_bucket", "2", "global", "");
        String sql = "select b.arn as resource, b.account_id as account, b.region, 'PASS' as status, '' as reason"
                + " from aws_s3_bucket b left join %s s on s.resource = b.arn";
        for (String table : List.of("holdfast_bucket_policy_statement", "holdfast_policy_statement")) {
            collected("aws_kms_key", "1", "eu", "");
            assertThat(judge(check(Judges.RESOURCE, "aws_s3_bucket", sql.formatted(table))))
                    .as(table)
                    .containsExactly("1 eu b1 PASS", "1 eu b3 UNKNOWN", "2 eu b2 PASS");
        }
    }

    @Test
    void whatCannotBeRunIsUnknown() {
        twoAccounts();
        collected("aws_s3_bucket", "1", "global", "");
        for (String sql : List.of(
                "select arn as resource from aws_s3_bucket where nowhere = 1",
                "select error('stop') as resource, '' as account from aws_s3_bucket",
                "delete from aws_s3_bucket",
                "select * from holdfast_case",
                "select arn as resource, account_id as account, region, 'PASS' as status, '' as reason from aws_kms_key",
                "select arn as resource, account_id as account, region, 'PASS' as status, '' as reason from aws_s3_bucket,"
                        + " range(1000000000) a, range(1000000000) b where (a.range * 7 + b.range) % 11 = 12")) {
            List<Finding> findings = judge(
                    check(Judges.RESOURCE, "aws_s3_bucket", sql), QueryLimits.USUAL.within(Duration.ofSeconds(1)));
            assertThat(findings).as(sql).extracting(Finding::outcome).containsExactly(Outcome.UNKNOWN);
            assertThat(findings.get(0).reason()).as(sql).isNotEmpty();
        }
    }

    @Test
    void oddStatusesAreUnknownAndTheWorstOfTwoCounts() {
        twoAccounts();
        collected("aws_s3_bucket", "1", "global", "");
        collected("aws_s3_bucket", "2", "global", "");
        assertThat(judge(check(Judges.RESOURCE, "aws_s3_bucket", BUCKETS.replace("'PASS'", "null"))))
                .containsExactly("1 eu b1 UNKNOWN", "2 eu b2 UNKNOWN");
        assertThat(judge(check(Judges.RESOURCE, "aws_s3_bucket", BUCKETS.replace("'PASS'", "'fine'"))))
                .containsExactly("1 eu b1 UNKNOWN", "2 eu b2 UNKNOWN");
        assertThat(judge(check(
                        Judges.RESOURCE,
                        "aws_s3_bucket",
                        BUCKETS + " union all " + BUCKETS.replace("'PASS'", "'FAIL'") + " where account_id = '1'")))
                .containsExactly("1 eu b1 FAIL", "2 eu b2 PASS");
    }

    @Test
    void aFixIsOfferedForFailuresOnly() {
        twoAccounts();
        collected("aws_s3_bucket", "1", "global", "");
        collected("aws_s3_bucket", "2", "global", "");
        String sql = BUCKETS.replace("'PASS'", "case when account_id = '1' then 'PASS' else 'FAIL' end");
        assertThat(judge(check(Judges.RESOURCE, "aws_s3_bucket", sql), QueryLimits.USUAL))
                .extracting(f -> f.outcome() + " " + f.fix())
                .containsExactly("PASS null", "FAIL fixes/x");
    }

    @Test
    void controlsPassOnlyWhenAllOfThemWasJudged() {
        twoAccounts();
        collected("aws_s3_bucket", "1", "global", "");
        collected("aws_s3_bucket", "2", "global", "");
        Check check = check(Judges.RESOURCE, "aws_s3_bucket", BUCKETS);
        Framework framework = new Framework(
                "f",
                "f.yaml",
                "F",
                List.of(
                        new Control("1", "all of it", "", "", 1),
                        new Control("2", "by a person", "look", "", 2),
                        new Control("3", "nothing yet", "", "later", 3)));
        List<Finding> passes = judge(check, QueryLimits.USUAL);
        assertThat(FrameworkResult.of(framework, List.of(check), passes).controls())
                .extracting(c -> c.control() + " " + c.outcome() + " " + c.coverage())
                .containsExactly("1 PASS JUDGED", "2 MANUAL MANUAL", "3 UNKNOWN NOT_YET");
        Framework half = new Framework("f", "f.yaml", "F", List.of(new Control("1", "half of it", "", "the rest", 1)));
        assertThat(FrameworkResult.of(half, List.of(check), passes).controls())
                .extracting(c -> c.outcome() + " " + c.coverage())
                .containsExactly("UNKNOWN PARTLY");
        assertThat(FrameworkResult.of(framework, List.of(check), List.of())
                        .controls()
                        .get(0)
                        .outcome())
                .isEqualTo(Outcome.NOT_APPLICABLE);
        Scorecard.Score score = Scorecard.of(passes).functions().get(NistFunction.PROTECT.ordinal());
        assertThat(score.percent()).hasValue(100);
        assertThat(Scorecard.of(passes).functions().get(0).percent()).isEmpty();
    }
}
