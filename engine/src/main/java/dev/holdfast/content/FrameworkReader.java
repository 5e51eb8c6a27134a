package dev.holdfast.content;

import dev.holdfast.content.Framework.Control;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code frameworks/<name>-<version>.yaml} and checks that mappings resolve both ways. */
public final class FrameworkReader {
    private FrameworkReader() {}

    /**
     * All frameworks, sorted by id. A control that is the same as others takes over what a person must do and what is
     * not judged yet.
     *
     * @param errors where problems are added
     */
    public static List<Framework> read(ContentFolder folder, List<ContentError> errors) {
        List<Framework> out = new ArrayList<>();
        for (ContentFolder.Unit unit : folder.units("frameworks", errors)) {
            Doc doc = unit.doc().only(Set.of("title", "controls"));
            List<Control> controls = new ArrayList<>();
            doc.need("controls")
                    .map(Doc::entries)
                    .orElse(Map.of())
                    .forEach((id, control) -> controls.add(control(id, control)));
            out.add(new Framework(unit.id(), doc.file(), doc.needText("title"), controls));
        }
        return out.stream().map(f -> inherited(f, out, errors)).toList();
    }

    private static Control control(String id, Doc doc) {
        doc.only(Set.of("subject", "manual", "not-yet", "same-as", "checks", "function", "severity"));
        return new Control(
                id,
                doc.needText("subject"),
                doc.text("manual", ""),
                doc.text("not-yet", ""),
                doc.texts("same-as"),
                doc.texts("checks"),
                doc.choice("function", NistFunction.class, NistFunction.PROTECT),
                doc.choice("severity", Severity.class, Severity.MEDIUM),
                doc.line());
    }

    private static Framework inherited(Framework framework, List<Framework> all, List<ContentError> errors) {
        List<Control> out = new ArrayList<>();
        for (Control control : framework.controls()) {
            String manual = control.manual();
            String notYet = control.notYet();
            for (String same : control.sameAs()) {
                Optional<Control> twin = find(all, same);
                if (twin.isEmpty()) {
                    errors.add(error(framework, control, "`same-as: " + same + "` is no control", ""));
                } else if (!twin.get().sameAs().isEmpty()) {
                    errors.add(error(
                            framework,
                            control,
                            "`same-as: " + same + "` is itself the same as another",
                            "Name that one: " + String.join(", ", twin.get().sameAs())));
                } else {
                    manual = manual.isEmpty() ? twin.get().manual() : manual;
                    notYet = notYet.isEmpty() ? twin.get().notYet() : notYet;
                }
            }
            out.add(control.with(manual, notYet));
        }
        return new Framework(framework.id(), framework.file(), framework.title(), out);
    }

    /** The control meant by {@code framework/control}. */
    private static Optional<Control> find(List<Framework> all, String name) {
        int slash = name.indexOf('/');
        return all.stream()
                .filter(f -> slash > 0 && f.id().equals(name.substring(0, slash)))
                .findFirst()
                .flatMap(f -> f.control(name.substring(slash + 1)));
    }

    /** Adds an error for each mapping of a check that leads nowhere and each control that nothing answers. */
    public static void check(List<Framework> frameworks, List<Check> checks, List<ContentError> errors) {
        Set<String> served = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (Check check : checks) {
            ids.add(check.id());
            check.frameworks().forEach((id, controls) -> {
                for (String control : controls) {
                    served.add(id + "/" + control);
                    if (find(frameworks, id + "/" + control).isEmpty()) {
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
                control.checks().stream()
                        .filter(id -> !ids.contains(id))
                        .forEach(id -> errors.add(error(framework, control, "there is no check `" + id + "`", "")));
                boolean open = control.manual().isEmpty() && control.notYet().isEmpty();
                boolean answered = served.contains(framework.id() + "/" + control.id())
                        || control.sameAs().stream().anyMatch(served::contains)
                        || control.checks().stream().anyMatch(ids::contains);
                if (open && !answered) {
                    errors.add(error(
                            framework,
                            control,
                            "control `" + control.id() + "` is served by no check",
                            "Map a check to it, or say `manual:`, `not-yet:`, `checks:` or `same-as:`"));
                }
            }
        }
    }

    private static ContentError error(Framework framework, Control control, String problem, String mend) {
        return new ContentError(framework.file(), control.line(), 0, problem, mend);
    }
}
