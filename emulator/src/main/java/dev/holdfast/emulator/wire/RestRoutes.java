package dev.holdfast.emulator.wire;

import dev.holdfast.aws.SdkCatalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations of a REST service by method, path and fixed query, from the SDK's own bindings. */
final class RestRoutes {
    /** A request's operation and the values in its path. */
    record Match(String operation, Map<String, String> members) {}

    private record Route(
            String operation,
            String method,
            Pattern path,
            List<String> names,
            Map<String, String> query,
            int literals,
            List<String> needed) {}

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}+]+)(\\+?)}");

    /**
     * Operations of S3 that share method, path and fixed query with another, told apart by a query parameter or header
     * (written {@code header:}) that they alone must have. Source: Amazon S3 API Reference.
     */
    private static final Map<String, List<String>> S3_NEEDS = Map.ofEntries(
            Map.entry("GetBucketAnalyticsConfiguration", List.of("id")),
            Map.entry("GetBucketIntelligentTieringConfiguration", List.of("id")),
            Map.entry("GetBucketInventoryConfiguration", List.of("id")),
            Map.entry("GetBucketMetricsConfiguration", List.of("id")),
            Map.entry("UploadPart", List.of("partNumber", "uploadId")),
            Map.entry("UploadPartCopy", List.of("partNumber", "uploadId", "header:x-amz-copy-source")),
            Map.entry("CopyObject", List.of("header:x-amz-copy-source")),
            Map.entry("ListParts", List.of("uploadId")),
            Map.entry("AbortMultipartUpload", List.of("uploadId")),
            Map.entry("CompleteMultipartUpload", List.of("uploadId")),
            Map.entry("ListDirectoryBuckets", List.of("max-directory-buckets")),
            Map.entry("WriteGetObjectResponse", List.of("header:x-amz-request-route")));

    private final List<Route> routes;

    private RestRoutes(List<Route> routes) {
        this.routes = routes.stream()
                .sorted(Comparator.comparingInt(
                                (Route r) -> r.query().size() + r.needed().size())
                        .thenComparingInt(Route::literals)
                        .reversed()
                        .thenComparing(Route::operation))
                .toList();
    }

    static RestRoutes of(SdkCatalog catalog, String service) {
        List<Route> routes = new ArrayList<>();
        for (String operation : catalog.operations(service)) {
            catalog.binding(service, operation)
                    .ifPresent(b -> routes.add(route(operation, b.httpMethod(), b.requestUri(), List.of())));
        }
        return new RestRoutes(routes);
    }

    /** S3's bindings leave the bucket out, since it may lie in the host name; here it lies in the path. */
    static RestRoutes ofS3(SdkCatalog catalog) {
        List<Route> routes = new ArrayList<>();
        for (String operation : catalog.operations("s3")) {
            String uri = catalog.binding("s3", operation)
                    .map(SdkCatalog.Binding::requestUri)
                    .orElse("");
            String method = catalog.binding("s3", operation)
                    .map(SdkCatalog.Binding::httpMethod)
                    .orElse("");
            String path = uri.equals("/") || uri.startsWith("/Write") ? uri : "/{Bucket}" + uri;
            routes.add(route(operation, method, path, S3_NEEDS.getOrDefault(operation, List.of())));
        }
        return new RestRoutes(routes);
    }

    private static Route route(String operation, String method, String uri, List<String> needed) {
        int question = uri.indexOf('?');
        String path = question < 0 ? uri : uri.substring(0, question);
        Map<String, String> query = new WireRequest("GET", uri, List.of(), new byte[0]).query();
        List<String> names = new ArrayList<>();
        StringBuilder regex = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(path);
        int from = 0;
        int literals = 0;
        while (placeholder.find()) {
            regex.append(Pattern.quote(path.substring(from, placeholder.start())));
            literals += placeholder.start() - from;
            regex.append(placeholder.group(2).isEmpty() ? "([^/]+)" : "(.+)");
            names.add(placeholder.group(1));
            from = placeholder.end();
        }
        regex.append(Pattern.quote(path.substring(from))).append("/?");
        literals += path.length() - from;
        return new Route(operation, method, Pattern.compile(regex.toString()), names, query, literals, needed);
    }

    @Nullable
    Match match(WireRequest request) {
        Map<String, String> query = request.query();
        for (Route route : routes) {
            Matcher path = route.path().matcher(request.path());
            if (route.method().equals(request.method()) && path.matches() && fits(route, query, request)) {
                Map<String, String> members = new LinkedHashMap<>();
                for (int i = 0; i < route.names().size(); i++) {
                    // In a path a plus is a plus; only forms write a blank so.
                    members.put(
                            route.names().get(i),
                            WireRequest.decoded(path.group(i + 1).replace("+", "%2B")));
                }
                return new Match(route.operation(), members);
            }
        }
        return null;
    }

    private static boolean fits(Route route, Map<String, String> query, WireRequest request) {
        boolean fixed =
                route.query().entrySet().stream().allMatch(e -> e.getValue().equals(query.get(e.getKey())));
        return fixed
                && route.needed().stream()
                        .allMatch(need -> need.startsWith("header:")
                                ? request.header(need.substring(7)) != null
                                : query.containsKey(need));
    }
}
