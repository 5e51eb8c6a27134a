package dev.holdfast.emulator.record;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where calls seem to come from. All calls of an emulator come from this machine; a player of the demo says instead, per
 * access key, from which address and with which program.
 */
public final class Disguise {
    /** The address of everybody else. Source: RFC 5737, addresses for documentation. */
    static final String ELSEWHERE = "192.0.2.10";

    /**
     * @param address IP address
     * @param userAgent program
     */
    public record Origin(String address, String userAgent) {}

    private final Map<String, Origin> byKey = new ConcurrentHashMap<>();

    /** From now on calls with this key seem to come from there. */
    public void put(String accessKey, Origin origin) {
        byKey.put(accessKey, origin);
    }

    @Nullable
    Origin of(String accessKey) {
        return byKey.get(accessKey);
    }
}
