package dev.holdfast.cli;

/** Files to begin a new unit of content from. */
final class Skeleton {
    private Skeleton() {}

    /** A check over buckets that holds its own examples; to be turned into the one that is meant. */
    static String check(String id) {
        return """
                # %s
                title: Buckets keep old versions
                severity: medium
                about: aws_s3_bucket
                judges: resource
                why: >-
                  What happens when this fails, in one or two plain sentences.
                query: |
                  SELECT arn AS resource, account_id AS account, region,
                         CASE WHEN versioning_status = 'Enabled' THEN 'PASS' ELSE 'FAIL' END AS status,
                         'Bucket ' || name || ' has versioning ' || lower(versioning_status) AS reason
                  FROM aws_s3_bucket
                remediation: >-
                  What a person should do.
                frameworks: {}
                examples:
                  pass:
                    - name: versioning is on
                      rows:
                        aws_s3_bucket:
                          - {name: a, arn: "arn:aws:s3:::a", versioning_status: Enabled}
                  fail:
                    - name: versioning was never turned on
                      rows:
                        aws_s3_bucket:
                          - {name: b, arn: "arn:aws:s3:::b", versioning_status: Disabled}
                """.formatted(id);
    }
}
