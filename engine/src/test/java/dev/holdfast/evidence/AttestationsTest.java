package dev.holdfast.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.Attestation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttestationsTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final LocalDate END = LocalDate.parse("2027-01-31");

    @TempDir
    Path folder;

    private void two() {
        Attestations store = new Attestations(folder);
        store.keep("f/1", "I looked", "ana", NOON, END, "proof".getBytes(StandardCharsets.UTF_8));
        store.keep("f/2", "Größe passt", "bo", NOON.plusSeconds(1), END, null);
    }

    @Test
    void whatIsKeptComesBackAndTheChainProvesIt() {
        assertThat(Attestations.in(folder)).isEmpty();
        assertThat(folder).as("reading leaves no trace").isEmptyDirectory();
        two();
        List<Attestation> all = Attestations.in(folder);
        assertThat(all)
                .extracting(a -> a.subject() + " " + a.statement() + " " + a.by() + " " + a.at() + " " + a.until())
                .containsExactly(
                        "f/1 I looked ana 2026-11-23T12:00:00Z 2027-01-31",
                        "f/2 Größe passt bo 2026-11-23T12:00:01Z 2027-01-31");
        assertThat(all).allSatisfy(a -> assertThat(a.problem()).isEmpty());
        EvidenceStore store = EvidenceStore.open(folder);
        assertThat(store.content(all.get(0).evidence()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("proof");
        EvidenceVerifier.Report report = EvidenceVerifier.verify(folder, Attestations.CHAIN, store.publicKey());
        assertThat(report.sound()).isTrue();
        assertThat(report.links()).isEqualTo(3);
    }

    @Test
    void anAlteredStatementCountsForNothing() throws IOException {
        two();
        String digest =
                EvidenceStore.open(folder).list(Attestations.CHAIN).get(2).sha256();
        Path object = EvidenceStore.object(folder, digest);
        Files.writeString(object, Files.readString(object).replace("2027-01-31", "2099-01-31"));
        assertThat(Attestations.in(folder))
                .allSatisfy(a -> assertThat(a.problem()).isNotEmpty());
    }

    @Test
    void aLostFileOrACutChainCountsForNothing() throws IOException {
        two();
        Attestation first = Attestations.in(folder).get(0);
        Files.delete(EvidenceStore.object(folder, first.evidence()));
        assertThat(Attestations.in(folder))
                .allSatisfy(a -> assertThat(a.problem()).isNotEmpty());
        Path other = Files.createDirectory(folder.resolve("other"));
        Attestations store = new Attestations(other);
        store.keep("f/1", "a", "ana", NOON, END, null);
        store.keep("f/1", "taken back", "ana", NOON, END, null);
        Path chain = EvidenceStore.chain(other, Attestations.CHAIN);
        Files.writeString(chain, Files.readString(chain).lines().findFirst().orElseThrow() + "\n");
        assertThat(Attestations.in(other))
                .allSatisfy(a -> assertThat(a.problem()).isNotEmpty());
    }
}
