package dev.holdfast.content;

import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Severity;
import java.util.List;
import java.util.Optional;

/**
 * A framework of controls. Which checks serve a control stands in the checks; here every control is listed, so that none
 * can go missing.
 *
 * @param id file name, such as {@code cis-aws-7.0}
 * @param file its file, for messages
 * @param title its name
 * @param controls all controls, in the framework's order
 */
public record Framework(String id, String file, String title, List<Control> controls) {
    public Framework {
        controls = List.copyOf(controls);
    }

    /**
     * One control.
     *
     * @param id its id in the framework
     * @param subject what it is about, in our own words
     * @param manual how a person judges it; empty when a person need not
     * @param notYet what of it is not judged yet; empty when all of it is
     * @param sameAs controls of other frameworks that ask the same, as {@code framework/control}
     * @param checks checks that serve it, beside those that name it themselves
     * @param function the function that a manual control counts towards
     * @param severity how bad it is when a manual control does not hold
     * @param line where it stands in its file
     */
    public record Control(
            String id,
            String subject,
            String manual,
            String notYet,
            List<String> sameAs,
            List<String> checks,
            NistFunction function,
            Severity severity,
            int line) {
        /** A control that checks alone serve, or a person. */
        public Control(String id, String subject, String manual, String notYet, int line) {
            this(id, subject, manual, notYet, List.of(), List.of(), NistFunction.PROTECT, Severity.MEDIUM, line);
        }

        Control with(String newManual, String newNotYet) {
            return new Control(id, subject, newManual, newNotYet, sameAs, checks, function, severity, line);
        }
    }

    /** The control of that id. */
    public Optional<Control> control(String control) {
        return controls.stream().filter(c -> c.id().equals(control)).findFirst();
    }
}
