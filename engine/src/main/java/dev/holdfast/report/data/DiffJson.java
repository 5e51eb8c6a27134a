package dev.holdfast.report.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.Finding;
import dev.holdfast.report.FindingsDiff;
import dev.holdfast.report.SnapshotChanges;
import java.util.List;

/** What {@code diff --json} says, and the part {@code since} of {@code protect check --json}. */
public final class DiffJson {
    private DiffJson() {}

    /** {@code {schemaVersion, before, after, tables, resources, cut, findings}}. */
    public static ObjectNode of(SnapshotChanges changes, FindingsDiff findings) {
        ObjectNode top = Json.top().put("before", changes.before()).put("after", changes.after());
        ArrayNode tables = top.putArray("tables");
        changes.counts()
                .forEach((table, count) -> tables.addObject()
                        .put("table", table)
                        .put("added", count.added())
                        .put("removed", count.removed())
                        .put("changed", count.altered())
                        .put("notCompared", count.apart()));
        ArrayNode resources = top.putArray("resources");
        for (SnapshotChanges.Resource resource : changes.resources()) {
            ObjectNode node = resources
                    .addObject()
                    .put("change", resource.kind())
                    .put("table", resource.table())
                    .put("account", resource.account())
                    .put("region", resource.region())
                    .put("id", resource.id());
            if (!resource.changes().isEmpty()) {
                ArrayNode list = node.putArray("attributes");
                for (SnapshotChanges.Attribute attribute : resource.changes()) {
                    ObjectNode one = list.addObject().put("name", attribute.name());
                    one.set("before", attribute.before());
                    one.set("after", attribute.after());
                }
            }
        }
        top.put("cut", changes.cut());
        top.set("findings", findings(findings));
        return top;
    }

    /** {@code {opened, closed, unsure, changed}}. */
    public static ObjectNode findings(FindingsDiff diff) {
        ObjectNode node = Json.object();
        list(node.putArray("opened"), diff.opened());
        list(node.putArray("closed"), diff.closed());
        list(node.putArray("unsure"), diff.unsure());
        list(node.putArray("changed"), diff.changed());
        return node;
    }

    private static void list(ArrayNode list, List<FindingsDiff.Entry> entries) {
        for (FindingsDiff.Entry entry : entries) {
            Finding one = entry.either();
            Finding before = entry.before();
            Finding after = entry.after();
            list.addObject()
                    .put("check", one.rule())
                    .put("title", one.title())
                    .put("severity", one.severity().word())
                    .put("resource", one.resource())
                    .put("account", one.account())
                    .put("region", one.region())
                    .put("before", before == null ? null : before.outcome().name())
                    .put("after", after == null ? null : after.outcome().name())
                    .put("reason", after == null ? "" : after.reason());
        }
    }
}
