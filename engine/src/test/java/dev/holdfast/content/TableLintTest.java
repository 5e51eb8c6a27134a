package dev.holdfast.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.model.ContentError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableLintTest {
    private static final String GOOD = """
            title: Buckets
            scope: account
            id: name
            list:
              call: s3:ListBuckets
              items: Buckets[]
              expects: [Owner]
            details:
              versioning:
                call: s3:GetBucketVersioning
                with: {Bucket: $name}
            columns:
              name: Name
              created: {path: CreationDate, type: timestamp}
              status: {from: versioning, path: Status}
            """;

    @TempDir
    Path folder;

    private List<String> lint(String yaml) throws IOException {
        Path file = folder.resolve("tables/s3/aws_bucket.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, yaml);
        List<ContentError> errors = new ArrayList<>();
        TableReader.read(new ContentFolder(List.of(folder)), errors)
                .forEach(table -> TableLint.check(table, new SdkCatalog(), errors));
        return errors.stream().map(e -> e.line() + " " + e.problem()).toList();
    }

    @Test
    void aGoodTablePasses() throws IOException {
        assertThat(lint(GOOD)).isEmpty();
    }

    @Test
    void everyMistakeIsNamedWithItsLine() throws IOException {
        assertThat(lint(GOOD.replace("s3:ListBuckets", "s3:ListBukets")))
                .containsExactly("5 `s3:ListBukets` is not an operation of AWS");
        assertThat(lint(GOOD.replace("s3:ListBuckets", "s3:DeleteBucket")))
                .contains("5 `s3:DeleteBucket` is not known as an operation that only reads");
        assertThat(lint(GOOD.replace("Bucket: $name", "Buckett: $name")))
                .containsExactly("10 `s3:GetBucketVersioning` has no request member `Buckett`");
        assertThat(lint(GOOD.replace("Bucket: $name", "Bucket: $nam")))
                .containsExactly("10 `$nam` is not a column read before this call");
        assertThat(lint(GOOD.replace("Bucket: $name", "Bucket: [x]"))).containsExactly("10 `Bucket` must be a string");
        assertThat(lint(GOOD.replace("items: Buckets[]", "items: Bucket[]")))
                .contains("5 `Bucket[]`: AWS's answer has no member `Bucket`");
        assertThat(lint(GOOD.replace("expects: [Owner]", "expects: [Owner.Nam]")))
                .containsExactly("5 `Owner.Nam`: AWS's answer has no member `Nam`");
        assertThat(lint(GOOD.replace("path: Status", "path: Statuz")))
                .containsExactly("15 `Statuz`: AWS's answer has no member `Statuz`");
        assertThat(lint(GOOD.replace("path: Status", "path: \"[?Key=='a'].Valu\"")))
                .containsExactly("15 `[?Key=='a'].Valu` finds nothing in AWS's answer");
        assertThat(lint(GOOD.replace("type: timestamp", "type: boolean")))
                .containsExactly("14 column `created` holds timestamp, not boolean");
        assertThat(lint(GOOD.replace("from: versioning", "from: version")))
                .containsExactly("15 `from: version` is not a call of this table");
        assertThat(lint(GOOD.replace("name: Name", "name: {template: \"{nome}\"}")))
                .containsExactly("13 `{nome}` is not a column read before");
        assertThat(lint(GOOD.replace("id: name", "id: nome")))
                .containsExactly("1 `id: nome` is not a column of this table");
        assertThat(lint(GOOD.replace("title:", "titel:")))
                .containsExactly("1 unknown key `titel`", "1 `title` is missing");
        assertThat(lint(GOOD.replace("name: Name", "name: \"[\"")).get(0)).startsWith("13 `[` is not a JMESPath");
        assertThat(lint(GOOD.replace("scope: account", "scope: planet")).get(0)).startsWith("2 `planet` is not one of");
    }
}
