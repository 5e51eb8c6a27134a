package dev.holdfast.insight;

import dev.holdfast.lake.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far an identity reaches by the inventory: what its policies, and those of the roles it can take on, let it do. In
 * doubt they let it (see {@link Identities}); data that a resource's own policy opens to it is not counted.
 *
 * @param identity whose reach it is
 * @param roles the roles it can take on, also by way of others
 * @param powers actions of consequence that it, or one of these roles, may do on some resource of any name
 * @param data kind of data to the names of those that it may read, change or delete
 */
public record BlastRadius(String identity, List<String> roles, List<String> powers, Map<String, List<String>> data) {
    private static final List<String> POWERS = List.of(
            "iam:CreateUser",
            "iam:CreateAccessKey",
            "iam:AttachUserPolicy",
            "iam:AttachRolePolicy",
            "iam:UpdateAssumeRolePolicy",
            "iam:PassRole",
            "cloudtrail:StopLogging",
            "guardduty:DeleteDetector",
            "organizations:LeaveOrganization",
            "kms:ScheduleKeyDeletion",
            "ec2:RunInstances",
            "ec2:AuthorizeSecurityGroupIngress",
            "ssm:SendCommand",
            "lambda:UpdateFunctionCode",
            "secretsmanager:GetSecretValue",
            "backup:DeleteRecoveryPoint");
    /** Kind of data to what is done with its contents or with itself; below {@code /*} for objects of a bucket. */
    private static final Map<String, List<String>> HARM = Map.of(
            "s3-bucket", List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
            "dynamodb-table", List.of("dynamodb:Scan", "dynamodb:PutItem", "dynamodb:DeleteTable"),
            "rds-instance", List.of("rds:CreateDBSnapshot", "rds:ModifyDBInstance", "rds:DeleteDBInstance"),
            "aurora-cluster", List.of("rds:CreateDBClusterSnapshot", "rds:DeleteDBCluster"),
            "ebs-volume", List.of("ec2:CreateSnapshot", "ec2:DeleteVolume"),
            "ec2-instance", List.of("ssm:SendCommand", "ec2:TerminateInstances"),
            "efs-file-system", List.of("elasticfilesystem:ClientMount", "elasticfilesystem:DeleteFileSystem"));

    /** Whether a prepared workspace holds what it takes; without that nothing can be said. */
    public static boolean known(Workspace workspace) {
        return Identities.VIEWS.stream().allMatch(workspace::has) && workspace.has(DataResources.VIEW);
    }

    /**
     * Works the reach of identities out.
     *
     * @param ids ARNs of users and roles; those that the inventory does not have are left out
     */
    public static List<BlastRadius> of(Workspace workspace, Set<String> ids) {
        Identities all = Identities.read(workspace);
        Reach reach = new Reach(all);
        List<BlastRadius> out = new ArrayList<>();
        for (String id : new TreeSet<>(ids)) {
            List<Identities.Identity> acting = new ArrayList<>();
            all.find(id).ifPresent(acting::add);
            if (acting.isEmpty()) {
                continue;
            }
            Set<String> roles = new TreeSet<>();
            all.roles().stream()
                    .filter(r -> !r.id().equals(id) && reach.reaches(id, r.id()))
                    .forEach(r -> {
                        roles.add(r.id());
                        acting.add(r);
                    });
            List<String> powers = POWERS.stream()
                    .filter(p -> acting.stream().anyMatch(who -> all.may(who, p, "*")))
                    .toList();
            Map<String, List<String>> data = new TreeMap<>();
            workspace.query(
                    "SELECT resource, type, name, account_id FROM " + DataResources.VIEW + " ORDER BY type, name",
                    row -> {
                        String type = row.path("type").asText();
                        String arn = row.path("resource").asText() + (type.equals("s3-bucket") ? "/*" : "");
                        boolean harmed = HARM.getOrDefault(type, List.of()).stream()
                                .anyMatch(action -> acting.stream()
                                        .filter(who -> who.account()
                                                .equals(row.path("account_id").asText()))
                                        .anyMatch(who -> all.may(who, action, arn)));
                        if (harmed) {
                            data.computeIfAbsent(type, t -> new ArrayList<>())
                                    .add(row.path("name").asText());
                        }
                    });
            out.add(new BlastRadius(id, List.copyOf(roles), powers, new LinkedHashMap<>(data)));
        }
        return out;
    }
}
