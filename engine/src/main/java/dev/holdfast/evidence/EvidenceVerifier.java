package dev.holdfast.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.model.Evidence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the evidence of a run with nothing but its folder and a public key. Finds what was altered, dropped, reordered,
 * cut off or chained anew. It cannot know of a later head than the one in the folder: whoever could put back an older
 * copy of the whole folder is found out by comparing the head with one that was exported.
 */
public final class EvidenceVerifier {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EvidenceVerifier() {}

    /**
     * What was found.
     *
     * @param run the run
     * @param links how many links the chain has
     * @param bytes size of all contents
     * @param head hash of the last link, empty when there is none
     * @param problems what is wrong, empty when all is well
     */
    public record Report(String run, long links, long bytes, String head, List<String> problems) {
        /** True when all is well. */
        public boolean sound() {
            return problems.isEmpty();
        }
    }

    /** The signed head as it stands in its file. */
    record Head(String run, long seq, String hash, String signature) {}

    /**
     * Checks one run.
     *
     * @param folder the evidence folder, or an exported one
     * @param run id of the run
     * @param publicKey PEM of a key that the reader trusts
     */
    public static Report verify(Path folder, String run, String publicKey) {
        PublicKey key = SigningKey.publicKey(publicKey);
        List<String> problems = new ArrayList<>();
        List<Links.Signed> chain = List.of();
        Head head = null;
        try {
            byte[] bytes = Files.readAllBytes(EvidenceStore.chain(folder, run));
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (!text.endsWith("\n")) {
                problems.add("the last line of the chain is torn");
            }
            chain = chain(run, text, key, problems);
            head = head(folder, run);
        } catch (IOException | EvidenceException e) {
            problems.add("the chain or its head cannot be read: " + e.getMessage());
        }
        checkHead(run, chain, head, key, problems);
        long bytes = 0;
        for (Links.Signed signed : chain) {
            bytes += checkContent(folder, signed.link(), problems);
        }
        String last = chain.isEmpty() ? "" : chain.get(chain.size() - 1).link().hash();
        return new Report(run, chain.size(), bytes, last, List.copyOf(problems));
    }

    /** Reads a chain and checks each link; stops at the first line that is not a link. */
    static List<Links.Signed> chain(String run, String text, PublicKey key, List<String> problems) {
        List<Links.Signed> out = new ArrayList<>();
        String previous = Links.START;
        for (String line : text.split("\n", -1)) {
            if (line.isEmpty()) {
                break;
            }
            String place = "link " + (out.size() + 1);
            try {
                Links.Signed signed = Links.read(line);
                Evidence link = signed.link();
                if (!link.run().equals(run)
                        || link.seq() != out.size() + 1L
                        || !link.previous().equals(previous)) {
                    problems.add(place + " does not follow the one before it");
                }
                if (!Links.hash(link).equals(link.hash())) {
                    problems.add(place + " was altered: its hash differs");
                }
                if (!SigningKey.verifies(key, Links.linkStatement(link), signed.signature())) {
                    problems.add(place + " is not signed with this key");
                }
                previous = link.hash();
                out.add(signed);
            } catch (IllegalArgumentException e) {
                problems.add(place + " is " + e.getMessage());
                return out;
            }
        }
        String written = String.join("\n", out.stream().map(Links::write).toList());
        if (!text.strip().equals(written) || text.length() > written.length() + 1) {
            problems.add("the chain's file holds more than its links");
        }
        return out;
    }

    static @Nullable Head head(Path folder, String run) throws IOException {
        Path file = EvidenceStore.head(folder, run);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            JsonNode json = MAPPER.readTree(Files.readString(file));
            return new Head(
                    json.path("run").asText(),
                    json.path("seq").asLong(),
                    json.path("hash").asText(),
                    json.path("signature").asText());
        } catch (JsonProcessingException e) {
            throw new EvidenceException("the head of run `" + run + "` is not JSON");
        }
    }

    private static void checkHead(
            String run, List<Links.Signed> chain, @Nullable Head head, PublicKey key, List<String> problems) {
        if (head == null) {
            problems.add("there is no signed head");
            return;
        }
        if (!head.run().equals(run)
                || !SigningKey.verifies(key, Links.headStatement(run, head.seq(), head.hash()), head.signature())) {
            problems.add("the head is not signed with this key");
        }
        String last = chain.isEmpty() ? "" : chain.get(chain.size() - 1).link().hash();
        if (head.seq() != chain.size() || !head.hash().equals(last)) {
            problems.add("the signed head says " + head.seq() + " links, the chain has " + chain.size()
                    + " or ends differently: links were removed or added");
        }
    }

    private static long checkContent(Path folder, Evidence link, List<String> problems) {
        String place = "content of link " + link.seq();
        if (!link.sha256().matches("[0-9a-f]{64}")) {
            problems.add(place + " has no digest");
            return 0;
        }
        try {
            byte[] content = Files.readAllBytes(EvidenceStore.object(folder, link.sha256()));
            if (content.length != link.bytes() || !Links.sha256(content).equals(link.sha256())) {
                problems.add(place + " was altered");
            }
            return content.length;
        } catch (IOException e) {
            problems.add(place + " is missing");
            return 0;
        }
    }
}
