package dev.holdfast.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.change.RunReport.State;
import dev.holdfast.content.Baseline.Wave;
import dev.holdfast.content.PriceList;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookReader;
import dev.holdfast.model.ContentError;
import dev.holdfast.runbook.DryWalk;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans and runs of deployments: waves, costs, what only the run will know, and writes that no plan showed. */
class DeploymentPlanTest {
    private static final String BLOCK = """
              - name: %1$s
                action: aws:executeAwsApi
                inputs:
                  Service: s3
                  Api: PutPublicAccessBlock
                  Bucket: '%2$s'
                  PublicAccessBlockConfiguration: {BlockPublicAcls: true}
                holdfast:
                  prior:
                    Service: s3
                    Api: GetPublicAccessBlock
                    Bucket: '%2$s'
                    selector: PublicAccessBlockConfiguration
                    absentOn: [NoSuchPublicAccessBlockConfiguration]
                  wanted: {BlockPublicAcls: true}
                  undo:
                    restore:
                      Service: s3
                      Api: PutPublicAccessBlock
                      Bucket: '%2$s'
                      PublicAccessBlockConfiguration: '{{ prior }}'
                    remove: {Service: s3, Api: DeletePublicAccessBlock, Bucket: '%2$s'}
                  idempotence: natural-key
            """;
    private static final PriceList PRICES = new PriceList(
            "2026-11-01", Map.of("key", new PriceList.Price("a key", Optional.of(new BigDecimal("1.5")))));

    @TempDir
    Path folder;

    private Bench bench;
    private final Map<String, Runbook> documents = new TreeMap<>(Shipped.DOCUMENTS);

