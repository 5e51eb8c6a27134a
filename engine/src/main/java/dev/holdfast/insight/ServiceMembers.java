package dev.holdfast.insight;

import java.util.List;

/**
 * {@code holdfast_<service>_member} and, of all services, {@code holdfast_service_member}: one row per administrator of a
 * security service, region and member account. {@code account_id} is the administrator, {@code enrolled} is true when the
 * service works in the member.
 */
record ServiceMembers(String service, String table) {
    static final String ALL = "holdfast_service_member";

    static final List<ServiceMembers> SERVICES = List.of(
            new ServiceMembers("guardduty", "aws_guardduty_detector"),
            new ServiceMembers("securityhub", "aws_securityhub_hub"),
            new ServiceMembers("inspector", "aws_inspector2_account"),
            new ServiceMembers("detective", "aws_detective_graph"),
            new ServiceMembers("macie", "aws_macie2_session"));

    String view() {
        return "holdfast_" + service + "_member";
    }

    String sql() {
        return """
                SELECT account_id, region, '%s' AS service, m->>'account' AS member,
                       coalesce(upper(m->>'status') = 'ENABLED', false) AS enrolled
                FROM %s, unnest(from_json(members, '["json"]')) AS x(m)
                """.formatted(service, table);
    }
}
