package dev.holdfast.aws;

import dev.holdfast.model.OperationCatalog;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.protocols.core.OperationInfo;

/** What the AWS SDK's own model classes say about operations. Loads a service's classes only when asked about it. */
public final class SdkCatalog implements OperationCatalog {
    private final SdkIndex index = new SdkIndex();

    /**
     * How an operation travels over HTTP.
     *
     * @param httpMethod such as {@code GET}
     * @param requestUri path and fixed query with {@code {Member}} placeholders, such as {@code /{Bucket}?policy}
     * @param target the {@code Action} or {@code X-Amz-Target} value, empty for REST protocols
     * @param requestClass the SDK's request class
     * @param responseClass the SDK's response class
     */
    public record Binding(
            String httpMethod, String requestUri, String target, Class<?> requestClass, Class<?> responseClass) {}

    @Override
    public Optional<Operation> find(String service, String operation) {
        return index.find(service, operation)
                .map(o -> new Operation(
                        service,
                        o.name(),
                        ReadOperations.contains(service, o.name()),
                        SdkShape.structure(o::newRequest),
                        SdkShape.structure(o::newResponse)));
    }

    @Override
    public List<String> operations(String service) {
        return ServiceNames.find(service).isEmpty() ? List.of() : index.names(service);
    }

    /** The names of a service's operations in lower case, told without loading what they are; empty when not known. */
    public Set<String> lowered(String service) {
        return ServiceNames.find(service).isEmpty() ? Set.of() : index.lowered(service);
    }

    @Override
    public List<String> services() {
        return ServiceNames.prefixes();
    }

    /** How an operation travels over HTTP; empty when the operation is not known. */
    public Optional<Binding> binding(String service, String operation) {
        return index.find(service, operation).flatMap(o -> {
            String base = o.request()
                    .getSimpleName()
                    .substring(0, o.request().getSimpleName().length() - 7);
            OperationInfo info = SdkIndex.binding(o.service(), base);
            return info == null
                    ? Optional.empty()
                    : Optional.of(new Binding(
                            info.httpMethod().name().toUpperCase(Locale.ROOT),
                            info.requestUri(),
                            info.operationIdentifier() == null ? "" : info.operationIdentifier(),
                            o.request(),
                            o.response()));
        });
    }
}
