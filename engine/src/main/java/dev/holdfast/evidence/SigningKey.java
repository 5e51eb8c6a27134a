package dev.holdfast.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** The Ed25519 key of a Holdfast home. The private half never leaves its file; the public half is beside it as PEM. */
final class SigningKey {
    private static final String PRIVATE = "key.pk8";
    private static final String PUBLIC = "key.pub";

    private final PrivateKey key;
    private final String publicPem;

    private SigningKey(PrivateKey key, String publicPem) {
        this.key = key;
        this.publicPem = publicPem;
    }

    /** Opens the key of a folder, making one when there is none. */
    static SigningKey open(Path folder) {
        try {
            if (!Files.exists(folder.resolve(PRIVATE))) {
                KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                // The public half first: a private key without it would look like a finished pair after a crash.
                DurableFile.replace(
                        folder.resolve(PUBLIC), pem(pair.getPublic()).getBytes(StandardCharsets.US_ASCII));
                DurableFile.replace(folder.resolve(PRIVATE), pair.getPrivate().getEncoded());
            }
            byte[] secret = Files.readAllBytes(folder.resolve(PRIVATE));
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(secret));
            return new SigningKey(key, Files.readString(folder.resolve(PUBLIC)));
        } catch (IOException | GeneralSecurityException e) {
            throw new EvidenceException("the signing key in `" + folder + "` cannot be used", e);
        }
    }

    /** The public half, PEM. */
    String publicPem() {
        return publicPem;
    }

    String sign(byte[] statement) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(statement);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new EvidenceException("evidence cannot be signed", e);
        }
    }

    /** True when the signature is this public key's over exactly this statement. */
    static boolean verifies(PublicKey key, byte[] statement, String signature) {
        try {
            byte[] bytes = Base64.getDecoder().decode(signature);
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(statement);
            // Base64 has several spellings of the same bytes; only ours counts.
            return check.verify(bytes)
                    && Base64.getEncoder().encodeToString(bytes).equals(signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** @throws EvidenceException when the text is not an Ed25519 public key in PEM */
    static PublicKey publicKey(String pem) {
        try {
            String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new EvidenceException("not an Ed25519 public key in PEM", e);
        }
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
