package dev.holdfast.model;

/**
 * A fact that could not be read: a result of its own, never an absence.
 *
 * @param account the account asked
 * @param region the region asked, or {@code global}
 * @param table the table that lacks rows or values because of it
 * @param operation {@code service:Operation} that failed
 * @param resource the single resource whose detail is missing, empty when the whole listing failed
 * @param kind what sort of failure it was
 * @param error the code and message AWS gave, without secrets
 * @param action the IAM action that allows the operation, empty when not known
 * @param principal ARN of who made the call, empty when not known
 */
public record Gap(
        String account,
        String region,
        String table,
        String operation,
        String resource,
        AwsFailure.Kind kind,
        String error,
        String action,
        String principal) {

    /** A gap of which only the failure is known. */
    public Gap(
            String account,
            String region,
            String table,
            String operation,
            String resource,
            AwsFailure.Kind kind,
            String error) {
        this(account, region, table, operation, resource, kind, error, "", "");
    }
}
