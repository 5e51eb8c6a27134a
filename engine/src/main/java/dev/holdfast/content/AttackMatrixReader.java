package dev.holdfast.content;

import dev.holdfast.model.ContentError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the matrices under {@code attack/}, and says what the rules leave open in them. */
public final class AttackMatrixReader {
    private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");

    private AttackMatrixReader() {}

    /**
     * Reads every file under {@code attack/}.
     *
     * @param errors where problems are added; a matrix with problems is left out
     */
    public static List<AttackMatrix> read(ContentFolder folder, List<ContentError> errors) {
        List<AttackMatrix> out = new ArrayList<>();
        for (ContentFolder.Unit unit : folder.units("attack", errors)) {
            int before = errors.size();
            AttackMatrix matrix = matrix(unit);
            if (errors.size() == before) {
                out.add(matrix);
            }
        }
        return List.copyOf(out);
    }

    private static AttackMatrix matrix(ContentFolder.Unit unit) {
        Doc doc = unit.doc().only(Set.of("title", "version", "platform", "techniques", "later"));
        Map<String, AttackMatrix.Technique> techniques = new LinkedHashMap<>();
        doc.need("techniques")
                .ifPresent(list -> list.entries().forEach((id, value) -> {
                    technique(id, value);
                    value.only(Set.of("name", "tactics", "blind"));
                    techniques.put(
                            id,
                            new AttackMatrix.Technique(
                                    value.needText("name"),
                                    value.texts("tactics"),
                                    value.get("blind").map(Doc::text).orElse(null),
                                    SigmaPlace.of(value)));
                }));
        Map<String, AttackMatrix.Renumbered> later = new LinkedHashMap<>();
        Map<String, String> tactics = new LinkedHashMap<>();
        doc.get("later").ifPresent(body -> {
            body.only(Set.of("version", "techniques", "tactics"));
            body.get("techniques")
                    .ifPresent(list -> list.entries().forEach((id, value) -> {
                        technique(id, value);
                        value.only(Set.of("id", "tactic"));
                        technique(value.needText("id"), value);
                        later.put(id, new AttackMatrix.Renumbered(value.needText("id"), value.needText("tactic")));
                    }));
            body.get("tactics").ifPresent(list -> list.entries().forEach((old, now) -> tactics.put(old, now.text())));
        });
        return new AttackMatrix(
                unit.id(),
                doc.needText("title"),
                doc.needText("version"),
                doc.needText("platform"),
                java.util.Collections.unmodifiableMap(techniques),
                doc.get("later").map(l -> l.needText("version")).orElse(""),
                java.util.Collections.unmodifiableMap(later),
                Map.copyOf(tactics),
                SigmaPlace.of(doc));
    }

    private static void technique(String id, Doc place) {
        if (!TECHNIQUE.matcher(id).matches()) {
            place.error("`" + id + "` is not the id of a technique", "Write it like T1098.001");
        }
    }

    /** A technique that no rule names must say why it is blind; one that is named is not blind. */
    public static List<ContentError> lint(List<AttackMatrix> matrices, List<SigmaMeta> rules) {
        List<ContentError> out = new ArrayList<>();
        for (AttackMatrix matrix : matrices) {
            for (AttackCoverage.Row row : AttackCoverage.of(matrix, rules).rows()) {
                boolean covered = !row.rules().isEmpty();
                boolean blind = row.technique().blind() != null;
                if (!covered && !blind) {
                    out.add(row.technique()
                            .place()
                            .error(
                                    "no rule names " + row.id() + " and nothing says why",
                                    "Tag a rule with it, or add `blind: why`"));
                } else if (covered && blind) {
                    out.add(row.technique()
                            .place()
                            .error(
                                    row.id() + " is called blind, and "
                                            + row.rules().get(0).id() + " names it",
                                    "Take `blind` away"));
                }
            }
        }
        return out;
    }
}
