package dev.holdfast.report.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.report.DrillStory;
import dev.holdfast.report.RunStory;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code recover drill --json} says. */
public final class DrillJson {
    private DrillJson() {}

    /**
     * {@code {schemaVersion, drills: [{scenario, kind, outcome, environment, resource, point, phases, metrics, residue}]}}.
     * {@code metrics.rtoSeconds} is null unless the drill was made on AWS itself.
     */
    public static ObjectNode of(List<DrillStory> drills) {
        ObjectNode top = Json.top();
        ArrayNode list = top.putArray("drills");
        drills.forEach(d -> list.add(drill(d)));
        return top;
    }

    private static ObjectNode drill(DrillStory drill) {
        RunStory run = drill.run();
        ObjectNode node = Json.object()
                .put("scenario", run == null ? "" : run.document())
                .put("kind", drill.kind())
                .put("outcome", drill.outcome().name().toLowerCase(Locale.ROOT))
                .put("environment", drill.environment())
                .put("run", run == null ? null : run.id())
                .put("resource", drill.resource());
        if (drill.point() == null) {
            node.putNull("point");
        } else {
            node.set("point", RecoveryJson.point(drill.point()));
        }
        ArrayNode phases = node.putArray("phases");
        ArrayNode validated = Json.object().putArray("validated");
        if (run != null) {
            for (RunStory.Step step : run.steps()) {
                phases.addObject()
                        .put("phase", step.phase())
                        .put("step", step.id())
                        .put("say", step.say())
                        .put("operation", step.operation())
                        .put("state", step.state().word())
                        .put(
                                "startedAt",
                                step.startedAt() == null
                                        ? null
                                        : step.startedAt().toString())
                        .put(
                                "endedAt",
                                step.endedAt() == null ? null : step.endedAt().toString());
                if (step.phase().equals("verify") && step.state() == RunStory.State.DONE) {
                    validated.add(step.say());
                }
            }
        }
        node.set("validated", validated);
        ObjectNode metrics = node.putObject("metrics");
        boolean measured = drill.environment().equals("aws");
        metrics.put("rtoSeconds", measured && run != null ? run.metrics().get("rtoSeconds") : null);
        metrics.put("rpoSeconds", age(drill));
        node.set("residue", Json.strings(drill.residue()));
        return node.put("residueProven", drill.proven()).put("why", drill.why());
    }

    private static @Nullable Long age(DrillStory drill) {
        return drill.pointAge() == null ? null : drill.pointAge().toSeconds();
    }
}
