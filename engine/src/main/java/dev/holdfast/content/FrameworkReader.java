package dev.holdfast.content;

import dev.holdfast.content.Framework.Control;
import dev.holdfast.model.ContentError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code frameworks/<name>-<version>.yaml} and checks that mappings resolve both ways. */
public final class FrameworkReader {
    private FrameworkReader() {}

    /**
     * All frameworks, sorted by id.
     *
     * @param errors where problems are added
     */
    public static List<Framework> read(ContentFolder folder, List<ContentError> errors) {
        List<Framework> out = new ArrayList<>();
        for (ContentFolder.Unit unit : folder.units("frameworks", errors)) {
            Doc doc = unit.doc().only(Set.of("title", "controls"));
            List<Control> controls = new ArrayList<>();
            doc.need("controls").map(Doc::entries).orElse(Map.of()).forEach((id, control) -> {
                control.only(Set.of("subject", "manual", "not-yet"));
                controls.add(new Control(
                        id,
                        control.needText("subject"),
                        control.text("manual", ""),
                        control.text("not-yet", ""),
                        control.line()));
            });
            out.add(new Framework(unit.id(), doc.file(), doc.needText("title"), controls));
        }
        return List.copyOf(out);
    }

    /** Adds an error for each mapping of a check that leads nowhere and each control that nothing answers. */
    public static void check(List<Framework> frameworks, List<Check> checks, List<ContentError> errors) {
        Set<String> served = new HashSet<>();
        for (Check check : checks) {
            check.frameworks().forEach((id, controls) -> {
                Framework framework = frameworks.stream()
                        .filter(f -> f.id().equals(id))
                        .findFirst()
                        .orElse(null);
                for (String control : controls) {
                    served.add(id + " " + control);
                    if (framework == null || framework.control(control).isEmpty()) {
                        errors.add(new ContentError(
                                check.file(),
                                0,
                                0,
                                "there is no control `" + control + "` in framework `" + id + "`",
                                ""));
                    }
                }
            });
        }
        for (Framework framework : frameworks) {
            for (Control control : framework.controls()) {
                boolean open = control.manual().isEmpty() && control.notYet().isEmpty();
                if (open && !served.contains(framework.id() + " " + control.id())) {
                    errors.add(new ContentError(
                            framework.file(),
                            control.line(),
                            0,
                            "control `" + control.id() + "` is served by no check",
                            "Map a check to it, or say `manual:` or `not-yet:`"));
                }
            }
        }
    }
}
