package dev.holdfast.insight;

import java.util.List;
import java.util.Set;

/**
 * A collected table that holds policy documents.
 *
 * @param table the table
 * @param derived the table of its statements
 * @param reads the columns the documents come from
 * @param sql gives {@code account_id, region, resource, policy_name, document}; the document as JSON or text
 */
record PolicySource(String table, String derived, Set<String> reads, String sql) {
    static final List<PolicySource> ALL = List.of(
            new PolicySource(
                    "aws_s3_bucket",
                    "holdfast_bucket_policy_statement",
                    Set.of("policy"),
                    "SELECT account_id, region, arn AS resource, 'bucket policy' AS policy_name, policy AS document"
                            + " FROM aws_s3_bucket WHERE policy IS NOT NULL"),
            new PolicySource(
                    "aws_kms_key",
                    "holdfast_key_policy_statement",
                    Set.of("policy"),
                    "SELECT account_id, region, arn AS resource, 'key policy' AS policy_name, policy AS document"
                            + " FROM aws_kms_key WHERE policy IS NOT NULL"),
            inline("aws_iam_user", "holdfast_user_policy_statement"),
            inline("aws_iam_role", "holdfast_role_policy_statement"),
            new PolicySource(
                    "aws_iam_role",
                    "holdfast_trust_policy_statement",
                    Set.of("assume_role_policy"),
                    "SELECT account_id, region, arn AS resource, 'trust policy' AS policy_name,"
                            + " assume_role_policy AS document FROM aws_iam_role WHERE assume_role_policy IS NOT NULL"),
            new PolicySource(
                    "aws_organizations_resource_policy",
                    "holdfast_organization_policy_statement",
                    Set.of("content"),
                    "SELECT account_id, region, id AS resource, 'resource policy' AS policy_name, content AS document"
                            + " FROM aws_organizations_resource_policy WHERE content IS NOT NULL"),
            control("holdfast_control_policy_statement", "SERVICE_CONTROL_POLICY"),
            control("holdfast_resource_control_policy_statement", "RESOURCE_CONTROL_POLICY"));

    /** Policies of the organization that have statements; those of other types are documents of their own kind. */
    private static PolicySource control(String derived, String type) {
        return new PolicySource(
                "aws_organizations_policy",
                derived,
                Set.of("content", "type"),
                "SELECT account_id, region, id AS resource, name AS policy_name, content AS document"
                        + " FROM aws_organizations_policy WHERE content IS NOT NULL AND type = '" + type + "'");
    }

    private static PolicySource inline(String table, String derived) {
        return new PolicySource(
                table,
                derived,
                Set.of("inline_policies"),
                "SELECT account_id, region, resource, policy->>'PolicyName' AS policy_name,"
                        + " policy->>'PolicyDocument' AS document FROM (SELECT account_id, region, arn AS resource,"
                        + " unnest(CAST(inline_policies AS JSON[])) AS policy FROM " + table + ")");
    }
}
