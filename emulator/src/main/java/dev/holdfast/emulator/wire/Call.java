package dev.holdfast.emulator.wire;

import java.util.Map;

/**
 * What a request means.
 *
 * @param request the request itself
 * @param service service prefix as content uses it ({@code s3control}, {@code elbv2}); the signing name where unknown
 * @param operation API name; method and path where it could not be found
 * @param known whether the operation is one the SDK describes
 * @param region the region the request was signed for
 * @param accessKey access key id, empty for unsigned requests
 * @param protocol how answers and errors must look
 * @param members values that lie in the path, by the name of their placeholder, decoded
 */
public record Call(
        WireRequest request,
        String service,
        String operation,
        boolean known,
        String region,
        String accessKey,
        Protocol protocol,
        Map<String, String> members) {
    public Call {
        members = Map.copyOf(members);
    }

    /** {@code service:Operation}. */
    public String name() {
        return service + ":" + operation;
    }

    /** True for this operation. */
    public boolean is(String service, String operation) {
        return this.service.equals(service) && this.operation.equals(operation);
    }
}
