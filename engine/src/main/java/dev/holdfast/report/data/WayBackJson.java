package dev.holdfast.report.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.WayBack;

/** What {@code recover plan --json} says. */
public final class WayBackJson {
    private WayBackJson() {}

    /**
     * {@code {schemaVersion, case, title, firstBad, configurationFrom, assumed, steps: [{n, layer, type, resource, action,
     * say, needs, point, backTo, document, changes, approval, undo}], circles, addedSince, problems}}.
     */
    public static ObjectNode of(WayBack way) {
        ObjectNode top = Json.top()
                .put("case", way.caseId())
                .put("title", way.title())
                .put("firstBad", way.firstBad().toString())
                .put("configurationFrom", way.from())
                .put("assumed", way.assumed());
        ArrayNode steps = top.putArray("steps");
        for (WayBack.Step step : way.steps()) {
            ObjectNode node = steps.addObject()
                    .put("n", step.n())
                    .put("layer", step.layer())
                    .put("type", step.type())
                    .put("resource", step.resource())
                    .put("name", step.name())
                    .put("account", step.account())
                    .put("region", step.region())
                    .put("action", step.action().word())
                    .put("say", step.say());
            step.needs().forEach(node.putArray("needs")::add);
            if (step.point() == null) {
                node.putNull("point");
            } else {
                node.set("point", RecoveryJson.point(step.point()));
            }
            node.put("backTo", step.backTo() == null ? null : step.backTo().toString())
                    .put("document", step.document());
            node.set("changes", Json.strings(step.changes()));
            node.put("approval", step.approval()).put("undo", step.undo());
        }
        ArrayNode circles = top.putArray("circles");
        way.circles().forEach(c -> circles.add(Json.strings(c)));
        top.set("addedSince", Json.strings(way.addedSince()));
        top.set("problems", Json.strings(way.problems()));
        return top;
    }
}
