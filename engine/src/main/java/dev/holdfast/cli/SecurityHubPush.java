package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.change.Plan;
import dev.holdfast.change.Planner;
import dev.holdfast.change.Wish;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.data.Asff;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Plans to tell Security Hub what was found: a step for each hundred findings of an account and region. */
final class SecurityHubPush {
    private static final String DOCUMENT = "fixes/securityhub/import-findings";

    private SecurityHubPush() {}

    static Plan plan(
            Planner planner,
            Planner.Terms terms,
            Verdicts.Judged judged,
            Path snapshot,
            Config config,
            Surroundings here) {
        Asff asff = new Asff(
                judged.at(),
                Main.Version.number(),
                management(snapshot),
                config.homeRegion().value());
        List<Wish> wishes = new ArrayList<>();
        long findings = 0;
        for (Asff.Batch batch : asff.batches(judged.findings())) {
            ObjectNode parameters = Verb.JSON
                    .createObjectNode()
                    .put("Batch", batch.digest())
                    .put("Count", batch.findings().size())
                    .put("ProductArn", batch.productArn());
            parameters.set("Findings", batch.findings());
            parameters.set("Archived", batch.archived());
            wishes.add(new Wish(
                    DOCUMENT,
                    parameters,
                    new Scope(new AccountId(batch.account()), new Region(batch.region())),
                    batch.productArn()));
            findings += batch.findings().size();
        }
        return planner.given(
                "Import " + Phrases.count(findings, "finding", "findings") + " into Security Hub", wishes, terms);
    }

    /** The account that stands for the organization; verdicts about the organization need one. */
    private static String management(Path snapshot) {
        try (Snapshot open = Snapshots.open(snapshot)) {
            return open.answer("SELECT id FROM holdfast_account ORDER BY management DESC, id LIMIT 1").rows().stream()
                    .findFirst()
                    .map(row -> row.path("id").asText())
                    .orElseThrow(() -> Stop.usage("the snapshot names no account", "Collect one: holdfast identify"));
        }
    }
}
