package dev.holdfast.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableLint;
import dev.holdfast.content.TableReader;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings that AWS must make first, reports of comma-separated values, and parents of parents. */
class ReportTableTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Scope SCOPE = new Scope(new AccountId("111111111111"), new Region("eu-west-1"));
    private static final String REPORT = """
            title: x
            scope: account
            id: name
            list:
              prepare: {call: "iam:GenerateCredentialReport", expects: [State], until: "State == 'COMPLETE'"}
              call: iam:GetCredentialReport
              items: Content
              expects: [Content]
              csv: [user, password_last_used]
            columns:
              name: user
              used: {path: "starts_with(password_last_used, '2') && password_last_used || `null`", type: timestamp}
            """;

    @TempDir
    Path folder;

    private final List<String> asked = new ArrayList<>();

    /** Answers by operation; the request is noted. */
    private final class Answers implements AwsReader {
        private final Function<String, String> answer;

        Answers(Function<String, String> answer) {
            this.answer = answer;
        }

        @Override
        public JsonNode read(Scope scope, String service, String operation, JsonNode input) {
            asked.add(operation + " " + input);
            try {
                return JSON.readTree(answer.apply(operation).replace('\'', '"'));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void pages(Scope scope, String service, String operation, JsonNode input, Consumer<JsonNode> each) {
            each.accept(read(scope, service, operation, input));
        }

        @Override
        public InputStream object(Scope scope, String bucket, String key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String principal(Scope scope) {
            return "arn:aws:iam::111111111111:role/reader";
        }
    }

    private List<ContentError> errors(String yaml) throws IOException {
        List<ContentError> errors = new ArrayList<>();
        read(yaml, errors).forEach(table -> TableLint.check(table, new SdkCatalog(), errors));
        return errors;
    }

    private List<TableDefinition> read(String yaml, List<ContentError> errors) throws IOException {
        Path file = folder.resolve("tables/x/aws_table.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, yaml);
        return TableReader.read(new ContentFolder(List.of(folder)), errors);
    }

    private List<String> rows(String yaml, Function<String, String> answer) throws IOException {
        assertThat(errors(yaml)).isEmpty();
        TableDefinition table = read(yaml, new ArrayList<>()).get(0);
        List<String> out = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            new ScopeCollector(
                            table, SCOPE, "aws", new Asker(new Answers(answer)), new SecretHash(new byte[32]), threads)
                    .collect(page -> page.forEach(row -> out.add(row.toString())));
        }
        return out;
    }

    private static String content(String csv) {
        return "{'Content': '" + Base64.getEncoder().encodeToString(csv.getBytes(StandardCharsets.UTF_8)) + "'}";
    }

    @Test
    void aReportIsMadeFirstAndThenReadLineByLine() throws IOException {
        int[] times = {0};
        List<String> rows = rows(
                REPORT,
                operation -> operation.equals("GenerateCredentialReport")
                        ? "{'State': '" + (++times[0] < 3 ? "INPROGRESS" : "COMPLETE") + "'}"
                        : content(
                                "user,more,password_last_used\n<root_account>,x,N/A\n\"a,\"\"b\",,2026-01-01T00:00:00+00:00\n"));
        assertThat(rows)
                .containsExactly(
                        "{\"account_id\":\"111111111111\",\"region\":\"eu-west-1\",\"name\":\"<root_account>\"}",
                        "{\"account_id\":\"111111111111\",\"region\":\"eu-west-1\",\"name\":\"a,\\\"b\",\"used\":\"2026-01-01T00:00:00+00:00\"}");
        assertThat(asked)
                .containsExactly(
                        "GenerateCredentialReport {}",
                        "GenerateCredentialReport {}",
                        "GenerateCredentialReport {}",
                        "GetCredentialReport {}");
    }

    @Test
    void aReportThatIsNotOneIsNotRead() {
        for (String bad :
                List.of("user,more\na,b\n", "user,password_last_used\na\n", "user,password_last_used\na,b,c\n", "")) {
            assertThatThrownBy(() -> rows(
                            REPORT,
                            operation -> operation.startsWith("Generate") ? "{'State': 'COMPLETE'}" : content(bad)))
                    .as(bad)
                    .isInstanceOf(AwsFailure.class)
                    .extracting(e -> ((AwsFailure) e).kind())
                    .isEqualTo(AwsFailure.Kind.EMPTY_ANSWER);
        }
        assertThatThrownBy(() -> rows(
                        REPORT,
                        operation -> operation.startsWith("Generate") ? "{'State': 'COMPLETE'}" : "{'Content': '!'}"))
                .isInstanceOf(AwsFailure.class);
        assertThatThrownBy(() -> rows(REPORT, operation -> "{}"))
                .isInstanceOf(AwsFailure.class)
                .hasMessageContaining("State");
    }

    @Test
    void lintKnowsTheColumnsOfAReport() throws IOException {
        assertThat(errors(REPORT.replace("name: user", "name: usr")).toString()).contains("no member `usr`");
        assertThat(errors(REPORT.replace("State ==", "Stat ==")).toString()).contains("no member `Stat`");
        assertThat(errors(REPORT.replace("GenerateCredentialReport", "GenerateReport"))
                        .toString())
                .contains("is not an operation of AWS");
    }

    @Test
    void parentsHaveParentsAndThoseOfOthersAreLeftOut() throws IOException {
        String yaml = """
                title: x
                scope: region
                id: principal
                within:
                  within: {call: "sso-admin:ListInstances", action: "sso:ListInstances", items: "Instances[]", own: OwnerAccountId}
                  call: sso-admin:ListPermissionSets
                  action: sso:ListPermissionSets
                  with: {InstanceArn: $parent.InstanceArn}
                  items: "PermissionSets[].{PermissionSetArn: @}"
                list:
                  call: sso-admin:ListAccountAssignments
                  action: sso:ListAccountAssignments
                  with: {InstanceArn: $parent.InstanceArn, PermissionSetArn: $parent.PermissionSetArn, AccountId: "1"}
                  items: AccountAssignments[]
                columns:
                  principal: PrincipalId
                  instance: {from: parent, path: InstanceArn}
                """;
        List<String> rows = rows(yaml, operation -> switch (operation) {
            case "ListInstances" ->
                "{'Instances': [{'InstanceArn': 'other', 'OwnerAccountId': '222222222222'},"
                        + " {'InstanceArn': 'own', 'OwnerAccountId': '111111111111'}]}";
            case "ListPermissionSets" -> "{'PermissionSets': ['p', 'q']}";
            default -> "{'AccountAssignments': [{'PrincipalId': 'u'}]}";
        });
        assertThat(rows).hasSize(2).allMatch(row -> row.contains("\"instance\":\"own\""));
        assertThat(asked).hasSize(4).noneMatch(call -> call.contains("other"));
        assertThat(errors(yaml.replace("own: OwnerAccountId", "own: Owner")).toString())
                .contains("no member `Owner`");
    }
}
