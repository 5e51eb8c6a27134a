package dev.holdfast.emulator.wire;

import dev.holdfast.aws.SdkCatalog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** The members by which operations pass the token of the next page. */
public final class PageMembers {
    /**
     * The two members of an operation.
     *
     * @param told the answer's
     * @param asked the request's
     */
    public record Names(String told, String asked) {}

    private static final List<Names> KNOWN = List.of(
            new Names("NextToken", "NextToken"),
            new Names("nextToken", "nextToken"),
            new Names("NextMarker", "Marker"),
            new Names("Marker", "Marker"),
            new Names("position", "position"));

    private final SdkCatalog catalog;
    private final Map<String, Optional<Names>> names = new ConcurrentHashMap<>();
    private final Map<String, Boolean> truncates = new ConcurrentHashMap<>();

    /** @param catalog the operations of the SDK */
    public PageMembers(SdkCatalog catalog) {
        this.catalog = catalog;
    }

    /** The members of the call's operation, null when it does not page. */
    public @Nullable Names of(Call call) {
        return names.computeIfAbsent(call.name(), k -> find(call)).orElse(null);
    }

    /** True when the answer says whether there is more. */
    public boolean truncates(Call call) {
        return truncates.computeIfAbsent(call.name(), k -> has(Shapes.response(catalog, call), "IsTruncated"));
    }

    private Optional<Names> find(Call call) {
        Optional<SdkPojo> asks = Shapes.request(catalog, call);
        Optional<SdkPojo> tells = Shapes.response(catalog, call);
        return KNOWN.stream()
                .filter(n -> has(tells, n.told()) && has(asks, n.asked()))
                .findFirst();
    }

    private static boolean has(Optional<SdkPojo> shape, String member) {
        return shape.stream()
                .flatMap(s -> s.sdkFields().stream())
                .map(SdkField::memberName)
                .anyMatch(member::equals);
    }
}
