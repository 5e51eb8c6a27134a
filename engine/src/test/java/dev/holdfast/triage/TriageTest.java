package dev.holdfast.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.Case;
import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.model.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TriageTest {
    private static final Instant NOW = Instant.parse("2026-03-03T00:00:00Z");
    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    private static final String DEPLOY = "arn:aws:iam::111111111111:user/deploy";
    private static final String BACKUP = "arn:aws:iam::111111111111:user/backup";

    private static Finding seen(
            String rule, Severity severity, String actor, String key, String resource, long second) {
        return finding(rule, severity, actor, key, resource, second, "id-" + rule + second, null);
    }

    private static Finding finding(
            String rule,
            Severity severity,
            String actor,
            String key,
            String resource,
            long second,
            String id,
            @Nullable String respond) {
        Instant at = START.plusSeconds(second);
        Sighting sighting = new Sighting(
                at, at, actor, key, "203.0.113.77", "aws/cloudtrail", rule, List.of(id), 1, List.of(), respond, null);
        return new Finding(
                Finding.Kind.DETECTION,
                rule,
                "Title of " + rule,
                NistFunction.DETECT,
                severity,
                Outcome.FAIL,
                resource,
                "111111111111",
                "eu-west-1",
                "because",
                Map.of(),
                "",
                null,
                sighting);
    }

    private static Finding posture(String resource, String account, Severity severity) {
        return new Finding(
                Finding.Kind.CHECK,
                "check",
                "t",
                NistFunction.PROTECT,
                severity,
                Outcome.FAIL,
                resource,
                account,
                "eu-west-1",
                "r",
                Map.of(),
                "",
                null,
                null);
    }

    private static List<Finding> attack() {
        return List.of(
                seen("recon", Severity.MEDIUM, DEPLOY, "AKIA1", "111111111111/us-east-1", 0),
                seen("key", Severity.HIGH, DEPLOY, "AKIA1", BACKUP, 60),
                seen(
                        "port",
                        Severity.HIGH,
                        BACKUP,
                        "AKIA2",
                        "arn:aws:ec2:eu-west-1:111111111111:security-group/sg-1",
                        90),
                seen("delete", Severity.HIGH, BACKUP, "AKIA2", "arn:aws:s3:::invoices", 120));
    }

    private static List<ScoredCase> cases(List<Finding> findings) {
        return Triage.queue(findings, Triage.Context.EMPTY, NOW).cases();
    }

    @Test
    void one_attack_is_one_case_across_the_user_it_created() {
        assertThat(cases(attack())).singleElement().satisfies(scored -> {
            Case value = scored.value();
            assertThat(value.key()).isEqualTo("key:AKIA1");
            assertThat(value.actor()).isEqualTo(DEPLOY);
            assertThat(value.accessKey()).isEqualTo("AKIA1");
            assertThat(value.severity()).isEqualTo(Severity.HIGH);
            assertThat(value.state()).isEqualTo(Case.State.NEW);
            assertThat(value.title()).isEqualTo("Title of key by user/deploy, and 3 more");
            assertThat(value.lastEvent()).isEqualTo(START.plusSeconds(120));
            assertThat(scored.timeline())
                    .extracting(TimelineEntry::rule)
                    .containsExactly("recon", "key", "port", "delete");
        });
    }

    @Test
    void the_order_of_findings_does_not_matter() {
        List<Finding> shuffled = new ArrayList<>(attack());
        shuffled.add(
                seen("other", Severity.LOW, "arn:aws:iam::111111111111:user/ann", "AKIA9", "arn:aws:s3:::invoices", 5));
        List<ScoredCase> first = cases(shuffled);
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(shuffled, random);
            assertThat(cases(shuffled)).isEqualTo(first);
        }
    }

    @Test
    void two_actors_on_one_bucket_are_two_cases_the_worse_first() {
        List<Finding> findings = List.of(
                seen("read", Severity.LOW, DEPLOY, "", "arn:aws:s3:::invoices", 0),
                seen("delete", Severity.HIGH, BACKUP, "", "arn:aws:s3:::invoices", 9));
        assertThat(cases(findings)).extracting(c -> c.value().actor()).containsExactly(BACKUP, DEPLOY);
    }

    @Test
    void without_key_and_actor_the_resource_holds_together() {
        List<Finding> findings = List.of(
                seen("a", Severity.LOW, "", "", "arn:aws:s3:::invoices", 0),
                seen("b", Severity.LOW, "", "", "arn:aws:s3:::invoices", 9),
                seen("b", Severity.LOW, "", "", "arn:aws:s3:::orders", 9));
        assertThat(cases(findings)).hasSize(2);
    }

    @Test
    void service_names_of_different_accounts_do_not_meet() {
        Finding here = seen("a", Severity.LOW, "config.amazonaws.com", "", "r1", 0);
        assertThat(Grouping.keys(here)).containsExactly("actor:111111111111:config.amazonaws.com");
    }

    @Test
    void a_quiet_day_parts_cases() {
        List<Finding> findings = List.of(
                seen("a", Severity.LOW, DEPLOY, "AKIA1", "r", 0),
                seen("a", Severity.LOW, DEPLOY, "AKIA1", "r", 90_000));
        assertThat(cases(findings))
                .extracting(c -> c.value().id())
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void the_same_finding_again_is_counted_not_listed() {
        Finding one = finding("a", Severity.LOW, DEPLOY, "AKIA1", "r", 0, "e1", null);
        Finding two = finding("a", Severity.LOW, DEPLOY, "AKIA1", "r", 5, "e2", null);
        List<ScoredCase> cases = cases(List.of(one, two, two));
        assertThat(cases.get(0).timeline()).singleElement().satisfies(entry -> {
            assertThat(entry.count()).isEqualTo(2);
            assertThat(entry.time()).isEqualTo(START);
        });
    }

    @Test
    void an_open_case_takes_in_what_belongs_to_it_and_keeps_its_id_and_state() {
        Case open = cases(attack().subList(1, 2)).get(0).value();
        Case assigned = new CaseMove(open.id(), Case.State.NEW, Case.State.ASSIGNED, NOW, "ann", null, "").apply(open);
        Triage.Context context = new Triage.Context(List.of(), List.of(assigned), Set.of(), List.of());
        List<Finding> earlierAndLater = List.of(attack().get(0), attack().get(3));
        assertThat(Triage.queue(earlierAndLater, context, NOW).cases())
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.value().id()).isEqualTo(open.id());
                    assertThat(c.value().state()).isEqualTo(Case.State.ASSIGNED);
                    assertThat(c.value().findings()).hasSize(3);
                });
    }

    @Test
    void what_was_closed_stays_closed_when_the_same_logs_are_read_again() {
        Case closed = new CaseMove(
                        "c", Case.State.CONTAINED, Case.State.CLOSED, NOW, "ann", Disposition.TRUE_POSITIVE, "")
                .apply(cases(attack()).get(0).value());
        Triage.Context context = new Triage.Context(List.of(), List.of(closed), Set.of(), List.of());
        assertThat(Triage.queue(attack(), context, NOW).cases()).isEmpty();
    }

    @Test
    void every_term_moves_the_score() {
        List<Finding> one = attack().subList(3, 4);
        assertThat(cases(one).get(0).score().explain())
                .isEqualTo("45 = 100 x severity 0.60 x exposure 0.75 x novelty 1.00");
        assertThat(cases(one).get(0).value().score()).isEqualTo(45);
        assertThat(score(one, List.of(posture("x", "111111111111", Severity.LOW)), Set.of())
                        .exposure()
                        .value())
                .isEqualTo(0.9);
        assertThat(score(one, List.of(posture("arn:aws:s3:::invoices", "2", Severity.HIGH)), Set.of())
                        .exposure()
                        .value())
                .isEqualTo(1);
        assertThat(score(one, List.of(posture("arn:aws:s3:::invoices", "2", Severity.LOW)), Set.of())
                        .exposure()
                        .value())
                .isEqualTo(0.75);
        assertThat(score(one, List.of(), Set.of("delete|" + BACKUP)).total()).isEqualTo(18);
        assertThat(score(attack(), List.of(), Set.of("delete|" + BACKUP))
                        .novelty()
                        .value())
                .isEqualTo(0.7);
        assertThat(score(attack(), List.of(), Set.of()).severity().value()).isGreaterThan(0.95);
    }

    private static Score score(List<Finding> findings, List<Finding> posture, Set<String> harmless) {
        return Triage.queue(findings, new Triage.Context(posture, List.of(), harmless, List.of()), NOW)
                .cases()
                .get(0)
                .score();
    }

    @Test
    void a_case_names_who_acted_most() {
        List<Finding> findings = List.of(
                seen("key", Severity.HIGH, "arn:aws:iam::111111111111:role/setup", "ASIA1", DEPLOY, 0),
                seen("recon", Severity.MEDIUM, DEPLOY, "AKIA1", "r", 60),
                seen("port", Severity.HIGH, DEPLOY, "AKIA1", "r", 90));
        assertThat(cases(findings)).singleElement().satisfies(c -> {
            assertThat(c.value().actor()).isEqualTo(DEPLOY);
            assertThat(c.value().accessKey()).isEqualTo("AKIA1");
            assertThat(c.value().firstEvent()).isEqualTo(START);
        });
    }

    @Test
    void the_runbook_of_the_worst_finding_is_suggested() {
        List<Finding> findings = List.of(
                finding("a", Severity.LOW, DEPLOY, "AKIA1", "r", 0, "1", "runbooks/low"),
                finding("b", Severity.HIGH, DEPLOY, "AKIA1", "r", 1, "2", "runbooks/high"));
        assertThat(cases(findings).get(0).value().respond()).isEqualTo("runbooks/high");
    }

    @Test
    void a_suppression_silences_its_scope_until_it_ends() {
        Suppression valid = new Suppression("s1", "delete", null, BACKUP, null, "ann", "tidying", NOW.plusSeconds(1));
        Suppression ended = new Suppression("s2", "port", null, BACKUP, null, "ann", "tidying", NOW);
        Suppression other = new Suppression("s3", "key", "222222222222", null, null, "ann", "x", NOW.plusSeconds(1));
        Triage.Context context = new Triage.Context(List.of(), List.of(), Set.of(), List.of(valid, ended, other));
        Triage.Queue queue = Triage.queue(attack(), context, NOW);
        assertThat(queue.suppressed()).extracting(Finding::rule).containsExactly("delete");
        assertThat(queue.expired()).containsExactly("s2");
        assertThat(queue.cases().get(0).value().findings())
                .extracting(Finding::rule)
                .containsExactly("recon", "key", "port");
    }

    @Test
    void a_suppression_without_owner_reason_scope_or_end_is_refused() {
        assertThatThrownBy(() -> new Suppression("s", "r", null, "a", null, " ", "why", NOW))
                .hasMessageContaining("no owner");
        assertThatThrownBy(() -> new Suppression("s", "r", null, "a", null, "ann", "", NOW))
                .hasMessageContaining("no reason");
        assertThatThrownBy(() -> new Suppression("s", "r", null, null, null, "ann", "why", NOW))
                .hasMessageContaining("too wide");
        Suppression ended = new Suppression("s", "r", null, "a", null, "ann", "why", NOW);
        assertThatThrownBy(() -> ended.granted(NOW)).hasMessageContaining("expired at 2026-03-03");
        Suppression forever = new Suppression("s", "r", null, "a", null, "ann", "why", NOW.plusSeconds(400L * 86_400));
        assertThatThrownBy(() -> forever.granted(NOW)).hasMessageContaining("longer than 366 days");
    }

    @Test
    void cases_move_only_along_the_states() {
        assertThatThrownBy(() -> move(Case.State.NEW, Case.State.CLOSED, Disposition.BENIGN))
                .hasMessage("case c is new and cannot become closed");
        assertThatThrownBy(() -> move(Case.State.CLOSED, Case.State.ASSIGNED, null))
                .hasMessageContaining("cannot become");
        assertThatThrownBy(() -> move(Case.State.CONTAINED, Case.State.CLOSED, null))
                .hasMessageContaining("turned out to be");
        assertThatThrownBy(() -> move(Case.State.NEW, Case.State.ASSIGNED, Disposition.BENIGN))
                .hasMessageContaining("only a closed case");
        assertThatThrownBy(() -> move(Case.State.ASSIGNED, Case.State.CLOSED, Disposition.TRUE_POSITIVE))
                .hasMessageContaining("contain it before");
        assertThat(move(Case.State.ASSIGNED, Case.State.CLOSED, Disposition.FALSE_POSITIVE)
                        .to())
                .isEqualTo(Case.State.CLOSED);
        assertThat(move(Case.State.ASSIGNED, Case.State.CONTAINED, null).to()).isEqualTo(Case.State.CONTAINED);
    }

    private static CaseMove move(Case.State from, Case.State to, @Nullable Disposition disposition) {
        return new CaseMove("c", from, to, NOW, "ann", disposition, "");
    }
}
