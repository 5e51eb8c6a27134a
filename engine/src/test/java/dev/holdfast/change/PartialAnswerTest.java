package dev.holdfast.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** An answer that admits to have done only a part. */
final class PartialAnswerTest {
    private static String of(String json) throws Exception {
        return PartialAnswer.of(new ObjectMapper().readTree(json));
    }

    @Test
    void listsAndCounts() throws Exception {
        assertThat(of("{\"FailedCount\": 0, \"SuccessCount\": 3, \"FailedFindings\": []}"))
                .isEmpty();
        assertThat(of("{\"FailedCount\": 2, \"SuccessCount\": 1}")).isEqualTo("FailedCount");
        assertThat(of("{\"FailedFindings\": [{\"Id\": \"x\"}]}")).isEqualTo("FailedFindings");
        assertThat(of("{\"UnprocessedAccounts\": [{}]}")).isEqualTo("UnprocessedAccounts");
        assertThat(of("{\"FailedLoginCount\": \"many\"}")).isEmpty();
    }
}
