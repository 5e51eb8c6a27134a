package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.config.ConfigFile;
import dev.holdfast.config.Ground;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookReader;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.insight.Insight;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.posture.ConfigRows;
import dev.holdfast.posture.Deployments;
import dev.holdfast.posture.FactTables;
import dev.holdfast.posture.ShippedContent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FirstConfigTest {
    private static final Map<String, String> ROWS = Map.of(
            "aws_organizations_organization", "[{'master_account_id':'111111111111'}]",
            "aws_organizations_root", "[{'id':'r-abcd'}]",
            "aws_organizations_organizational_unit", """
                    [{'id':'ou-abcd-11111111','name':'Security','parent_id':'r-abcd'},
                     {'id':'ou-abcd-22222222','name':'Work','parent_id':'r-abcd'},
                     {'id':'ou-abcd-33333333','name':'Q.A odd','parent_id':'ou-abcd-22222222'},
                     {'id':'ou-abcd-44444444','name':'Test # 1','parent_id':'ou-abcd-22222222'}]""",
            "aws_organizations_account", """
                    [{'id':'111111111111','name':'root','status':'ACTIVE','parent_id':'r-abcd'},
                     {'id':'222222222222','name':'log-archive','status':'ACTIVE','parent_id':'ou-abcd-11111111'},
                     {'id':'333333333333','name':'keeper','status':'ACTIVE','parent_id':'ou-abcd-11111111'},
                     {'id':'444444444444','name':'shop\\nversion: 2','status':'ACTIVE','parent_id':'ou-abcd-44444444'},
                     {'id':'555555555555','name':'odd','status':'ACTIVE','parent_id':'ou-abcd-33333333'},
                     {'id':'666666666666','name':'gone','status':'SUSPENDED','parent_id':'ou-abcd-44444444'}]""",
            "aws_organizations_delegated_administrator",
                    "[{'id':'333333333333','service_principal':'guardduty.amazonaws.com'}]",
            "aws_organizations_policy", "[{'name':'Full','type':'SERVICE_CONTROL_POLICY'}]");

    private static Workspace workspace() throws Exception {
        Workspace out = Workspace.empty();
        for (TableDefinition table : ShippedContent.TABLES) {
            List<ObjectNode> rows = new ArrayList<>();
            for (var row :
                    Verb.JSON.readTree(ROWS.getOrDefault(table.name(), "[]").replace('\'', '"'))) {
                rows.add((ObjectNode) row);
            }
            out.table(table.schema(), rows);
        }
        return out;
    }

    @Test
    void describesWhatIsThereAndMovesNoAccount() throws Exception {
        String text;
        try (Workspace workspace = workspace()) {
            Insight.prepare(workspace);
            try (Snapshot open = workspace.lock(QueryLimits.USUAL)) {
                text = FirstConfig.of(open, "s-1");
            }
        }
        Ground ground = new Ground(
                LocalDate.of(2026, 11, 27),
                java.util.Optional.of(
                        new Ground.Known(Set.of(), Set.of("222222222222", "333333333333", "444444444444"))));
        ConfigFile.Checked checked = ConfigFile.read("holdfast.yaml", text.getBytes(StandardCharsets.UTF_8), ground);
        assertThat(checked.errors()).as(text).isEmpty();
        assertThat(text)
                .contains("management-account: \"111111111111\"")
                .contains("logging: {id: \"222222222222\"}  # log-archive: by its name")
                .contains("audit: {id: \"333333333333\"}  # keeper: administrates security services")
                .contains(
                        "    \"Security\":\n      accounts: [\"333333333333\", \"222222222222\"]  # keeper, log-archive\n")
                .contains("        \"Test # 1\":\n          accounts: [\"444444444444\"]  # shop version: 2\n")
                .contains("#   Full (SERVICE_CONTROL_POLICY)")
                .doesNotContain("555555555555", "666666666666");

        ObjectNode document = ConfigDocument.over(
                ConfigDocument.defaults(), checked.top().orElseThrow().json());
        ContentFolder content =
                new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root", ".."), "content")));
        List<Runbook> documents = List.copyOf(new RunbookReader(new SdkCatalog())
                .all(content, new ArrayList<>()).values().stream()
                        .filter(d -> d.id().endsWith("account-unit") || d.id().endsWith("organizational-unit"))
                        .toList());
        assertThat(documents).hasSize(2);
        try (Workspace workspace = workspace()) {
            workspace.table(FactTables.CONFIG, ConfigRows.of(document));
            Insight.prepare(workspace);
            try (Snapshot open = workspace.lock(QueryLimits.USUAL)) {
                Deployments.Found found = new Deployments(open).of(documents);
                assertThat(found.deployments()).isEmpty();
                assertThat(found.gaps()).isEmpty();
            }
        }
    }
}
