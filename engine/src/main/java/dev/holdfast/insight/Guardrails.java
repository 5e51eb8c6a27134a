package dev.holdfast.insight;

/**
 * Which policies of the organization bind what. {@code holdfast_organization_place}: each account and unit
 * ({@code subject}) with every place above it and itself; {@code holdfast_guardrail}: each of them with all policies that
 * are attached at such a place; {@code holdfast_guarded_action}: each account with the deeds that a guardrail should
 * refuse, whether it does, and by which policies.
 *
 * <p>An action is refused by a Deny for every resource without a condition, or with one that only spares named
 * principals; or where the policies at one place allow it nowhere. Source: AWS Organizations User Guide, "SCP
 * evaluation". What the management account does is never refused by these policies.
 */
final class Guardrails {
    static final String PLACE = """
            WITH RECURSIVE above AS (
                SELECT id AS subject, id AS place FROM aws_organizations_account
                UNION
                SELECT id, parent_id FROM aws_organizations_account
                UNION
                SELECT id, id FROM aws_organizations_organizational_unit
                UNION
                SELECT id, parent_id FROM aws_organizations_organizational_unit
                UNION
                SELECT a.subject, u.parent_id
                FROM above a JOIN aws_organizations_organizational_unit u ON u.id = a.place
            )
            SELECT subject, place FROM above WHERE place IS NOT NULL
            """;

    static final String GUARDRAIL = """
            SELECT w.subject, w.place, p.id AS policy_id, p.name AS policy_name, p.type AS policy_type, p.aws_managed
            FROM holdfast_organization_place w
            JOIN (SELECT id, name, type, aws_managed, t->>'TargetId' AS target
                  FROM aws_organizations_policy, unnest(from_json(targets, '["json"]')) AS x(t)) p ON p.target = w.place
            """;

    static final String GUARDED_ACTION = """
            WITH action(name, deed) AS (
                VALUES ('organizations:leaveorganization', 'leave the organization'),
                       ('cloudtrail:stoplogging', 'stop a trail'),
                       ('cloudtrail:deletetrail', 'delete a trail'),
                       ('config:stopconfigurationrecorder', 'stop Config'),
                       ('config:deleteconfigurationrecorder', 'delete the recorder of Config'),
                       ('guardduty:deletedetector', 'switch GuardDuty off'),
                       ('securityhub:disablesecurityhub', 'switch Security Hub off'),
                       ('root', 'work as root')
            ), statement AS (
                SELECT g.subject, g.place, g.policy_name, s.effect, s.actions, s.not_actions, s.resources,
                       replace(lower(coalesce(CAST(s.condition AS VARCHAR), '')), ' ', '') AS condition
                FROM holdfast_guardrail g
                JOIN holdfast_control_policy_statement s ON s.resource = g.policy_id
                WHERE g.policy_type = 'SERVICE_CONTROL_POLICY'
            ), touched AS (
                SELECT s.*, a.name, a.deed,
                       coalesce(len(list_filter(from_json(s.actions, '["varchar"]'),
                                                lambda x: CASE WHEN a.name = 'root' THEN x = '*' ELSE a.name GLOB x END)) > 0,
                                s.not_actions IS NOT NULL
                                AND len(list_filter(from_json(s.not_actions, '["varchar"]'), lambda x: a.name GLOB x)) = 0)
                           AS named
                FROM statement s CROSS JOIN action a
            ), refused AS (
                SELECT subject, name, string_agg(DISTINCT policy_name, ', ' ORDER BY policy_name) AS policies
                FROM touched
                WHERE effect = 'Deny' AND named AND coalesce(json_contains(resources, '"*"'), false)
                  AND CASE WHEN name = 'root'
                           THEN condition = ''
                                OR regexp_full_match(condition, '\\{"(arn|string)(like|equals)":\\{"aws:principalarn":\\[?"arn:(\\*|aws[a-z-]*):iam::\\*:root"\\]?\\}\\}')
                           ELSE condition = ''
                                OR (regexp_full_match(condition, '\\{"(arn|string)not(like|equals)(ifexists)?":\\{"aws:principalarn":(\\[[^\\]]*\\]|"[^"]*")\\}\\}')
                                    AND NOT contains(condition, '"*"')) END
                GROUP BY subject, name
            ), left_out AS (
                SELECT DISTINCT subject, name
                FROM (SELECT subject, place, name, bool_or(effect = 'Allow' AND named) AS allowed
                      FROM touched WHERE name <> 'root' GROUP BY subject, place, name)
                WHERE NOT allowed
            )
            SELECT c.id AS account, a.name AS action, a.deed,
                   r.subject IS NOT NULL OR l.subject IS NOT NULL AS guarded,
                   r.policies
            FROM aws_organizations_account c
            CROSS JOIN action a
            LEFT JOIN refused r ON r.subject = c.id AND r.name = a.name
            LEFT JOIN left_out l ON l.subject = c.id AND l.name = a.name
            """;

    private Guardrails() {}
}
