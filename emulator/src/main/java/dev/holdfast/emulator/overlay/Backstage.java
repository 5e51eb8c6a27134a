package dev.holdfast.emulator.overlay;

import dev.holdfast.emulator.wire.Header;
import dev.holdfast.emulator.wire.Upstream;
import dev.holdfast.emulator.wire.WireAnswer;
import dev.holdfast.emulator.wire.WireRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Calls of the emulator itself to the server behind: neither counted nor recorded nor subject to faults. moto takes the
 * account from a header of its own, so that they need no credentials.
 */
public final class Backstage {
    private static final String KEY = "AKIAEMULATOR00000000";

    private final Upstream upstream;

    /** @param upstream the server behind */
    public Backstage(Upstream upstream) {
        this.upstream = upstream;
    }

    /** A call of the query protocol in an account. */
    public WireAnswer query(String account, String service, Map<String, String> form) {
        return query(account, "us-east-1", service, form);
    }

    /** A call of the query protocol in a region of an account. */
    public WireAnswer query(String account, String region, String service, Map<String, String> form) {
        StringBuilder body = new StringBuilder();
        form.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        List<Header> headers = List.of(account(account), form(), signature(KEY, region, service));
        return send(new WireRequest("POST", "/", headers, body.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Who moto takes an access key for. */
    public WireAnswer callerIdentity(String accessKey) {
        List<Header> headers = List.of(signature(accessKey, "sts"), form());
        return send(new WireRequest(
                "POST", "/", headers, "Action=GetCallerIdentity&Version=2011-06-15".getBytes(StandardCharsets.UTF_8)));
    }

    /** A call of the JSON protocol in an account. */
    public WireAnswer json(String account, String service, String target, String body) {
        List<Header> headers = List.of(
                account(account),
                new Header("X-Amz-Target", target),
                new Header("Content-Type", "application/x-amz-json-1.1"));
        return send("POST", "/", service, headers, body);
    }

    /** A call of the JSON protocol in a region of an account. */
    public WireAnswer json(String account, String region, String service, String target, String body) {
        List<Header> headers = List.of(
                account(account),
                new Header("X-Amz-Target", target),
                new Header("Content-Type", "application/x-amz-json-1.0"),
                signature(KEY, region, service));
        return send(new WireRequest("POST", "/", headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    /** A call of S3 in an account. */
    public WireAnswer s3(String account, String method, String target, byte[] body) {
        // A bucket with Object Lock takes no object without this.
        Header digest = new Header("Content-MD5", Base64.getEncoder().encodeToString(md5(body)));
        List<Header> headers = List.of(account(account), signature(KEY, "s3"), digest);
        return send(new WireRequest(method, target, headers, body));
    }

    private static byte[] md5(byte[] body) {
        try {
            return MessageDigest.getInstance("MD5").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private WireAnswer send(String method, String target, String service, List<Header> headers, String body) {
        List<Header> all = new ArrayList<>(headers);
        all.add(signature(KEY, service));
        return send(new WireRequest(method, target, all, body.getBytes(StandardCharsets.UTF_8)));
    }

    private WireAnswer send(WireRequest request) {
        try {
            return upstream.send(request.with("Host", "localhost"));
        } catch (IOException e) {
            throw new UncheckedIOException("the emulated AWS does not answer", e);
        }
    }

    private static Header account(String account) {
        return new Header("x-moto-account-id", account);
    }

    private static Header form() {
        return new Header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    }

    /** moto routes by the service in the signature and checks no signature. */
    private static Header signature(String accessKey, String service) {
        return signature(accessKey, "us-east-1", service);
    }

    private static Header signature(String accessKey, String region, String service) {
        return new Header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + accessKey + "/20260101/" + region + "/" + service
                        + "/aws4_request, SignedHeaders=host, Signature=0");
    }
}
