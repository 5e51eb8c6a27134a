package dev.holdfast.emulator.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class BucketPolicyStatusTest {
    private static boolean isPublic(String statement) throws JsonProcessingException {
        return BucketPolicyStatus.isPublic(new ObjectMapper().readTree("{\"Statement\":" + statement + "}"));
    }

    @Test
    void everybodyIsPublicUnlessTied() throws JsonProcessingException {
        assertThat(isPublic("[{'Effect':'Allow','Principal':'*'}]".replace('\'', '"')))
                .isTrue();
        assertThat(isPublic("{'Effect':'Allow','Principal':{'AWS':['*']}}".replace('\'', '"')))
                .isTrue();
        assertThat(isPublic("[{'Effect':'Deny','Principal':'*'}]".replace('\'', '"')))
                .isFalse();
        assertThat(isPublic(
                        "[{'Effect':'Allow','Principal':{'Service':'cloudtrail.amazonaws.com'}}]".replace('\'', '"')))
                .isFalse();
        String tied =
                "[{'Effect':'Allow','Principal':'*','Condition':{'StringEquals':{'%s':'%s'}}}]".replace('\'', '"');
        assertThat(isPublic(tied.formatted("aws:PrincipalOrgID", "o-abc"))).isFalse();
        assertThat(isPublic(tied.formatted("aws:SourceIp", "0.0.0.0/0"))).isTrue();
        assertThat(isPublic(tied.formatted("aws:Referer", "https://example.com")))
                .isTrue();
    }
}
