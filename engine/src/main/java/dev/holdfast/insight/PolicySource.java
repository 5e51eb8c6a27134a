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
            attached("aws_s3_bucket", "holdfast_bucket_policy_statement", "arn", "bucket policy"),
            attached("aws_kms_key", "holdfast_key_policy_statement", "arn", "key policy"),
            attached("aws_sns_topic", "holdfast_topic_policy_statement", "topic_arn", "topic policy"),
            attached("aws_sqs_queue", "holdfast_queue_policy_statement", "queue_url", "queue policy"),
            attached("aws_secretsmanager_secret", "holdfast_secret_policy_statement", "arn", "secret policy"),
            attached("aws_eventbridge_bus", "holdfast_bus_policy_statement", "arn", "bus policy"),
            attached("aws_glacier_vault", "holdfast_vault_policy_statement", "vault_arn", "vault policy"),
            attached("aws_backup_vault", "holdfast_backup_vault_policy_statement", "arn", "vault policy"),
            attached("aws_ecr_repository", "holdfast_repository_policy_statement", "arn", "repository policy"),
            attached("aws_lambda_function", "holdfast_function_policy_statement", "arn", "function policy"),
            inline("aws_iam_user", "holdfast_user_policy_statement"),
            inline("aws_iam_group", "holdfast_group_policy_statement"),
            inline("aws_iam_role", "holdfast_role_policy_statement"),
            new PolicySource(
                    "aws_iam_policy",
                    "holdfast_managed_policy_statement",
                    Set.of("policy"),
                    "SELECT account_id, region, arn AS resource, name AS policy_name, policy AS document"
                            + " FROM aws_iam_policy WHERE policy IS NOT NULL"),
            new PolicySource(
                    "aws_ssoadmin_permission_set",
                    "holdfast_permission_set_statement",
                    Set.of("inline_policy"),
                    "SELECT account_id, region, arn AS resource, 'inline policy' AS policy_name,"
                            + " inline_policy AS document FROM aws_ssoadmin_permission_set"
                            + " WHERE coalesce(inline_policy, '') <> ''"),
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

    /** The policy of a resource itself, in its column {@code policy}; {@code id} is the column findings call it by. */
    private static PolicySource attached(String table, String derived, String id, String name) {
        return new PolicySource(
                table,
                derived,
                Set.of("policy"),
                "SELECT account_id, region, " + id + " AS resource, '" + name + "' AS policy_name,"
                        + " policy AS document FROM " + table + " WHERE policy IS NOT NULL");
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
