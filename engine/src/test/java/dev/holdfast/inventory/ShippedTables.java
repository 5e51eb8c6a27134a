package dev.holdfast.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableReader;
import dev.holdfast.model.ContentError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tables of the shipped content. */
final class ShippedTables {
    private ShippedTables() {}

    static List<TableDefinition> all() {
        List<ContentError> errors = new ArrayList<>();
        Path content = Path.of(System.getProperty("holdfast.root", ".."), "content");
        List<TableDefinition> tables = TableReader.read(new ContentFolder(List.of(content)), errors);
        assertThat(errors).isEmpty();
        return tables;
    }
}
