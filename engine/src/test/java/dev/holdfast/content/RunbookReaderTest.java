package dev.holdfast.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.model.ContentError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunbookReaderTest {
    private static final RunbookReader READER = new RunbookReader(new SdkCatalog());
    private static final String GOOD = """
            schemaVersion: '0.3'
            description: d
            parameters:
              BucketName: {type: String, description: The bucket}
            holdfast:
              title: t
              function: protect
              on-failure: unwind
            mainSteps:
              - name: look
                action: aws:executeAwsApi
                inputs: {Service: s3, Api: GetBucketVersioning, Bucket: '{{ BucketName }}'}
                outputs:
                  - {Name: Status, Selector: $.Status, Type: String}
              - name: block
                action: aws:executeAwsApi
                inputs:
                  Service: s3
                  Api: PutPublicAccessBlock
                  Bucket: '{{ BucketName }}'
                  PublicAccessBlockConfiguration: {BlockPublicAcls: true}
                holdfast:
                  prior: {Service: s3, Api: GetPublicAccessBlock, Bucket: '{{ BucketName }}', selector: a.b, absentOn: [X]}
                  wanted: {BlockPublicAcls: true}
                  undo:
                    remove: {Service: s3, Api: DeletePublicAccessBlock, Bucket: '{{ BucketName }}'}
                  idempotence: natural-key
            """;

    @Test
    void allShippedDocumentsAreSound() {
        List<ContentError> errors = new ArrayList<>();
        Map<String, Runbook> all =
                READER.all(new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content"))), errors);
        assertThat(errors).isEmpty();
        assertThat(all.keySet())
                .contains(
                        "fixes/s3/block-public-access",
                        "fixes/ec2/close-world-open-admin-port",
                        "runbooks/compromised-iam-credentials",
                        "drills/rds-snapshot-restore",
                        "drills/s3-undelete");
    }

    @Test
    void aSoundDocumentIsReadAndReadsAgainFromItsOwnJson() {
        List<ContentError> errors = new ArrayList<>();
        Runbook runbook = READER.read("fixes/x", GOOD, errors).orElseThrow(() -> new AssertionError(errors));
        assertThat(runbook.steps()).hasSize(2);
        assertThat(runbook.step("block").orElseThrow().writes()).isTrue();
        Optional<Runbook> again = READER.read("fixes/x", runbook.source().toString(), errors);
        assertThat(again).isPresent();
        assertThat(again.get().digest()).isEqualTo(runbook.digest());
    }

    @Test
    void whatIsPublishedHoldsNothingOfOurs() {
        Runbook runbook = READER.read("fixes/x", GOOD, new ArrayList<>()).orElseThrow();
        assertThat(runbook.publishable().toString()).doesNotContain("holdfast").contains("mainSteps");
        assertThat(runbook.source().toString()).contains("holdfast");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Api: PutPublicAccessBlock|Api: PutPublicAccessBlok|no operation `PutPublicAccessBlok`",
                "Service: s3, Api: GetBucketVersioning|Service: s4, Api: GetBucketVersioning|unknown service `s4`",
                "{BlockPublicAcls: true}|{BlockPublicAcl: true}|has no member `BlockPublicAcl`",
                "PublicAccessBlockConfiguration: {BlockPublicAcls: true}|PublicAccessBlockConfiguration: {BlockPublicAcls: maybe}|type boolean",
                "Bucket: '{{ BucketName }}', selector|Bucket: '{{ BucketNam }}', selector|`{{ BucketNam }}` refers to nothing",
                "action: aws:executeAwsApi|action: aws:executeScript|`aws:executeScript` is not supported",
                "    on-failure: unwind|    on-failur: unwind|unknown key `on-failur`",
                "idempotence: natural-key|risk: none|no `idempotence`",
                "idempotence: natural-key|idempotence: sometimes|`sometimes` is not one of",
                "wanted: {BlockPublicAcls: true}|risk: none|needs `prior` and `wanted`",
                "Api: GetPublicAccessBlock|Api: DeletePublicAccessBlock|not on the list of operations that only read",
                "absentOn: [X]}|absentOn: [X], survey: {Service: s3, Api: DeleteBucket, Bucket: x, selector: a}}|not on the list of operations that only read",
                "absentOn: [X]}|absentOn: [X], survey: {Service: s3, Api: ListBuckets, selector: 'a.['}}|is not JMESPath",
                "absentOn: [X]}|absentOn: [X], survey: {Service: s3, Api: ListBuckets, selector: 'a[?b == {{ Nam }}]'}}|`{{ Nam }}` refers to nothing",
                "absentOn: [X]}|absentOn: [X], survey: {Service: s3, Api: ListBuckets, selector: a, survey: {Service: s3, Api: ListBuckets, selector: a}}}|has no member `survey`",
                "name: block|name: look|exists twice",
                "selector: a.b|selector: 'a.['|is not JMESPath",
                "schemaVersion: '0.3'|schemaVersion: '2.2'|only schemaVersion 0.3",
                "{type: String|{type: Strin|is not a type of parameter",
            })
    void whatIsWrongIsNamedWithItsLine(String good, String bad, String problem) {
        String wrong = GOOD.replaceFirst(
                java.util.regex.Pattern.quote(good.strip()), java.util.regex.Matcher.quoteReplacement(bad.strip()));
        assertThat(wrong).isNotEqualTo(GOOD);
        List<ContentError> errors = new ArrayList<>();
        Optional<Runbook> read = READER.read("fixes/x", wrong, errors);
        assertThat(read).isEmpty();
        assertThat(errors).anySatisfy(e -> {
            assertThat(e.problem()).contains(problem);
            assertThat(e.line()).isPositive();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{asks: [{about: bucket, value: '{{ BucketName }}'}]}|`bucket` is not one of",
                "{asks: [{about: thing, value: '{{ BucketNam }}'}]}|`{{ BucketNam }}` refers to nothing",
                "{asks: [{about: thing, value: x, since: block}]}|`block`, which is no earlier step",
                "{asks: [{about: thing, value: x, until: look}]}|unknown key `until`",
            })
    void aWrongQuestionIsNamed(String block, String problem) {
        List<ContentError> errors = new ArrayList<>();
        READER.read("fixes/x", asking("aws:sleep", "{Duration: PT1S}", block), errors);
        assertThat(errors).anySatisfy(e -> assertThat(e.problem()).contains(problem));
    }

    @Test
    void questionsAndBlocksHaveStepsOfTheirOwn() {
        List<ContentError> errors = new ArrayList<>();
        String ask = "{asks: [{about: thing, value: '{{ BucketName }}', since: look}]}";
        assertThat(READER.read("fixes/x", asking("aws:sleep", "{Duration: PT1S}", ask), errors))
                .as("%s", errors)
                .isPresent();
        String call = "{Service: s3, Api: GetBucketVersioning, Bucket: b}";
        READER.read("fixes/x", asking("aws:executeAwsApi", call, ask), errors);
        READER.read("fixes/x", asking("aws:executeAwsApi", call, "{blocks: true}"), errors);
        assertThat(errors)
                .extracting(ContentError::problem)
                .containsExactly("only an aws:sleep step asks", "`blocks` reads the disk of a snapshot");
    }

    private static String asking(String action, String inputs, String block) {
        return GOOD.replace(
                "  - name: block",
                "  - name: ask\n    action: " + action + "\n    inputs: " + inputs + "\n    holdfast: " + block
                        + "\n  - name: block");
    }

    @Test
    void aWriteWithoutUndoIsRefused() {
        int from = GOOD.indexOf("      undo:");
        int to = GOOD.indexOf("      idempotence:");
        List<ContentError> errors = new ArrayList<>();
        READER.read("fixes/x", GOOD.substring(0, from) + GOOD.substring(to), errors);
        assertThat(errors).anySatisfy(e -> assertThat(e.problem()).contains("neither `undo` nor `irreversible`"));
    }

    @Test
    void aRunbookTakesEvidenceAndAsksBeforeItContains() {
        List<ContentError> errors = new ArrayList<>();
        READER.read("runbooks/x", GOOD, errors);
        assertThat(errors)
                .extracting(ContentError::problem)
                .contains(
                        "containment before evidence of what `block` changes",
                        "a write before any approval",
                        "an incident runbook says what starts it");
    }
}
