package dev.holdfast.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TellingPatternsTest {
    private static Grant on(String... resources) {
        return new Grant(false, null, null, List.of("s3:deleteobject"), null, List.of(resources), null, null);
    }

    @Test
    void targetsAreAlikeWhenTheyMatchTheSamePatterns() {
        TellingPatterns patterns = new TellingPatterns(Identities.of(List.of(), Map.of()));
        List<Grant> policy = List.of(on("*"), on("arn:aws:s3:::a/*"), on("arn:aws:s3:::a/x", "arn:aws:s3:::b/?"));

        assertThat(patterns.matched("p", policy, "arn:aws:s3:::a/1"))
                .isEqualTo(patterns.matched("p", policy, "arn:aws:s3:::a/2"))
                .isNotEqualTo(patterns.matched("p", policy, "arn:aws:s3:::a/x"))
                .isNotEqualTo(patterns.matched("p", policy, "arn:aws:s3:::b/1"))
                .isNotEqualTo(patterns.matched("p", policy, "arn:aws:s3:::c/1"));
        assertThat(patterns.matched("p", policy, "arn:aws:s3:::c/1"))
                .isEqualTo(patterns.matched("p", policy, "arn:aws:s3:::d"))
                .isEmpty();
    }
}
