package dev.holdfast.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.content.Check;
import dev.holdfast.content.CheckReader;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.insight.Insight;
import dev.holdfast.model.ContentError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckLintTest {
    private static final String GOOD = """
            title: Buckets keep old versions
            severity: medium
            about: aws_s3_bucket
            why: Because.
            query: |
              SELECT arn AS resource, account_id AS account, region,
                     CASE WHEN versioning_status = 'Enabled' THEN 'PASS' ELSE 'FAIL' END AS status,
                     'so' AS reason
              FROM aws_s3_bucket
            remediation: Turn it on.
            examples:
              pass: [{name: on, rows: {aws_s3_bucket: [{arn: a, versioning_status: Enabled}]}}]
              fail: [{name: off, rows: {aws_s3_bucket: [{arn: a, versioning_status: Suspended}]}}]
            """;

    @TempDir
    Path folder;

    private List<String> lint(String yaml) throws IOException {
        Path file = folder.resolve("checks/protect/s3/versions.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, yaml);
        List<ContentError> errors = new ArrayList<>();
        List<Check> checks = CheckReader.read(new ContentFolder(List.of(folder)), errors);
        CheckLint.check(checks, ShippedContent.TABLES, Insight::prepare, errors);
        try (CheckExamples examples = new CheckExamples(ShippedContent.TABLES, Insight::prepare)) {
            if (errors.isEmpty()) {
                checks.forEach(c -> errors.addAll(examples.run(c)));
            }
        }
        return errors.stream().map(e -> e.line() + " " + e.problem()).toList();
    }

    @Test
    void aGoodCheckPasses() throws IOException {
        assertThat(lint(GOOD)).isEmpty();
    }

    @Test
    void notApplicableNeedsAnExampleAndGuardsBindAccounts() throws IOException {
        String silent = GOOD.replace("THEN 'PASS' ELSE", "THEN 'PASS' WHEN region = 'x' THEN 'NOT_APPLICABLE' ELSE");
        assertThat(lint(silent)).containsExactly("6 NOT_APPLICABLE needs an example that shows its reason");
        String example = "  not-applicable: [{name: x, rows: {aws_s3_bucket: [{arn: a, region: x}]}}]\n";
        assertThat(lint(silent + example)).isEmpty();
        assertThat(lint(silent.replace("'so' AS", "CASE WHEN region <> 'x' THEN 'so' END AS") + example))
                .singleElement()
                .asString()
                .contains("UNKNOWN");
        assertThat(lint(GOOD.replace("why:", "judges: organization\nmitigated-by: {scp: [{deny: [a:B]}]}\nwhy:")))
                .contains("0 `mitigated-by` is not for checks that judge the organization");
        assertThat(
                        lint(
                                GOOD.replace(
                                        "why:",
                                        "mitigated-by: {scp: [{deny: [Nonsense], from: outside}], declarative: [{a.b: [c]}], x: y}\nwhy:")))
                .anyMatch(e -> e.contains("`Nonsense` is not an action"))
                .anyMatch(e -> e.contains("only `from: outside` of an `rcp` is known"))
                .anyMatch(e -> e.contains("`a.b` is not a path in a declarative policy"))
                .anyMatch(e -> e.contains("unknown key `x`"));
    }

    @Test
    void badSqlIsNamedWithTheLineOfTheFile() throws IOException {
        assertThat(lint(GOOD.replace("versioning_status = 'Enabled' THEN", "versioning = 'Enabled' THEN"))
                        .get(0))
                .startsWith("7 the query does not work: Binder Error")
                .contains("versioning");
        assertThat(lint(GOOD.replace("FROM aws_s3_bucket", "FROM aws_s3_buckets")))
                .anySatisfy(e ->
                        assertThat(e).startsWith("9 the query does not work").contains("aws_s3_buckets"));
        assertThat(lint(GOOD.replace("  FROM aws", "  FROM FROM aws")).get(0)).startsWith("9 the query does not work");
        assertThat(lint(GOOD.replace("  FROM aws_s3_bucket", "  FROM read_csv('/etc/passwd')"))
                        .get(0))
                .startsWith("9 the query does not work: the table function `read_csv` is not allowed");
        assertThat(lint(GOOD.replace("  FROM aws_s3_bucket", "  FROM aws_s3_bucket; DROP TABLE aws_s3_bucket"))
                        .get(0))
                .contains("is allowed");
        assertThat(lint(GOOD.replace("'so' AS reason", "'so' AS why")))
                .containsExactly("6 the query lacks the columns reason", "6 the query gives columns nobody reads: why");
        assertThat(lint(GOOD.replace("'so' AS reason", "'so' AS reason, [account_id] AS reads")))
                .containsExactly("6 `reads` is only for checks that judge the organization");
        assertThat(lint(GOOD.replace("about: aws_s3_bucket", "about: aws_kms_key")))
                .containsExactly("6 the query does not read `aws_kms_key`");
        assertThat(lint(GOOD.replace("about: aws_s3_bucket", "about: aws_nothing"))
                        .get(0))
                .isEqualTo("0 `about: aws_nothing` is not a table");
    }

    @Test
    void examplesMustBeThereAndHold() throws IOException {
        assertThat(lint(GOOD.replaceAll("(?m)^  fail:.*\n", "")))
                .containsExactly("12 there is no example that should fail");
        assertThat(lint(GOOD.replace("versioning_status: Suspended", "versioning_status: Enabled")))
                .containsExactly("13 example `off`: expected FAIL, but everything is PASS");
        assertThat(lint(GOOD.replace("{arn: a, versioning_status: Enabled}", "{arn: a, versioning_status: x}"))
                        .get(0))
                .startsWith("12 example `on`: expected PASS, but a is FAIL");
        assertThat(lint(GOOD.replace("versioning_status: Suspended", "versions: Suspended")))
                .containsExactly("13 example `off`: table `aws_s3_bucket` has no column `versions`");
        assertThat(lint(GOOD.replace("rows: {aws_s3_bucket: [{arn: a, versioning_status: Suspended}]}", "rows: {}")))
                .containsExactly("13 example `off`: the check says nothing");
    }
}
