package dev.holdfast.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.aws.ReadOperations;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.model.ContentError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The shipped tables against AWS's own models. */
class TableContentTest {
    private final List<ContentError> errors = new ArrayList<>();
    private final List<TableDefinition> tables = TableReader.read(
            new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root", ".."), "content"))), errors);

    @Test
    void everyCallMemberAndPathIsKnownToAws() {
        SdkCatalog catalog = new SdkCatalog();
        tables.forEach(table -> TableLint.check(table, catalog, errors));
        assertThat(errors).isEmpty();
        assertThat(tables).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void everyCallNamesTheActionThatAllowsIt() {
        for (TableDefinition table : tables) {
            for (TableCall call : table.calls()) {
                assertThat(ReadOperations.action(call.service(), call.operation()))
                        .as(table.name() + " " + call.name())
                        .isEqualTo(Optional.of(call.action()));
            }
        }
    }
}
