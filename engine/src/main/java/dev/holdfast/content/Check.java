package dev.holdfast.content;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One check: a question in SQL over a snapshot that gives a verdict per row.
 *
 * @param id file path below {@code checks}, such as {@code protect/s3/bucket-blocks-public-access}
 * @param file its file, for messages
 * @param title what holds when it passes, one sentence
 * @param function the NIST function it serves
 * @param severity how bad a failure is
 * @param about the table whose rows it judges
 * @param judges what one row of its answer stands for
 * @param why what a failure means, in plain words
 * @param query one SELECT giving {@code resource, account, region, status, reason}
 * @param queryLine the file's line on which the query begins
 * @param remediation what a person should do
 * @param fix id of the fix that can do it, null when none
 * @param frameworks framework id to the controls it serves
 * @param examples small worlds and what the check must say of them
 * @param prowler names of Prowler's checks that ask the same, for the import of its mute lists
 * @param guard what a policy of the organization must deny to make a failure harmless, null when none can
 */
public record Check(
        String id,
        String file,
        String title,
        NistFunction function,
        Severity severity,
        String about,
        Judges judges,
        String why,
        String query,
        int queryLine,
        String remediation,
        @Nullable String fix,
        Map<String, List<String>> frameworks,
        List<Example> examples,
        List<String> prowler,
        @Nullable Guard guard) {
    public Check {
        prowler = List.copyOf(prowler);
        frameworks = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(frameworks));
        examples = List.copyOf(examples);
    }

    /** A check that no guardrail can stand in for. */
    public Check(
            String id,
            String file,
            String title,
            NistFunction function,
            Severity severity,
            String about,
            Judges judges,
            String why,
            String query,
            int queryLine,
            String remediation,
            @Nullable String fix,
            Map<String, List<String>> frameworks,
            List<Example> examples) {
        this(
                id,
                file,
                title,
                function,
                severity,
                about,
                judges,
                why,
                query,
                queryLine,
                remediation,
                fix,
                frameworks,
                examples,
                List.of(),
                null);
    }

    /** The same check serving these controls. */
    Check serving(Map<String, List<String>> controls) {
        return new Check(
                id,
                file,
                title,
                function,
                severity,
                about,
                judges,
                why,
                query,
                queryLine,
                remediation,
                fix,
                controls,
                examples,
                prowler,
                guard);
    }

    /** What one row of a check's answer stands for; it decides what an unreadable fact spoils. */
    public enum Judges {
        /** One row of the table it is about: {@code resource} is that row's id. Looks at facts of its own account only. */
        RESOURCE,
        /** One account. Looks at facts of that account, and of the organization. */
        ACCOUNT,
        /**
         * The organization. May give a column {@code reads}: a list of the accounts whose facts decided the row; without
         * it, every account counts.
         */
        ORGANIZATION
    }

    /**
     * A small world and the verdict on it.
     *
     * @param name what it shows
     * @param expected every verdict must be this; for a failure, at least one
     * @param rows rows by table; members left out are null, {@code account_id} and {@code region} have usual values
     * @param line where it stands in its file
     */
    public record Example(String name, Outcome expected, Map<String, List<ObjectNode>> rows, int line) {}
}