    @BeforeEach
    void open() {
        bench = new Bench(folder.resolve("home"));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void document(String id, Wave wave, String steps) {
        document(id, wave, "hold", steps);
    }

    private void document(String id, Wave wave, String onFailure, String steps) {
        String text = """
                schemaVersion: '0.3'
                description: for this test
                parameters:
                  First: {type: String, default: one}
                  Second: {type: String, default: two}
                  Several: {type: StringList, default: [a, b]}
                  None: {type: StringList, default: []}
                holdfast:
                  title: for this test
                  function: protect
                  on-failure: %s
                  baseline:
                    wave: %s
                    section: test
                    targets: SELECT 1
                    costs: [{price: key, count: 2}, {price: unknown, each: Several}, {price: key, each: None}]
                    examples: [{name: a, gives: []}, {name: b, gives: [{account: x}]}]
                mainSteps:
                """.formatted(onFailure, wave.name().toLowerCase(java.util.Locale.ROOT)) + steps;
        List<ContentError> errors = new ArrayList<>();
        documents.put(
                id,
                new RunbookReader(Bench.CATALOG)
                        .read(id, text, errors)
                        .orElseThrow(() -> new IllegalStateException(errors + text)));
    }

    private Plan plan(String... ids) {
        List<Wish> wishes = new ArrayList<>();
        for (String id : ids) {
            wishes.add(new Wish(id, FakeAws.json("{}"), Bench.SCOPE, id));
        }
        return new Planner(documents, bench.aws, () -> bench.now, new Random(7))
                .deployment(
                        wishes,
                        List.of(new Plan.Problem("x", "baseline/a", "not read")),
                        List.of(),
                        new Planner.Terms("ana", "config", 1, false, PRICES));
    }

    private RunReport run(Plan plan) {
        bench.engine.approve(plan, "ben", Duration.ofHours(1));
        return bench.engine.start(plan, documents, Start.by("ana", "simulated"));
    }

    @Test
    void whatManyStepsSayIsHeldOnce() {
        document("baseline/a", Wave.LOGGING, BLOCK.formatted("first", "{{ First }}"));
        Plan plan = plan("baseline/a", "baseline/a");
        Plan.Step one = plan.steps().get(0);
        Plan.Step other = plan.steps().get(1);
        assertThat(other.wanted()).isSameAs(one.wanted());
        assertThat(other.name()).isSameAs(one.name());
        assertThat(other.permissions()).isSameAs(one.permissions());
        assertThat(plan.targets().get(1).parameters())
                .isSameAs(plan.targets().get(0).parameters());
    }

    @Test
    void aPlanSaysWavesCostsReachAndWhatIsNotKnownAndSurvivesItsFile() {
        document("baseline/a", Wave.LOGGING, BLOCK.formatted("first", "{{ First }}"));
        document("baseline/b", Wave.ACCOUNTS, BLOCK.formatted("first", "{{ Second }}"));
        Plan plan = plan("baseline/a", "baseline/b");
        assertThat(plan.targets()).extracting(Plan.Target::wave).containsExactly("logging", "accounts");
        assertThat(plan.costs())
                .containsExactly(
                        new Plan.Cost("a key", 4, "6.00", "2026-11-01"), new Plan.Cost("unknown", 4, "", "2026-11-01"));
        assertThat(plan.problems()).extracting(Plan.Problem::why).containsExactly("not read");
        assertThat(PlanFile.json(plan).path("blastRadius").path("targets").asInt())
                .isEqualTo(2);
        Path file = folder.resolve("plan.json");
        PlanFile.write(file, plan);
        assertThat(PlanFile.read(file)).isEqualTo(plan);
    }

    @Test
    void whatAWriteWillAnswerIsKnownLater() {
        document("baseline/a", Wave.LOGGING, """
              - name: make
                action: aws:executeAwsApi
                inputs: {Service: kms, Api: CreateKey}
                outputs:
                  - {Name: KeyId, Selector: $.KeyMetadata.KeyId, Type: String}
                holdfast: {irreversible: for this test, idempotence: ask, phase: recovery}
            """ + BLOCK.formatted("first", "{{ make.KeyId }}"));
        Plan plan = plan("baseline/a");
        assertThat(plan.problems()).extracting(Plan.Problem::why).containsExactly("not read");
        assertThat(plan.steps()).extracting(Plan.Step::key).containsExactly("make", "first");
        assertThat(plan.steps().getLast().found().asText()).isEqualTo("(known after apply)");
    }

    @Test
    void aFailureInAWaveThatOthersNeedStopsTheWavesAfterIt() {
        document("baseline/a", Wave.LOGGING, BLOCK.formatted("first", "{{ First }}"));
        document("baseline/b", Wave.ACCOUNTS, BLOCK.formatted("first", "{{ Second }}"));
        Plan plan = plan("baseline/a", "baseline/b");
        bench.aws.publicAccessBlocks.put("one", FakeAws.json("{'BlockPublicAcls':false,'IgnorePublicAcls':true}"));
        RunReport report = run(plan);
        assertThat(report.targets().get(1).why()).contains("not begun", "baseline/a", "logging", "stands still");
        assertThat(bench.aws.effects).isEmpty();
    }

    @Test
    void whatIsUnwoundCountsAsFailed() {
        document("baseline/a", Wave.TRAIL, "unwind", BLOCK.formatted("first", "{{ First }}"));
        document("baseline/b", Wave.ACCOUNTS, BLOCK.formatted("first", "{{ Second }}"));
        Plan plan = plan("baseline/a", "baseline/b");
        bench.aws.publicAccessBlocks.put("one", FakeAws.json("{'BlockPublicAcls':false,'IgnorePublicAcls':true}"));
        RunReport report = run(plan);
        assertThat(report.state()).isEqualTo(State.FAILED);
        assertThat(report.targets().get(1).why()).contains("not begun", "failed; mend that and plan again");
        assertThat(bench.aws.effects).isEmpty();
    }

    @Test
    void aFailureInAWaveOfPlacesStopsNoOtherPlace() {
        document("baseline/a", Wave.ACCOUNTS, BLOCK.formatted("first", "{{ First }}"));
        document("baseline/b", Wave.NETWORK, BLOCK.formatted("first", "{{ Second }}"));
        Plan plan = plan("baseline/a", "baseline/b");
        bench.aws.publicAccessBlocks.put("one", FakeAws.json("{'BlockPublicAcls':false,'IgnorePublicAcls':true}"));
        run(plan);
        assertThat(bench.aws.effects).hasSize(1).first().asString().contains("two");
    }

    @Test
    void aWriteThatThePlanDidNotShowIsRefused() {
        document(
                "baseline/a",
                Wave.ACCOUNTS,
                BLOCK.formatted("first", "{{ First }}") + BLOCK.formatted("second", "{{ Second }}"));
        bench.aws.publicAccessBlocks.put("two", FakeAws.json("{'BlockPublicAcls':true}"));
        Plan plan = plan("baseline/a");
        assertThat(plan.steps()).hasSize(1);
        bench.aws.publicAccessBlocks.remove("two");
        RunReport report = run(plan);
        assertThat(report.state()).isNotEqualTo(State.SUCCEEDED);
        assertThat(report.targets().getFirst().why()).contains("did not show this write");
        assertThat(bench.aws.publicAccessBlocks).doesNotContainKey("two");
    }

    @Test
    void whatAnEarlierWriteMakesIsKnownAfterIt() {
        document(
                "baseline/a",
                Wave.ACCOUNTS,
                BLOCK.formatted("first", "{{ First }}") + """
                          - name: look
                            action: aws:executeAwsApi
                            inputs: {Service: s3, Api: GetPublicAccessBlock, Bucket: one}
                            outputs: [{Name: Made, Selector: $.PublicAccessBlockConfiguration.BlockPublicAcls, Type: String}]
                        """ + BLOCK.formatted("second", "made-{{ look.Made }}"));
        Plan plan = plan("baseline/a");
        assertThat(plan.steps()).hasSize(2);
        assertThat(plan.steps().get(0).found().isNull()).isTrue();
        assertThat(plan.steps().get(1).found()).isEqualTo(DryWalk.LATER);
        assertThat(run(plan).state()).isEqualTo(State.SUCCEEDED);
        assertThat(bench.aws.publicAccessBlocks).containsOnlyKeys("one", "made-true");
    }

    @Test
    void whatComesWithSomethingNewIsTakenAwayAndThePlanShowsIt() {
        document("baseline/a", Wave.ACCOUNTS, BLOCK.formatted("first", "{{ First }}") + """
                          - name: look
                            action: aws:executeAwsApi
                            inputs: {Service: s3, Api: GetPublicAccessBlock, Bucket: one}
                            outputs: [{Name: Made, Selector: $.PublicAccessBlockConfiguration.BlockPublicAcls, Type: String}]
                          - name: clear
                            action: aws:executeAwsApi
                            inputs: {Service: s3, Api: DeletePublicAccessBlock, Bucket: 'made-{{ look.Made }}'}
                            holdfast:
                              prior:
                                Service: s3
                                Api: GetPublicAccessBlock
                                Bucket: 'made-{{ look.Made }}'
                                selector: PublicAccessBlockConfiguration
                                absentOn: [NoSuchPublicAccessBlockConfiguration]
                              wanted-absent: true
                              undo:
                                restore:
                                  Service: s3
                                  Api: PutPublicAccessBlock
                                  Bucket: 'made-{{ look.Made }}'
                                  PublicAccessBlockConfiguration: '{{ prior }}'
                              idempotence: natural-key
                        """);
        bench.aws.publicAccessBlocks.put(
                "made-true", FakeAws.json("{'BlockPublicAcls':false,'IgnorePublicAcls':true}"));
        Plan plan = plan("baseline/a");
        assertThat(plan.problems()).extracting(Plan.Problem::why).containsExactly("not read");
        assertThat(plan.steps()).hasSize(2);
        assertThat(plan.steps().get(1).found()).isEqualTo(DryWalk.LATER);
        assertThat(run(plan).state()).isEqualTo(State.SUCCEEDED);
        assertThat(bench.aws.publicAccessBlocks).containsOnlyKeys("one");
    }

    @Test
    void whatAnEarlierDocumentMakesThereIsKnownToALaterOneAfterIt() {
        document("baseline/a", Wave.ACCOUNTS, BLOCK.formatted("first", "{{ First }}"));
        document("baseline/b", Wave.NETWORK, """
                          - name: look
                            action: aws:executeAwsApi
                            inputs: {Service: s3, Api: GetPublicAccessBlock, Bucket: one}
                            outputs: [{Name: Made, Selector: $.PublicAccessBlockConfiguration.BlockPublicAcls, Type: String}]
                        """ + BLOCK.formatted("second", "made-{{ look.Made }}"));
        assertThat(plan("baseline/b").problems()).hasSize(2);
        Plan plan = plan("baseline/a", "baseline/b");
        assertThat(plan.problems()).hasSize(1);
        assertThat(plan.steps().get(1).found()).isEqualTo(DryWalk.LATER);
        assertThat(run(plan).state()).isEqualTo(State.SUCCEEDED);
        assertThat(bench.aws.publicAccessBlocks).containsOnlyKeys("one", "made-true");
    }
}
