package dev.holdfast.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.content.TableDefinition.Detail;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NeededTest {
    private static final List<TableDefinition> TABLES = TableReader.read(
            new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content"))), new ArrayList<>());

    private static List<String> asked(String table, String... columns) {
        return TABLES.stream()
                .filter(t -> t.name().equals(table))
                .findFirst()
                .orElseThrow()
                .asking(Set.of(columns))
                .details()
                .stream()
                .filter(Detail::asked)
                .map(Detail::name)
                .toList();
    }

    @Test
    void onlyWhatTheColumnsComeFromIsAsked() {
        assertThat(asked("aws_organizations_account", "name")).isEmpty();
        assertThat(asked("aws_organizations_account", "tags")).containsExactly("tagging");
        assertThat(asked("aws_organizations_account", "tags", "parent_id")).containsExactly("parents", "tagging");
    }

    @Test
    void whatDetailsNeedInTheirTurnIsAskedToo() {
        for (TableDefinition table : TABLES) {
            for (Detail detail : table.details()) {
                List<String> all = new ArrayList<>(detail.when().keySet());
                if (detail.region() != null) {
                    all.add(detail.region());
                }
                for (TableColumn column : table.columnsFrom(detail.name())) {
                    List<String> asked = asked(table.name(), column.name());
                    assertThat(asked).contains(detail.name());
                    for (String needs : all) {
                        String from = table.column(needs).map(TableColumn::from).orElse(TableColumn.ITEM);
                        boolean given = from.equals(TableColumn.ITEM) || from.equals(TableColumn.PARENT);
                        assertThat(given || asked.contains(from))
                                .as(table.name() + "." + column.name())
                                .isTrue();
                    }
                }
            }
        }
    }
}
