package dev.holdfast.content;

import dev.holdfast.content.Check.Judges;
import dev.holdfast.content.Framework.Control;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which checks serve which controls, by their own word, by a framework's, and by controls that ask the same. */
public final class FrameworkMap {
    /** What a check is about that only a person can answer. */
    public static final String PERSON = "person";

    private FrameworkMap() {}

    /** The checks, each naming every control it serves. */
    static List<Check> mapped(List<Check> checks, List<Framework> frameworks) {
        Map<String, Set<String>> further = new HashMap<>();
        Map<String, Set<String>> byCheck = new HashMap<>();
        for (Framework framework : frameworks) {
            for (Control control : framework.controls()) {
                String own = framework.id() + "/" + control.id();
                control.sameAs()
                        .forEach(same -> further.computeIfAbsent(same, k -> new TreeSet<>())
                                .add(own));
                control.checks()
                        .forEach(id -> byCheck.computeIfAbsent(id, k -> new TreeSet<>())
                                .add(own));
            }
        }
        List<Check> out = new ArrayList<>();
        for (Check check : checks) {
            Set<String> own = new HashSet<>(byCheck.getOrDefault(check.id(), Set.of()));
            check.frameworks().forEach((framework, controls) -> controls.forEach(c -> own.add(framework + "/" + c)));
            Set<String> all = new TreeSet<>(own);
            own.forEach(control -> all.addAll(further.getOrDefault(control, Set.of())));
            out.add(check.serving(byFramework(all)));
        }
        return List.copyOf(out);
    }

    private static Map<String, List<String>> byFramework(Set<String> controls) {
        Map<String, List<String>> out = new TreeMap<>();
        for (String control : controls) {
            int slash = control.indexOf('/');
            out.computeIfAbsent(control.substring(0, slash), k -> new ArrayList<>())
                    .add(control.substring(slash + 1));
        }
        return out;
    }

    /**
     * One check for each control that a person must judge: it says MANUAL once for the organization. Its id is
     * {@code framework/control}; a control that is the same as another gives none of its own.
     */
    public static List<Check> manual(List<Framework> frameworks) {
        List<Check> out = new ArrayList<>();
        for (Framework framework : frameworks) {
            for (Control control : framework.controls()) {
                if (!control.manual().isEmpty() && control.sameAs().isEmpty()) {
                    out.add(manual(framework, control));
                }
            }
        }
        return mapped(out, frameworks);
    }

    private static Check manual(Framework framework, Control control) {
        String sql = "SELECT 'organization' AS resource, '' AS account, 'global' AS region, 'MANUAL' AS status, '"
                + control.manual().replace("'", "''") + "' AS reason";
        return new Check(
                framework.id() + "/" + control.id(),
                framework.file(),
                control.subject(),
                control.function(),
                control.severity(),
                PERSON,
                Judges.ORGANIZATION,
                "Only a person can judge this.",
                sql,
                control.line(),
                control.manual() + " Then keep it: holdfast protect attest " + framework.id() + "/" + control.id()
                        + " --statement TEXT --by NAME --until DATE",
                null,
                Map.of(framework.id(), List.of(control.id())),
                List.of());
    }
}
