package dev.holdfast.content;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rules look for which technique. A rule tagged with a sub-technique counts for the technique above it too; a rule
 * tagged with the technique alone does not count for the ones below, since it may see another of them.
 *
 * @param matrix whose techniques
 * @param rows one for each technique, in the matrix's order
 */
public record AttackCoverage(AttackMatrix matrix, List<Row> rows) {
    /**
     * One technique.
     *
     * @param id its id in the matrix's version
     * @param technique what is known of it
     * @param rules the rules that look for it, sorted by id; empty when it is blind
     */
    public record Row(String id, AttackMatrix.Technique technique, List<SigmaMeta> rules) {
        /** True when a rule looks for it. */
        public boolean covered() {
            return !rules.isEmpty();
        }
    }

    /** How many techniques are looked for. */
    public long covered() {
        return rows.stream().filter(Row::covered).count();
    }

    /** Joins a matrix and the rules' tags, of whichever version. */
    public static AttackCoverage of(AttackMatrix matrix, List<SigmaMeta> rules) {
        Map<String, List<SigmaMeta>> byTechnique = new LinkedHashMap<>();
        matrix.techniques().keySet().forEach(id -> byTechnique.put(id, new ArrayList<>()));
        for (SigmaMeta rule : rules) {
            for (String tag : rule.attack()) {
                for (String meaning : matrix.meanings(tag)) {
                    add(byTechnique, meaning, rule);
                    int dot = meaning.indexOf('.');
                    if (dot > 0) {
                        add(byTechnique, meaning.substring(0, dot), rule);
                    }
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        byTechnique.forEach((id, found) -> {
            AttackMatrix.Technique technique = matrix.techniques().get(id);
            if (technique != null) {
                found.sort(Comparator.comparing(SigmaMeta::id));
                rows.add(new Row(id, technique, List.copyOf(found)));
            }
        });
        return new AttackCoverage(matrix, List.copyOf(rows));
    }

    private static void add(Map<String, List<SigmaMeta>> byTechnique, String id, SigmaMeta rule) {
        List<SigmaMeta> list = byTechnique.get(id);
        if (list != null && !list.contains(rule)) {
            list.add(rule);
        }
    }
}
