package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trail in a bucket, whose newest digest is proven by the signature that S3 keeps beside it; signed by the test itself. */
class TrailInS3Test {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Emulator EMULATOR = SharedEmulator.seeded();
    private static final Client CLIENT = new Client(EMULATOR);
    private static final String BUCKET = "trail-that-is-verified";
    private static final String LOG =
            "copied/AWSLogs/111122223333/CloudTrail/111122223333_CloudTrail_eu-west-1_20260102T0130Z_0abc.json";
    private static final String DIGEST = "copied/AWSLogs/111122223333/CloudTrail-Digest/"
            + "111122223333_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20260102T010000Z.json";

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Test
    void theNewestDigestIsProvenByWhatS3KeepsAndAnAlteredLogIsTold() throws IOException, GeneralSecurityException {
        KeyPairGenerator maker = KeyPairGenerator.getInstance("RSA");
        maker.initialize(2048);
        KeyPair key = maker.generateKeyPair();
        Path keys = folder.resolve("keys.json");
        Files.writeString(
                keys, "{\"PublicKeyList\":[{\"Value\":\"" + published(key) + "\",\"Fingerprint\":\"print\"}]}");
        CLIENT.call("management", "eu-west-1", "s3:CreateBucket", """
                {"Bucket":"%s","CreateBucketConfiguration":{"LocationConstraint":"eu-west-1"}}""".formatted(BUCKET));
        String log = "{\"Records\":[]}";
        String digest = """
                {"digestEndTime":"2026-01-02T01:00:00Z","digestS3Bucket":"%1$s","digestS3Object":"%2$s",\
                "digestPublicKeyFingerprint":"print","previousDigestS3Object":null,"previousDigestHashValue":null,\
                "previousDigestSignature":null,"logFiles":[{"s3Bucket":"%1$s","s3Object":"%3$s","hashValue":"%4$s",\
                "hashAlgorithm":"SHA-256"}]}""".formatted(BUCKET, DIGEST, LOG, hash(log));
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(key.getPrivate());
        String signed = "2026-01-02T01:00:00Z\n" + BUCKET + "/" + DIGEST + "\n" + hash(digest) + "\nnull";
        signer.update(signed.getBytes(StandardCharsets.UTF_8));
        put(LOG, log, "");
        put(DIGEST, digest, HexFormat.of().formatHex(signer.sign()));

        assertThat(summary(keys, 0)).contains("\"valid\":2");
        put(LOG, "{\"Records\":[{}]}", "");
        assertThat(summary(keys, 1)).contains("\"altered\":1").contains("\"valid\":1");
        put(DIGEST, digest, "00");
        assertThat(summary(keys, 1)).contains("\"valid\":0");
    }

    private String summary(Path keys, int code) {
        Typed verbs = new Typed(EMULATOR, folder.resolve("home"));
        String source = "s3://" + BUCKET + "/copied/AWSLogs/";
        Typed.Answer answer =
                verbs.type("detect", "verify-trail", "--source", source, "--keys", keys.toString(), "--json");
        assertThat(answer.code()).as(answer.out() + answer.err()).isEqualTo(code);
        return answer.out();
    }

    private static void put(String key, String body, String signature) {
        ObjectNode put =
                JSON.createObjectNode().put("Bucket", BUCKET).put("Key", key).put("Body", body);
        if (!signature.isEmpty()) {
            put.putObject("Metadata").put("signature", signature).put("signature-algorithm", "SHA256withRSA");
        }
        CLIENT.call("management", "eu-west-1", "s3:PutObject", put.toString());
    }

    private static String hash(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** As {@code cloudtrail:ListPublicKeys} gives it: PKCS #1, a sequence of modulus and exponent. */
    private static String published(KeyPair key) {
        RSAPublicKey rsa = (RSAPublicKey) key.getPublic();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(element(0x02, rsa.getModulus()));
        body.writeBytes(element(0x02, rsa.getPublicExponent()));
        return Base64.getEncoder().encodeToString(element(0x30, body.toByteArray()));
    }

    private static byte[] element(int tag, BigInteger value) {
        return element(tag, value.toByteArray());
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length >= 128) {
            out.write(0x82);
            out.write(content.length >> 8);
        }
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }
}
