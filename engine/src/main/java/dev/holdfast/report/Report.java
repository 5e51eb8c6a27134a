package dev.holdfast.report;

import dev.holdfast.model.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the one-file report shows.
 *
 * @param name what the reader calls the organization
 * @param generatedAt when the report was made
 * @param environment where the facts come from
 * @param collection what was read
 * @param root the organization's tree, null when it could not be read or there is none
 * @param findings all verdicts, in any order
 * @param before the scores before the changes told here, null when there is nothing to compare with
 * @param now the scores of {@code findings}
 * @param cases the analyst's cases
 * @param runs changes, responses and drills
 * @param frameworks how each framework stands
 */
public record Report(
        String name,
        Instant generatedAt,
        Environment environment,
        Collection collection,
        @Nullable OrganizationUnit root,
        List<Finding> findings,
        @Nullable Scorecard before,
        Scorecard now,
        List<CaseStory> cases,
        List<RunStory> runs,
        List<FrameworkStanding> frameworks) {
    /** Copies its lists. */
    public Report {
        findings = List.copyOf(findings);
        cases = List.copyOf(cases);
        runs = List.copyOf(runs);
        frameworks = List.copyOf(frameworks);
    }

    /** The accounts' names. */
    public AccountNames accountNames() {
        return AccountNames.of(collection.organization());
    }
}
