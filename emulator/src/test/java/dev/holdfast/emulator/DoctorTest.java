package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.emulator.overlay.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} on an emulated organization: it tells who is reached and who is not, and writes nothing. */
class DoctorTest {
    @TempDir
    static Path folder;

    private final Emulator emulator = SharedEmulator.seeded();

    @Test
    void everyAccountIsTriedAndNothingIsWritten() throws IOException {
        emulator.counts().mark();
        Typed.Answer answer = new Typed(emulator, folder).type("doctor", "--json");
        assertThat(answer.code()).as(answer.err()).isEqualTo(3);
        JsonNode report = answer.json();
        assertThat(report.path("credentials").path("standing").asText()).startsWith("the management account of");
        assertThat(report.path("accounts"))
                .hasSizeGreaterThan(5)
                .allSatisfy(a -> assertThat(a.path("problem").asText()).isEmpty());
        assertThat(report.path("regions").path("eu-west-1").asText()).isEqualTo("enabled");
        assertThat(report.path("machine").path("homeMode").asText()).isEqualTo("rwx------");
        assertThat(Math.abs(report.path("credentials").path("clockSkewSeconds").asLong(999)))
                .isLessThan(60);
        assertThat(emulator.counts().tally().writes()).isEmpty();
    }

    @Test
    void anAccountThatCannotBeReachedIsNamed() throws IOException {
        Typed verbs = new Typed(emulator, folder, Map.of("HOLDFAST_ROLE", "NoSuchRole"));
        Typed.Answer answer = verbs.type("doctor", "--json");
        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.json().path("accounts"))
                .anySatisfy(a -> assertThat(a.path("problem").asText()).contains("NoSuchRole"));
    }

    @Test
    void withoutCredentialsThatWorkItEndsWithFour() {
        emulator.faults().add(Fault.of(Fault.Kind.DENY).on("sts", "GetCallerIdentity"));
        try {
            assertThat(new Typed(emulator, folder).type("doctor").code()).isEqualTo(4);
        } finally {
            emulator.faults().clear();
        }
    }

    @Test
    void aPolicyIsComparedWithoutAskingAws() throws IOException {
        emulator.counts().mark();
        JsonNode report = new Typed(emulator, folder)
                .type("doctor", "--policy", "ViewOnlyAccess", "--json")
                .json();
        assertThat(report.path("permissions")
                        .path("verbs")
                        .path("identify")
                        .path("refused")
                        .has("s3:GetBucketPolicy"))
                .isTrue();
        assertThat(report.path("permissions").path("unknownChecks").has("protect/s3/no-public-policy"))
                .isTrue();
        assertThat(emulator.counts().tally().total()).isZero();
    }
}
