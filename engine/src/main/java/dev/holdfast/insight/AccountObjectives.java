package dev.holdfast.insight;

/**
 * {@code holdfast_account_objective}: what a loss may cost in each account. The units above an account that have objectives
 * count, and of several the strictest; for all other accounts {@code default} does.
 */
final class AccountObjectives {
    static final String SQL = """
            WITH unit AS (
                SELECT w.subject AS account, u.name
                FROM holdfast_organization_place w
                JOIN aws_organizations_organizational_unit u ON u.id = w.place
            ), asked AS (
                SELECT unit.account, min(o.rpo_hours) AS rpo_hours, min(o.rto_hours) AS rto_hours,
                       string_agg(DISTINCT o.because, ', ' ORDER BY o.because) AS because
                FROM unit JOIN holdfast_environment_objective o ON o.environment = unit.name
                GROUP BY unit.account
            )
            SELECT a.id AS account, coalesce(x.rpo_hours, d.rpo_hours) AS rpo_hours,
                   coalesce(x.rto_hours, d.rto_hours) AS rto_hours, coalesce(x.because, d.because) AS because
            FROM aws_organizations_account a
            LEFT JOIN asked x ON x.account = a.id
            LEFT JOIN holdfast_environment_objective d ON d.environment = 'default'
            """;

    private AccountObjectives() {}
}
