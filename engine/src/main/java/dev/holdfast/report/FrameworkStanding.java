package dev.holdfast.report;

import java.util.List;

/**
 * How one framework stands.
 *
 * @param id its id, such as {@code cis-aws-7.0}
 * @param title its name
 * @param controls every control, in the framework's order
 */
public record FrameworkStanding(String id, String title, List<Control> controls) {
    /** Copies its list. */
    public FrameworkStanding {
        controls = List.copyOf(controls);
    }

    /**
     * One control.
     *
     * @param id its id
     * @param subject what it is about
     * @param outcome the word of an outcome, or {@code not yet} where nothing judges it
     * @param checks ids of the checks that judge it
     * @param note what a person should know, may be empty
     */
    public record Control(String id, String subject, String outcome, List<String> checks, String note) {
        /** Copies its list. */
        public Control {
            checks = List.copyOf(checks);
        }
    }
}
