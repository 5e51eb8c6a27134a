package dev.holdfast.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.logs.TrailProof.State;
import dev.holdfast.model.Problems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trail of five hours with two log files each, signed by a key of the test's own as CloudTrail documents it. */
class TrailProofTest {
    private static final String PLACE = "AWSLogs/111122223333/";
    private static final KeyPair KEY = key();

    @TempDir
    Path folder;

    private String previousObject = "";
    private String previousHash = "";
    private String previousSignature = "";

    private static KeyPair key() {
        try {
            KeyPairGenerator maker = KeyPairGenerator.getInstance("RSA");
            maker.initialize(2048);
            return maker.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void trail() throws IOException, GeneralSecurityException {
        for (int hour = 1; hour <= 5; hour++) {
            digest(hour);
        }
        byte[] modulus = number(((RSAPublicKey) KEY.getPublic()).getModulus());
        byte[] exponent = number(((RSAPublicKey) KEY.getPublic()).getPublicExponent());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(modulus);
        body.write(exponent);
        byte[] der = element(0x30, body.toByteArray());
        Files.writeString(
                folder.resolve("keys.json"),
                "{\"PublicKeyList\":[{\"Value\":\"" + Base64.getEncoder().encodeToString(der)
                        + "\",\"Fingerprint\":\"print\"}]}");
    }

    private static byte[] number(BigInteger value) {
        return element(0x02, value.toByteArray());
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static String log(int hour, int number) {
        return "111122223333_CloudTrail_eu-west-1_20260102T0" + hour + "30Z_" + number + "abc.json.gz";
    }

    private static String digestName(int hour) {
        return "111122223333_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20260102T0" + hour + "0000Z.json.gz";
    }

    private Path logPath(int hour, int number) {
        return folder.resolve(PLACE + "CloudTrail/" + log(hour, number));
    }

    private Path digestPath(int hour) {
        return folder.resolve(PLACE + "CloudTrail-Digest/" + digestName(hour));
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content);
        }
    }

    private void digest(int hour) throws IOException, GeneralSecurityException {
        List<String> files = new ArrayList<>();
        for (int number = 0; number < 2; number++) {
            byte[] content = ("{\"Records\":[" + hour + number + "]}").getBytes(StandardCharsets.UTF_8);
            write(logPath(hour, number), content);
            files.add("{\"s3Bucket\":\"b\",\"s3Object\":\"" + PLACE + "CloudTrail/" + log(hour, number)
                    + "\",\"hashValue\":\"" + TrailFiles.hex(TrailFiles.sha256(content))
                    + "\",\"hashAlgorithm\":\"SHA-256\"}");
        }
        String object = PLACE + "CloudTrail-Digest/" + digestName(hour);
        String end = "2026-01-02T0" + hour + ":00:00Z";
        String text = "{\"digestEndTime\":\"" + end + "\",\"digestS3Bucket\":\"b\",\"digestS3Object\":\"" + object
                + "\",\"digestPublicKeyFingerprint\":\"print\",\"previousDigestS3Object\":" + quoted(previousObject)
                + ",\"previousDigestHashValue\":" + quoted(previousHash) + ",\"previousDigestSignature\":"
                + quoted(previousSignature) + ",\"logFiles\":[" + String.join(",", files) + "]}";
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        write(digestPath(hour), content);
        String hash = TrailFiles.hex(TrailFiles.sha256(content));
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(KEY.getPrivate());
        String signed =
                end + "\nb/" + object + "\n" + hash + "\n" + (previousSignature.isEmpty() ? "null" : previousSignature);
        signer.update(signed.getBytes(StandardCharsets.UTF_8));
        previousObject = object;
        previousHash = hash;
        previousSignature = TrailFiles.hex(signer.sign());
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "null" : '"' + text + '"';
    }

    private Map<String, State> results(boolean withKeys) {
        TrailKeys keys = withKeys ? TrailKeys.read(folder.resolve("keys.json")) : TrailKeys.NONE;
        Map<String, State> out = new TreeMap<>();
        TrailProof.of("file:" + folder, LogDoors.FILES, keys, Instant.MIN, r -> {
            State before = out.put(TrailFiles.last(r.file()), r.state());
            assertThat(before).as("one result for %s", r.file()).isNull();
        });
        return out;
    }

    private static Map<String, State> only(Map<String, State> results, State... states) {
        Map<String, State> out = new TreeMap<>(results);
        out.values().retainAll(List.of(states));
        return out;
    }

    @Test
    void everythingUntouchedIsValidButTheNewestDigestOfACopy() {
        Map<String, State> results = results(true);
        assertThat(results).hasSize(15);
        // A copy has no signature of the newest digest, so it and its two log files are not proven.
        assertThat(only(results, State.NOT_KNOWN)).containsOnlyKeys(digestName(5), log(5, 0), log(5, 1));
        assertThat(only(results, State.VALID)).hasSize(12);
    }

    @Test
    void withoutKeysNothingIsProvenAndAlterationsAreSeenAllTheSame() throws IOException {
        write(logPath(2, 1), "{\"Records\":[]}".getBytes(StandardCharsets.UTF_8));
        Map<String, State> results = results(false);
        assertThat(only(results, State.VALID)).isEmpty();
        assertThat(only(results, State.ALTERED)).containsOnlyKeys(log(2, 1));
    }

    @Test
    void aLogFileThatWasAlteredOrDroppedIsTold() throws IOException {
        write(logPath(2, 1), "{\"Records\":[]}".getBytes(StandardCharsets.UTF_8));
        Files.write(logPath(1, 0), new byte[] {0x1f, (byte) 0x8b, 8, 0});
        Files.delete(logPath(3, 0));
        write(folder.resolve(PLACE + "CloudTrail/" + log(9, 9)), "{}".getBytes(StandardCharsets.UTF_8));
        Map<String, State> results = results(true);
        assertThat(only(results, State.ALTERED)).containsOnlyKeys(log(1, 0), log(2, 1));
        assertThat(only(results, State.MISSING)).containsOnlyKeys(log(3, 0));
        assertThat(results).containsEntry(log(9, 9), State.NOT_KNOWN);
    }

    @Test
    void filesThatTookEachOthersPlaceAreAltered() throws IOException {
        swap(logPath(1, 0), logPath(4, 1));
        swap(digestPath(2), digestPath(3));
        Map<String, State> results = results(true);
        assertThat(only(results, State.ALTERED)).containsOnlyKeys(log(1, 0), log(4, 1), digestName(2), digestName(3));
        assertThat(results).containsEntry(log(2, 0), State.NOT_KNOWN).containsEntry(digestName(4), State.VALID);
    }

    private void swap(Path one, Path other) throws IOException {
        Path between = folder.resolve("between");
        Files.move(one, between);
        Files.move(other, one);
        Files.move(between, other, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aDroppedDigestIsMissedAndLeavesItsFilesUnproven() throws IOException {
        Files.delete(digestPath(3));
        Map<String, State> results = results(true);
        assertThat(only(results, State.MISSING)).containsOnlyKeys(digestName(3));
        assertThat(results)
                .containsEntry(log(3, 0), State.NOT_KNOWN)
                .containsEntry(log(4, 0), State.VALID)
                .containsEntry(log(1, 0), State.VALID)
                // Its signature stood in the digest that is gone.
                .containsEntry(digestName(2), State.NOT_KNOWN);
    }

    @Test
    void aForgedDigestDoesNotProveItsForgedFile() throws IOException {
        byte[] forged = "{\"Records\":[]}".getBytes(StandardCharsets.UTF_8);
        String old = TrailFiles.hash(new LogFile("x", null, () -> Files.newInputStream(logPath(2, 0))));
        String text = new String(
                TrailFiles.content(new LogFile("x", null, () -> Files.newInputStream(digestPath(2)))),
                StandardCharsets.UTF_8);
        write(logPath(2, 0), forged);
        write(
                digestPath(2),
                text.replace(old, TrailFiles.hex(TrailFiles.sha256(forged))).getBytes(StandardCharsets.UTF_8));
        Map<String, State> results = results(true);
        assertThat(only(results, State.ALTERED)).containsOnlyKeys(digestName(2));
        assertThat(results).containsEntry(log(2, 0), State.NOT_KNOWN).containsEntry(digestName(1), State.VALID);
    }

    @Test
    void aPlaceWithoutDigestsIsAProblem() {
        assertThatThrownBy(() -> TrailProof.of(
                        "file:" + folder.resolve(PLACE + "CloudTrail"),
                        LogDoors.FILES,
                        TrailKeys.NONE,
                        Instant.MIN,
                        r -> {}))
                .isInstanceOf(Problems.class)
                .hasMessageContaining("no digest files");
    }
}
