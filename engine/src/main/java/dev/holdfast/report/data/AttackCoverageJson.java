package dev.holdfast.report.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.AttackCoverage;
import dev.holdfast.content.AttackMatrix;
import dev.holdfast.content.SigmaMeta;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which rules look for which ATT&amp;CK technique: as JSON, and as a layer for the ATT&amp;CK Navigator. */
public final class AttackCoverageJson {
    private static final String NAVIGATOR = "5.1.0";
    private static final String LAYER = "4.5";
    private static final String COVERED = "#3f7cac";
    private static final String BLIND = "#c9c9c9";

    private AttackCoverageJson() {}

    /** Every technique with its rules, or why none can see it. */
    public static ObjectNode json(AttackCoverage coverage) {
        AttackMatrix matrix = coverage.matrix();
        ObjectNode top = JsonNodeFactory.instance.objectNode();
        top.put("schemaVersion", 1);
        top.putObject("attack")
                .put("title", matrix.title())
                .put("version", matrix.version())
                .put("laterVersion", matrix.laterVersion())
                .put("platform", matrix.platform());
        top.putObject("totals")
                .put("techniques", coverage.rows().size())
                .put("covered", coverage.covered())
                .put("blind", coverage.rows().size() - coverage.covered());
        ArrayNode list = top.putArray("techniques");
        for (AttackCoverage.Row row : coverage.rows()) {
            ObjectNode one = list.addObject()
                    .put("technique", row.id())
                    .put("laterId", matrix.laterId(row.id()))
                    .put("name", row.technique().name());
            row.technique().tactics().forEach(one.putArray("tactics")::add);
            matrix.laterTactics(row.id()).forEach(one.putArray("laterTactics")::add);
            one.put("status", row.covered() ? "covered" : "blind");
            if (!row.covered()) {
                one.put("reason", Objects.requireNonNullElse(row.technique().blind(), "no rule names it"));
            }
            ArrayNode rules = one.putArray("rules");
            for (SigmaMeta rule : row.rules()) {
                rules.addObject()
                        .put("rule", rule.id())
                        .put("severity", rule.level().word())
                        .put("examples", rule.tests().size());
            }
        }
        return top;
    }

    /**
     * A layer for the ATT&amp;CK Navigator.
     *
     * @param later true for the ids and tactics of the later version
     */
    public static ObjectNode layer(AttackCoverage coverage, boolean later) {
        AttackMatrix matrix = coverage.matrix();
        ObjectNode top = JsonNodeFactory.instance.objectNode();
        top.put("name", "Holdfast detections");
        top.putObject("versions")
                .put("attack", later ? matrix.laterVersion() : matrix.version())
                .put("navigator", NAVIGATOR)
                .put("layer", LAYER);
        top.put("domain", "enterprise-attack");
        top.put(
                "description",
                matrix.title() + ": " + coverage.covered() + " of "
                        + coverage.rows().size() + " techniques have a rule.");
        top.putObject("filters").putArray("platforms").add(matrix.platform());
        ArrayNode techniques = top.putArray("techniques");
        TreeSet<String> given = new TreeSet<>();
        int most = 1;
        for (AttackCoverage.Row row : coverage.rows()) {
            most = Math.max(most, row.rules().size());
            String id = later ? matrix.laterId(row.id()) : row.id();
            List<String> tactics =
                    later ? matrix.laterTactics(row.id()) : row.technique().tactics();
            for (String tactic : tactics) {
                if (given.add(id + "|" + tactic)) {
                    techniques.add(technique(id, tactic, row));
                }
            }
        }
        ObjectNode gradient = top.putObject("gradient");
        gradient.putArray("colors").add("#d6e6f2").add(COVERED);
        gradient.put("minValue", 0).put("maxValue", most);
        ArrayNode legend = top.putArray("legendItems");
        legend.addObject().put("label", "a rule looks for it").put("color", COVERED);
        legend.addObject().put("label", "blind").put("color", BLIND);
        top.put("hideDisabled", false);
        return top;
    }

    private static ObjectNode technique(String id, String tactic, AttackCoverage.Row row) {
        ObjectNode one = JsonNodeFactory.instance
                .objectNode()
                .put("techniqueID", id)
                .put("tactic", tactic)
                .put("enabled", true)
                .put("showSubtechniques", id.contains("."));
        if (row.covered()) {
            one.put("score", row.rules().size())
                    .put("comment", row.rules().stream().map(SigmaMeta::id).collect(Collectors.joining("\n")));
        } else {
            one.put("color", BLIND)
                    .put(
                            "comment",
                            "Blind: "
                                    + Objects.requireNonNullElse(row.technique().blind(), "no rule names it"));
        }
        return one;
    }
}
