package dev.holdfast.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.Attestation;
import dev.holdfast.model.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attestations, kept like all evidence: a chain of signed links, the contents under their digest. What does not fit its
 * digest, its signature or its chain is given back with the problem named, and counts for nothing.
 */
public final class Attestations {
    /** The chain's name; {@code holdfast evidence verify attestations} proves it. */
    public static final String CHAIN = "attestations";

    private static final String KIND = "attestation";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final EvidenceStore store;

    /** @param folder the evidence folder of a home */
    public Attestations(Path folder) {
        this.folder = folder;
        this.store = EvidenceStore.open(folder);
    }

    /**
     * Signs and keeps one.
     *
     * @param file what shows it, null when nothing does
     * @throws EvidenceException when the chain was altered or nothing can be written
     */
    public Attestation keep(
            String subject, String statement, String by, Instant at, LocalDate until, byte @Nullable [] file) {
        String digest = "";
        if (file != null) {
            digest = store.keep(CHAIN, "attestation-evidence", subject, by, "holdfast protect attest", at, file)
                    .sha256();
        }
        ObjectNode said = JSON.createObjectNode()
                .put("subject", subject)
                .put("statement", statement)
                .put("by", by)
                .put("at", at.toString())
                .put("until", until.toString())
                .put("evidence", digest);
        try {
            store.keep(CHAIN, KIND, subject, by, "holdfast protect attest", at, JSON.writeValueAsBytes(said));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return new Attestation(subject, statement, by, at, until, digest, "");
    }

    /** Those of a folder, oldest first; a folder without any is left untouched. */
    public static List<Attestation> in(Path folder) {
        return Files.exists(EvidenceStore.chain(folder, CHAIN)) ? new Attestations(folder).all() : List.of();
    }

    /** All of them, oldest first. */
    public List<Attestation> all() {
        if (!store.runs().contains(CHAIN)) {
            return List.of();
        }
        EvidenceVerifier.Report report = EvidenceVerifier.verify(folder, CHAIN, store.publicKey());
        String broken = report.sound() ? "" : report.problems().get(0);
        List<Attestation> out = new ArrayList<>();
        for (Evidence link : store.list(CHAIN)) {
            if (link.kind().equals(KIND)) {
                out.add(read(link, broken));
            }
        }
        return List.copyOf(out);
    }

    private Attestation read(Evidence link, String broken) {
        try {
            JsonNode said = JSON.readTree(Files.readAllBytes(EvidenceStore.object(folder, link.sha256())));
            return new Attestation(
                    link.name(),
                    said.path("statement").asText(),
                    said.path("by").asText(),
                    Instant.parse(said.path("at").asText()),
                    LocalDate.parse(said.path("until").asText()),
                    said.path("evidence").asText(),
                    broken);
        } catch (IOException | DateTimeException e) {
            String problem = broken.isEmpty() ? "its content cannot be read" : broken;
            return new Attestation(link.name(), "", link.by(), link.takenAt(), LocalDate.EPOCH, "", problem);
        }
    }
}
