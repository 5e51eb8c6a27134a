package dev.holdfast.emulator.overlay;

/**
 * Who signs with an access key, as sts:GetCallerIdentity answers.
 *
 * @param accessKey access key id
 * @param account the account the principal belongs to, which is the account the call acts in
 * @param arn the principal
 * @param userId unique id; for a role session {@code <role id>:<session name>}
 */
public record Identity(String accessKey, String account, String arn, String userId) {
    /** True for the session of a role. */
    public boolean isRoleSession() {
        return arn.contains(":assumed-role/");
    }
}
