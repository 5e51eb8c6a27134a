package dev.holdfast.insight;

import java.util.Set;

/** The accounts that {@code holdfast.yaml} gives a purpose: {@code management}, {@code logging}, {@code audit} … */
final class PurposeAccounts {
    static final Set<String> SOURCES =
            Set.of("holdfast_config", "aws_organizations_account", "aws_organizations_organization");

    /** A purpose and the id of its account; the file may name the account instead. */
    static final String SQL = """
            SELECT 'management' AS purpose, master_account_id AS account FROM aws_organizations_organization
            UNION
            SELECT split_part(c.path, '.', 3) AS purpose, a.id AS account
            FROM holdfast_config c
            JOIN aws_organizations_account a ON a.id = c.value OR a.name = c.value
            WHERE c.path LIKE 'organization.accounts.%'
              AND (split_part(c.path, '.', 4) IN ('id', 'name') OR c.path NOT LIKE 'organization.accounts.%.%')
            """;

    private PurposeAccounts() {}
}
