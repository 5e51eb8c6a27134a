package dev.holdfast.aws;

import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.AwsFailure.Kind;
import dev.holdfast.model.Scope;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Sorts what the SDK throws into the few kinds that callers treat differently. */
final class Failures {
    private static final Set<String> DENIED = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "UnauthorizedOperation",
            "UnauthorizedAccess",
            "AuthorizationError",
            "AuthorizationErrorException",
            "Forbidden",
            "NotAuthorized",
            "KMSAccessDeniedException");
    private static final Set<String> NO_ACCESS = Set.of(
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "ExpiredToken",
            "ExpiredTokenException",
            "RequestExpired",
            "SignatureDoesNotMatch",
            "AuthFailure",
            "InvalidAccessKeyId",
            "OptInRequired",
            "IncompleteSignature");
    /** The session is over: a new one may go on. */
    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");

    private static final Set<String> NOT_OFFERED = Set.of(
            "UnknownOperationException",
            "UnknownOperation",
            "UnsupportedOperation",
            "UnsupportedOperationException",
            "InvalidAction",
            "NotImplemented",
            "NotImplementedException");
    private static final Set<String> THROTTLED =
            Set.of("SlowDown", "RequestLimitExceeded", "TooManyRequestsException", "RequestThrottled");

    /** Names that look like keys or tokens never leave this room inside a message. */
    private static final Pattern SECRET =
            Pattern.compile("(?i)(token|secret|signature|password)([^\\s,;]{0,3})\\S{16,}");

    private Failures() {}

    static AwsFailure of(SdkException e, String operation, Scope scope) {
        if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
            return failure(Kind.TIMED_OUT, operation, scope, "", 0, "no answer within the time allowed", e);
        }
        if (e instanceof AwsServiceException service) {
            String code = code(service);
            Kind kind = kind(service, code, operation);
            return failure(kind, operation, scope, code, service.statusCode(), message(service, code), e);
        }
        String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (said.startsWith("Unable to load credentials")) {
            String where = "no AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY, or sign in with single sign-on";
            return failure(Kind.NO_ACCESS, operation, scope, "", 0, where, e);
        }
        boolean unread = said.contains("unmarshall") || said.contains("Unable to parse") || said.contains("parsing");
        String text = unread ? "the answer could not be read" : said;
        return failure(Kind.UNAVAILABLE, operation, scope, "", 0, text, e);
    }

    /** True when AWS says that the credentials' time is over; then the call did nothing. */
    static boolean expired(AwsFailure failure) {
        return EXPIRED.contains(failure.code());
    }

    private static Kind kind(AwsServiceException e, String code, String operation) {
        int status = e.statusCode();
        if (THROTTLED.contains(code) || e.isThrottlingException() || status == 429) {
            return Kind.THROTTLED;
        } else if (DENIED.contains(code)) {
            return Kind.DENIED;
        } else if (NO_ACCESS.contains(code)) {
            return Kind.NO_ACCESS;
        } else if (NOT_OFFERED.contains(code) || status == 501) {
            return Kind.NOT_OFFERED;
        } else if (code.isEmpty() && status == 403) {
            return Kind.DENIED;
        } else if (code.isEmpty() && status == 404) {
            // HEAD answers carry no body, so a missing thing has no code there.
            return operation.contains(":Head") ? Kind.REFUSED : Kind.NOT_OFFERED;
        } else if (status >= 500 || code.isEmpty()) {
            return Kind.UNAVAILABLE;
        }
        return Kind.REFUSED;
    }

    private static String code(AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        return code == null || code.equals("UnknownError") ? "" : code;
    }

    private static String message(AwsServiceException e, String code) {
        String said = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
        if (said == null || said.isBlank() || said.startsWith("<")) {
            return code.isEmpty() ? "HTTP status " + e.statusCode() + " without an error code" : code;
        }
        return said;
    }

    private static AwsFailure failure(
            Kind kind,
            String operation,
            Scope scope,
            String code,
            int status,
            String message,
            @Nullable Throwable cause) {
        String clean = SECRET.matcher(message).replaceAll("$1$2…");
        AwsFailure out = new AwsFailure(
                kind, operation, scope, code, status, clean.length() > 500 ? clean.substring(0, 500) + "…" : clean);
        if (cause != null) {
            out.initCause(cause);
        }
        return out;
    }
}
