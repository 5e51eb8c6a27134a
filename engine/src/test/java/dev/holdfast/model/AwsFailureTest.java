package dev.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts as AWS having said something. */
class AwsFailureTest {
    private static final Scope SCOPE = new Scope(new AccountId("111122223333"), new Region("eu-west-1"));

    @Test
    void aCodeAloneOrACodeWithPartOfItsMessage() {
        AwsFailure failure = new AwsFailure(
                AwsFailure.Kind.DENIED,
                "macie2:GetMacieSession",
                SCOPE,
                "AccessDeniedException",
                403,
                "AccessDeniedException: Macie is not enabled.");
        assertThat(failure.says(List.of("AccessDeniedException"))).isTrue();
        assertThat(failure.says(List.of("Other", "AccessDeniedException: Macie is not enabled")))
                .isTrue();
        assertThat(failure.says(List.of("AccessDeniedException: User is not authorized")))
                .isFalse();
        assertThat(failure.says(List.of("Other: Macie is not enabled"))).isFalse();
        assertThat(failure.says(List.of())).isFalse();
    }
}
