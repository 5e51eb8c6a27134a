package dev.holdfast.emulator.wire;

import dev.holdfast.aws.SdkCatalog;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out which operation of which service a request means, as AWS's own front door does. */
public final class CallResolver {
    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/,\\s]+)/\\d{8}/([^/]+)/([^/]+)/");
    private static final Pattern SCOPE = Pattern.compile("([^/]+)/\\d{8}/([^/]+)/([^/]+)/aws4_request");

    /** Signing names that differ from the service prefix. Source: the AWS SDK's endpoint metadata. */
    private static final Map<String, String> PREFIXES = Map.of(
            "elasticloadbalancing", "elbv2",
            "access-analyzer", "accessanalyzer",
            "monitoring", "cloudwatch",
            "email", "ses",
            "elasticfilesystem", "efs",
            "sso", "sso-admin",
            "s3express", "s3");

    /** Classic and newer load balancers sign alike and differ by the version of their API. */
    private static final String CLASSIC = "2012-06-01";

    private static final Set<String> XML_SERVICES = Set.of("s3", "s3control", "cloudfront", "route53");

    private final SdkCatalog catalog;
    private final Map<String, RestRoutes> routes = new ConcurrentHashMap<>();

    /** @param catalog the operations of the SDK */
    public CallResolver(SdkCatalog catalog) {
        this.catalog = catalog;
    }

    /** What the request means; never fails, see {@link Call#known()}. */
    public Call resolve(WireRequest request) {
        Matcher signature = signature(request);
        String accessKey = signature == null ? "" : signature.group(1);
        String region = signature == null ? "us-east-1" : signature.group(2);
        String signed = signature == null ? "s3" : signature.group(3);
        String service = PREFIXES.getOrDefault(signed, signed);
        if (service.equals("s3") && request.path().startsWith("/v20180820/")) {
            service = "s3control";
        } else if (service.equals("apigateway") && request.path().startsWith("/v2/")) {
            service = "apigatewayv2";
        }
        String target = request.header("X-Amz-Target");
        if (target != null) {
            String operation = target.substring(target.lastIndexOf('.') + 1);
            return call(request, service, operation, region, accessKey, Protocol.JSON);
        }
        String action =
                XML_SERVICES.contains(service) ? null : request.parameters().get("Action");
        if (action != null) {
            if (service.equals("elbv2") && CLASSIC.equals(request.parameters().get("Version"))) {
                service = "elb";
            }
            Protocol protocol = service.equals("ec2") ? Protocol.EC2 : Protocol.QUERY;
            return call(request, service, action, region, accessKey, protocol);
        }
        Protocol protocol = XML_SERVICES.contains(service) ? Protocol.REST_XML : Protocol.REST_JSON;
        RestRoutes.Match match = routes(service).match(request);
        if (match == null) {
            String operation = request.method() + " " + request.path();
            return new Call(request, service, operation, false, region, accessKey, protocol, Map.of());
        }
        return new Call(request, service, match.operation(), true, region, accessKey, protocol, match.members());
    }

    /** Reads the routes of a service now, so that its first request does not wait for them. */
    public void prepare(String service) {
        routes(service);
    }

    private RestRoutes routes(String service) {
        return routes.computeIfAbsent(
                service, s -> s.equals("s3") ? RestRoutes.ofS3(catalog) : RestRoutes.of(catalog, s));
    }

    private Call call(
            WireRequest request, String service, String operation, String region, String key, Protocol protocol) {
        boolean known = catalog.find(service, operation).isPresent();
        return new Call(request, service, operation, known, region, key, protocol, Map.of());
    }

    private static @Nullable Matcher signature(WireRequest request) {
        String authorization = request.header("Authorization");
        if (authorization != null) {
            Matcher matcher = CREDENTIAL.matcher(authorization);
            return matcher.find() ? matcher : null;
        }
        String presigned = request.query().get("X-Amz-Credential");
        if (presigned != null) {
            Matcher matcher = SCOPE.matcher(presigned);
            return matcher.find() ? matcher : null;
        }
        return null;
    }
}
