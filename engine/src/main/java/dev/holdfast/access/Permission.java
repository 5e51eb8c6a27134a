package dev.holdfast.access;

import java.util.Comparator;

/**
 * One thing Holdfast must be allowed to do.
 *
 * @param action IAM action, such as {@code s3:ListAllMyBuckets}; never with a wildcard
 * @param place in which accounts
 * @param resource ARN it is limited to, with {@link #PARTITION} and {@link #ROLE} in it, or {@code *}
 * @param via service through which alone it may happen ({@code kms:ViaService}), empty for any
 * @param why what for: a table, a runbook, or a part of Holdfast
 */
public record Permission(String action, Place place, String resource, String via, String why) {
    /** Stands for the AWS partition in a resource. */
    public static final String PARTITION = "{partition}";

    /** Stands for the name of the reading role in a resource. */
    public static final String ROLE = "{role}";

    /** The order of policies: plain actions first, then those limited to a resource. */
    static final Comparator<Permission> ORDER = Comparator.comparing(Permission::resource)
            .thenComparing(Permission::via)
            .thenComparing(Permission::action)
            .thenComparing(Permission::why);

    /** Where a permission is needed. */
    public enum Place {
        /** In every account, the management account too. */
        EVERY_ACCOUNT,
        /** In the management account, or where the caller's own credentials belong. */
        MANAGEMENT
    }

    public Permission {
        if (!action.matches("[a-z0-9-]+:[A-Za-z0-9]+")) {
            throw new IllegalArgumentException("`" + action + "` is not an IAM action");
        }
    }

    static Permission of(String action, Place place, String why) {
        return new Permission(action, place, "*", "", why);
    }
}
