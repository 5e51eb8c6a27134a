package dev.holdfast.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Problems;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdoptedTest {
    private static final SdkCatalog CATALOG = new SdkCatalog();
    private static final String DOCUMENT = """
            description: Stops an instance
            schemaVersion: '0.3'
            assumeRole: '{{ AutomationAssumeRole }}'
            parameters:
              InstanceId: {type: String, description: The instance}
              AutomationAssumeRole: {type: String, description: Role, default: ''}
            mainSteps:
              - name: look
                action: aws:executeAwsApi
                inputs: {Service: ec2, Api: DescribeInstances, InstanceIds: ['{{ InstanceId }}']}
              - name: stop
                action: aws:executeAwsApi
                isCritical: true
                inputs: {Service: ec2, Api: StopInstances, InstanceIds: ['{{ InstanceId }}']}
            """;

    @Test
    void aDocumentWithoutScriptsBecomesARunbookThatAsksTwoPeopleFirst() {
        Adopted adopted = Adopted.read("stop.yaml", DOCUMENT, CATALOG);
        assertThat(adopted.unsupported()).isEmpty();
        assertThat(adopted.steps()).isEqualTo(2);
        List<ContentError> errors = new ArrayList<>();
        Runbook runbook = new RunbookReader(CATALOG)
                .read("runbooks/stop", adopted.document().toString(), errors)
                .orElse(null);
        assertThat(errors).isEmpty();
        assertThat(runbook).isNotNull();
        assertThat(runbook.steps())
                .extracting(RunbookStep::name)
                .containsExactly("look", "approveImported", "stop", "lookAgain");
        assertThat(runbook.steps().get(1).action())
                .isInstanceOfSatisfying(
                        RunbookStep.Approve.class, a -> assertThat(a.needed()).isEqualTo(2));
        assertThat(runbook.steps().get(2).handling().irreversible()).isNotEmpty();
    }

    @Test
    void whatCannotBeTakenOverIsNamed() {
        String scripted = DOCUMENT + """
              - name: think
                action: aws:executeScript
                inputs: {Runtime: python3.11, Handler: main, Script: 'print(1)'}
              - name: run
                action: aws:runCommand
                inputs: {DocumentName: AWS-RunShellScript}
              - name: odd
                action: aws:executeAwsApi
                inputs: {Service: ec2, Api: DoWonders}
            """;
        assertThat(Adopted.read("x.yaml", scripted, CATALOG).unsupported())
                .extracting(Adopted.Unsupported::step)
                .containsExactly("think", "run", "odd");
        assertThatThrownBy(() -> Adopted.read("x.yaml", "a: 1", CATALOG)).isInstanceOf(Problems.class);
    }

    @Test
    void whatIsPublishedCanBeTakenBack() {
        List<ContentError> errors = new ArrayList<>();
        Runbook runbook = new RunbookReader(CATALOG)
                .read(
                        "runbooks/stop",
                        Adopted.read("stop.yaml", DOCUMENT, CATALOG).document().toString(),
                        errors)
                .orElseThrow();
        assertThat(Adopted.read("again.json", runbook.publishable().toString(), CATALOG)
                        .unsupported())
                .isEmpty();
    }
}
