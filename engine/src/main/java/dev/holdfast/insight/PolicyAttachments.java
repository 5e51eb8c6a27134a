package dev.holdfast.insight;

import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code holdfast_policy_attachment}: which user, group or role has which managed policy, one row each. What a policy says
 * is in {@code holdfast_managed_policy_statement}, whose {@code resource} is the policy's ARN.
 */
final class PolicyAttachments {
    /** The sorts of principals a managed policy is attached to, each with its table. */
    static final List<String> TABLES = List.of("aws_iam_group", "aws_iam_role", "aws_iam_user");

    static final String SQL = TABLES.stream().map(PolicyAttachments::of).collect(Collectors.joining(" UNION ALL "));

    private PolicyAttachments() {}

    private static String of(String table) {
        String kind = table.substring("aws_iam_".length());
        return "SELECT account_id, region, arn AS resource, '" + kind + "' AS kind, name,"
                + " unnest(from_json(attached_policy_arns, '[\"varchar\"]')) AS policy_arn FROM " + table;
    }
}
