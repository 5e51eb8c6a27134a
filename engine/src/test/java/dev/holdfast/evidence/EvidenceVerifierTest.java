package dev.holdfast.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceVerifierTest {
    private static final int TAMPERS = Boolean.getBoolean("holdfast.full") ? 10_000 : 1_500;
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path folder;

    private EvidenceStore filled() {
        EvidenceStore store = EvidenceStore.open(folder.resolve("store"));
        for (int i = 1; i <= 6; i++) {
            store.keep(
                    "run-1",
                    "api-answer",
                    "Größe " + i,
                    "ana",
                    "iam:GetUser",
                    NOON.plusSeconds(i),
                    bytes("content " + i));
        }
        return store;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private EvidenceVerifier.Report verify(EvidenceStore store, Path where) {
        return EvidenceVerifier.verify(where, "run-1", store.publicKey());
    }

    @Test
    void whatWasKeptVerifiesAlsoWhereItWasExportedTo() {
        EvidenceStore store = filled();
        assertThat(verify(store, folder.resolve("store")).problems()).isEmpty();
        store.export("run-1", folder.resolve("copy"));
        EvidenceVerifier.Report report = verify(store, folder.resolve("copy"));
        assertThat(report.problems()).isEmpty();
        assertThat(report.links()).isEqualTo(6);
    }

    @Test
    void anotherKeyVerifiesNothing() {
        filled();
        EvidenceStore other = EvidenceStore.open(folder.resolve("other"));
        assertThat(verify(other, folder.resolve("store")).sound()).isFalse();
    }

    @Test
    void everyRandomTamperIsFound() throws IOException {
        EvidenceStore store = filled();
        Path original = folder.resolve("copy");
        store.export("run-1", original);
        Path chain = original.resolve("chains/run-1.jsonl");
        Path head = original.resolve("heads/run-1.json");
        byte[] chainBytes = Files.readAllBytes(chain);
        byte[] headBytes = Files.readAllBytes(head);
        List<Path> objects = store.list("run-1").stream()
                .map(e -> EvidenceStore.object(original, e.sha256()))
                .toList();
        Random random = new Random(20261123);
        for (int i = 0; i < TAMPERS; i++) {
            String what = tamper(random, chain, head, objects);
            assertThat(verify(store, original).sound())
                    .as("tamper %d: %s", i, what)
                    .isFalse();
            Files.write(chain, chainBytes);
            Files.write(head, headBytes);
            for (int o = 0; o < objects.size(); o++) {
                Files.write(objects.get(o), bytes("content " + (o + 1)));
            }
        }
        assertThat(verify(store, original).problems()).isEmpty();
    }

    private static String tamper(Random random, Path chain, Path head, List<Path> objects) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(chain));
        int at = random.nextInt(lines.size());
        int other = (at + 1 + random.nextInt(lines.size() - 1)) % lines.size();
        switch (random.nextInt(9)) {
            case 0 -> {
                return "a byte of the chain: " + flip(random, chain);
            }
            case 1 -> {
                return "a byte of a content: " + flip(random, objects.get(at));
            }
            case 2 -> {
                Files.delete(objects.get(at));
                return "content " + at + " gone";
            }
            case 3 -> {
                lines.remove(at);
                Files.writeString(chain, String.join("\n", lines) + "\n");
                return "link " + at + " dropped";
            }
            case 4 -> {
                Collections.swap(lines, at, other);
                Files.writeString(chain, String.join("\n", lines) + "\n");
                return "links " + at + " and " + other + " swapped";
            }
            case 5 -> {
                // Cut short, and the last remaining link's own signature tried as the head's.
                List<String> kept = lines.subList(0, at);
                Files.writeString(chain, kept.isEmpty() ? "" : String.join("\n", kept) + "\n");
                if (!kept.isEmpty()) {
                    Links.Signed last = Links.read(kept.get(kept.size() - 1));
                    Files.writeString(
                            head,
                            "{\"run\":\"run-1\",\"seq\":" + last.link().seq() + ",\"hash\":\""
                                    + last.link().hash() + "\",\"signature\":\"" + last.signature() + "\"}\n");
                }
                return "cut to " + at;
            }
            case 6 -> {
                rechain(lines, at);
                Files.writeString(chain, String.join("\n", lines) + "\n");
                return "chained anew from " + at;
            }
            case 7 -> {
                lines.add(lines.get(at));
                Files.writeString(chain, String.join("\n", lines) + "\n");
                return "link " + at + " repeated";
            }
            default -> {
                Files.writeString(chain, " \n", java.nio.file.StandardOpenOption.APPEND);
                return "something added at the end";
            }
        }
    }

    /** Renames one piece of evidence and makes all hashes after it fit again, as someone without the key could. */
    private static void rechain(List<String> lines, int from) {
        String previous = "";
        for (int i = from; i < lines.size(); i++) {
            Links.Signed signed = Links.read(lines.get(i));
            var link = signed.link();
            var changed = new dev.holdfast.model.Evidence(
                    link.run(),
                    link.seq(),
                    link.kind(),
                    i == from ? "forged" : link.name(),
                    link.sha256(),
                    link.bytes(),
                    link.takenAt(),
                    link.by(),
                    link.source(),
                    i == from ? link.previous() : previous,
                    "");
            previous = Links.hash(changed);
            lines.set(
                    i,
                    Links.write(new Links.Signed(
                            new dev.holdfast.model.Evidence(
                                    changed.run(),
                                    changed.seq(),
                                    changed.kind(),
                                    changed.name(),
                                    changed.sha256(),
                                    changed.bytes(),
                                    changed.takenAt(),
                                    changed.by(),
                                    changed.source(),
                                    changed.previous(),
                                    previous),
                            signed.signature())));
        }
    }

    private static String flip(Random random, Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        int at = random.nextInt(content.length);
        content[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, content);
        return Integer.toString(at);
    }

    @Test
    void aKilledWriterLeavesAStoreThatGoesOn() throws IOException {
        EvidenceStore store = filled();
        Path head = folder.resolve("store/heads/run-1.json");
        Path chain = folder.resolve("store/chains/run-1.jsonl");
        byte[] oldHead = Files.readAllBytes(head);
        store.keep("run-1", "k", "n", "b", "s", NOON, bytes("x"));
        Files.write(head, oldHead);
        Files.writeString(chain, "{\"run\":\"run-1\",\"se", java.nio.file.StandardOpenOption.APPEND);
        assertThat(verify(store, folder.resolve("store")).sound()).isFalse();
        store.keep("run-1", "k", "n", "b", "s", NOON, bytes("y"));
        assertThat(verify(store, folder.resolve("store")).problems()).isEmpty();
        assertThat(store.list("run-1")).hasSize(8);
    }

    @Test
    void theScriptInTheDocumentationSaysTheSame() throws Exception {
        EvidenceStore store = filled();
        Path copy = folder.resolve("copy");
        store.export("run-1", copy);
        String document = Files.readString(Path.of(System.getProperty("holdfast.root"), "docs", "evidence.md"));
        Matcher script = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL).matcher(document);
        assertThat(script.find()).isTrue();
        Path python = folder.resolve("verify.py");
        Files.writeString(python, script.group(1));
        assertThat(run(python, copy)).isZero();
        Path first = EvidenceStore.object(copy, store.list("run-1").get(0).sha256());
        Files.writeString(first, "content 7");
        assertThat(run(python, copy)).isNotZero();
        Files.writeString(first, "content 1");
        Path chain = copy.resolve("chains/run-1.jsonl");
        List<String> lines = Files.readAllLines(chain);
        Files.writeString(chain, String.join("\n", lines.subList(0, 5)) + "\n");
        assertThat(run(python, copy)).isNotZero();
    }

    private int run(Path python, Path copy) throws Exception {
        Process process = new ProcessBuilder(
                        Arrays.asList("python3", python.toString(), copy.toString(), "run-1", copy + "/key.pub"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
