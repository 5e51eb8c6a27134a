package dev.holdfast.evidence;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.Evidence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps evidence. Contents lie under their digest in {@code objects}, each run has a chain of signed links in
 * {@code chains} and the signed head of it in {@code heads}. One writer per run at a time (the run's lease sees to it).
 */
public final class EvidenceStore {
    private final Path folder;
    private final SigningKey key;

    private EvidenceStore(Path folder, SigningKey key) {
        this.folder = folder;
        this.key = key;
    }

    /**
     * Opens the store, making it and its key when there is none.
     *
     * @throws EvidenceException when it cannot be used
     */
    public static EvidenceStore open(Path folder) {
        try {
            DurableFile.folder(folder);
        } catch (IOException e) {
            throw new EvidenceException("the evidence folder `" + folder + "` cannot be made", e);
        }
        return new EvidenceStore(folder, SigningKey.open(folder));
    }

    /**
     * Keeps one piece of evidence; it is on disk and in the chain when this returns.
     *
     * @param run id of the run
     * @param kind such as {@code api-answer}, {@code log-extract}, {@code approval}
     * @param name what it shows
     * @param by the principal that took it
     * @param source operation and scope, or the log file
     * @param takenAt when
     * @param content the bytes
     */
    public synchronized Evidence keep(
            String run, String kind, String name, String by, String source, Instant takenAt, byte[] content) {
        try {
            String digest = Links.sha256(content);
            Path object = object(folder, digest);
            if (!Files.exists(object)) {
                DurableFile.replace(object, content);
            }
            List<Links.Signed> chain = repair(run);
            Evidence bare = new Evidence(
                    run,
                    chain.size() + 1L,
                    kind,
                    name,
                    digest,
                    content.length,
                    takenAt.truncatedTo(ChronoUnit.MICROS),
                    by,
                    source,
                    chain.isEmpty()
                            ? Links.START
                            : chain.get(chain.size() - 1).link().hash(),
                    "");
            Evidence link = hashed(bare);
            String line = Links.write(new Links.Signed(link, key.sign(Links.linkStatement(link)))) + "\n";
            DurableFile.folder(folder.resolve("chains"));
            DurableFile.append(chain(folder, run), line.getBytes(StandardCharsets.UTF_8));
            writeHead(run, link);
            return link;
        } catch (IOException e) {
            throw new EvidenceException("evidence of run `" + run + "` cannot be kept: " + e.getMessage(), e);
        }
    }

    private static Evidence hashed(Evidence bare) {
        return new Evidence(
                bare.run(),
                bare.seq(),
                bare.kind(),
                bare.name(),
                bare.sha256(),
                bare.bytes(),
                bare.takenAt(),
                bare.by(),
                bare.source(),
                bare.previous(),
                Links.hash(bare));
    }

    private void writeHead(String run, Evidence last) throws IOException {
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        head.put("run", run).put("seq", last.seq()).put("hash", last.hash());
        head.put("signature", key.sign(Links.headStatement(run, last.seq(), last.hash())));
        DurableFile.replace(head(folder, run), (head + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The chain as it may be gone on with. A writer that was killed leaves a torn last line, which nobody was told of,
     * or one whole link more than its head says, which only the holder of the key can have signed.
     */
    private List<Links.Signed> repair(String run) throws IOException {
        Path file = chain(folder, run);
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file);
        int whole = text.lastIndexOf('\n') + 1;
        if (whole < text.length()) {
            DurableFile.replace(file, text.substring(0, whole).getBytes(StandardCharsets.UTF_8));
        }
        List<String> problems = new ArrayList<>();
        List<Links.Signed> chain =
                EvidenceVerifier.chain(run, text.substring(0, whole), SigningKey.publicKey(key.publicPem()), problems);
        if (!problems.isEmpty()) {
            throw new EvidenceException("the evidence of run `" + run + "` was altered: " + problems.get(0));
        }
        EvidenceVerifier.Head head = EvidenceVerifier.head(folder, run);
        if (chain.isEmpty() && head == null) {
            return chain;
        }
        long signedUpTo = head == null ? 0 : head.seq();
        if (chain.size() == signedUpTo + 1) {
            writeHead(run, chain.get(chain.size() - 1).link());
        } else if (chain.size() != signedUpTo) {
            throw new EvidenceException("the evidence of run `" + run + "` has " + chain.size()
                    + " links where its signed head says " + signedUpTo + ": some were removed or added");
        }
        return chain;
    }

    /** The chain of a run, oldest first. */
    public List<Evidence> list(String run) {
        List<String> problems = new ArrayList<>();
        try {
            Path file = chain(folder, run);
            String text = Files.exists(file) ? Files.readString(file) : "";
            return EvidenceVerifier.chain(run, text, SigningKey.publicKey(key.publicPem()), problems).stream()
                    .map(Links.Signed::link)
                    .toList();
        } catch (IOException e) {
            throw new EvidenceException("the evidence of run `" + run + "` cannot be read", e);
        }
    }

    /** The content of a piece of evidence. */
    public byte[] content(String sha256) {
        try {
            return Files.readAllBytes(object(folder, sha256));
        } catch (IOException e) {
            throw new EvidenceException("the content `" + sha256 + "` cannot be read", e);
        }
    }

    /** The public key that signatures are checked with, PEM. Keep a copy elsewhere. */
    public String publicKey() {
        return key.publicPem();
    }

    /**
     * Copies what proves a run into a folder of its own: chain, head, public key and contents.
     *
     * @param to a folder that does not exist yet or is empty
     */
    public void export(String run, Path to) {
        try {
            DurableFile.replace(chain(to, run), Files.readAllBytes(chain(folder, run)));
            DurableFile.replace(head(to, run), Files.readAllBytes(head(folder, run)));
            DurableFile.replace(to.resolve("key.pub"), publicKey().getBytes(StandardCharsets.US_ASCII));
            for (Evidence link : list(run)) {
                DurableFile.replace(object(to, link.sha256()), content(link.sha256()));
            }
        } catch (IOException e) {
            throw new EvidenceException("the evidence of run `" + run + "` cannot be exported: " + e.getMessage(), e);
        }
    }

    /** Runs that have evidence, sorted. */
    public List<String> runs() {
        Path chains = folder.resolve("chains");
        if (!Files.isDirectory(chains)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(chains)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".jsonl"))
                    .map(f -> f.substring(0, f.length() - 6))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EvidenceException("the evidence folder cannot be listed", e);
        }
    }

    static Path object(Path folder, String sha256) {
        return folder.resolve("objects").resolve(sha256.substring(0, 2)).resolve(sha256.substring(2));
    }

    static Path chain(Path folder, String run) {
        if (!run.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,120}")) {
            throw new EvidenceException("`" + run + "` is not the id of a run");
        }
        return folder.resolve("chains").resolve(run + ".jsonl");
    }

    static Path head(Path folder, String run) {
        return folder.resolve("heads").resolve(run + ".json");
    }
}
