package dev.holdfast.emulator.wire;

/**
 * An error as AWS words it.
 *
 * @param status HTTP status
 * @param code error code, empty where there is none
 * @param message for people, empty where there is none
 */
public record AwsError(int status, String code, String message) {
    /** The caller is not allowed to do it. */
    public static AwsError denied(Call call, String message) {
        String code = switch (call.protocol()) {
            case EC2 -> "UnauthorizedOperation";
            case QUERY, REST_XML -> "AccessDenied";
            case JSON, REST_JSON -> "AccessDeniedException";
        };
        int status = call.protocol() == Protocol.JSON ? 400 : 403;
        return new AwsError(status, code, message);
    }

    /** The session is over. */
    public static AwsError expired(Call call) {
        return switch (call.protocol()) {
            case EC2 -> new AwsError(400, "RequestExpired", "Request has expired.");
            case REST_XML -> new AwsError(400, "ExpiredToken", "The provided token has expired.");
            case QUERY -> new AwsError(403, "ExpiredToken", "The security token included in the request is expired");
            case JSON, REST_JSON ->
                new AwsError(400, "ExpiredTokenException", "The security token included in the request is expired");
        };
    }

    /** Calls come too fast. */
    public static AwsError throttled(Call call) {
        return switch (call.protocol()) {
            case EC2 -> new AwsError(503, "RequestLimitExceeded", "Request limit exceeded.");
            case QUERY -> new AwsError(400, "Throttling", "Rate exceeded");
            case REST_XML -> new AwsError(503, "SlowDown", "Please reduce your request rate.");
            case JSON -> new AwsError(400, "ThrottlingException", "Rate exceeded");
            case REST_JSON -> new AwsError(429, "TooManyRequestsException", "Too Many Requests");
        };
    }
}
