package dev.holdfast.content;

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
     * @param line where it stands in its file
     */
    public record Control(String id, String subject, String manual, String notYet, int line) {}

    /** The control of that id. */
    public Optional<Control> control(String control) {
        return controls.stream().filter(c -> c.id().equals(control)).findFirst();
    }
}
