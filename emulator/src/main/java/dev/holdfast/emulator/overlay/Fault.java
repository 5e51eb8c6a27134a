package dev.holdfast.emulator.overlay;

import dev.holdfast.emulator.wire.Call;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A fault and the calls it befalls. An empty text matches everything.
 *
 * @param kind what goes wrong
 * @param service service prefix
 * @param operation API name
 * @param account account the call acts in
 * @param region region the call was signed for
 * @param resource text that lies in the request's path, query or body
 * @param caller text that lies in the caller's ARN
 * @param times how many calls it befalls, 0 for all
 * @param probability share of matching calls it befalls, 0 to 1
 * @param millis how long {@link Kind#SLOW} waits
 */
public record Fault(
        Kind kind,
        String service,
        String operation,
        String account,
        String region,
        String resource,
        String caller,
        int times,
        double probability,
        long millis) {
    /** Where AWS itself answers with nothing to say that nothing is set; no reader can tell that from a fault. */
    private static final Set<String> EMPTY_IS_TRUE = Set.of(
            "s3:GetBucketLocation",
            "s3:GetBucketVersioning",
            "s3:GetBucketLogging",
            "sqs:ListQueues",
            "sso-admin:GetInlinePolicyForPermissionSet");

    /** What can go wrong. */
    public enum Kind {
        /** The caller is not allowed, in the words of the call's protocol. */
        DENY,
        /** Calls come too fast. */
        THROTTLE,
        /** Status 500 with an HTML page and no error code. */
        STATUS_500,
        /** Status 404 with an HTML page and no error code: the endpoint does not offer it. */
        HTML_404,
        /** Status 200 without any member. */
        EMPTY_200,
        /** The session's token has expired. */
        EXPIRED,
        /** Status 200 and the members of the true answer, each of another type. */
        WRONG_TYPES,
        /** The true answer, late. */
        SLOW,
        /** The call takes effect and half of its answer arrives. */
        TRUNCATED,
        /** The connection breaks before the call takes effect. */
        CLOSE_BEFORE,
        /** The call takes effect and no answer arrives. */
        CLOSE_AFTER
    }

    /** A fault that befalls every call. */
    public static Fault of(Kind kind) {
        return new Fault(kind, "", "", "", "", "", "", 0, 1, 0);
    }

    /** The same for one operation. */
    public Fault on(String service, String operation) {
        return new Fault(kind, service, operation, account, region, resource, caller, times, probability, millis);
    }

    /** The same in one account and region. */
    public Fault in(String account, String region) {
        return new Fault(kind, service, operation, account, region, resource, caller, times, probability, millis);
    }

    /** The same where the request names a resource. */
    public Fault naming(String resource) {
        return new Fault(kind, service, operation, account, region, resource, caller, times, probability, millis);
    }

    /** The same for one caller. */
    public Fault by(String caller) {
        return new Fault(kind, service, operation, account, region, resource, caller, times, probability, millis);
    }

    /** The same for the first calls only. */
    public Fault first(int times) {
        return new Fault(kind, service, operation, account, region, resource, caller, times, probability, millis);
    }

    /** The same for a share of calls. */
    public Fault share(double probability) {
        return new Fault(kind, service, operation, account, region, resource, caller, times, probability, millis);
    }

    /** The same with a delay. */
    public Fault after(long millis) {
        return new Fault(kind, service, operation, account, region, resource, caller, times, probability, millis);
    }

    boolean matches(Call call, Identity identity) {
        return !(kind == Kind.EMPTY_200 && EMPTY_IS_TRUE.contains(call.name()))
                && is(service, call.service())
                && is(operation, call.operation())
                && is(account, identity.account())
                && is(region, call.region())
                && identity.arn().contains(caller)
                && (resource.isEmpty() || names(call));
    }

    private boolean names(Call call) {
        String target = call.request().target();
        String text = target + "\n" + call.request().text();
        return text.contains(resource) || lenient(text).contains(resource);
    }

    private static String lenient(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static boolean is(String wanted, String actual) {
        return wanted.isEmpty() || wanted.equals(actual);
    }
}
