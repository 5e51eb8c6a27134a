package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Services that an organization trusts and that moto does not know: a closed list, so that a misspelt principal stays
 * refused. Turning one on twice changes nothing, as on AWS.
 */
final class ServiceAccess {
    private static final Set<String> UNKNOWN_TO_MOTO =
            Set.of("iam.amazonaws.com", "malware-protection.guardduty.amazonaws.com");

    private final InstantSource clock;

    /** Management account to service principal to the second it was trusted. */
    private final Map<String, Map<String, Long>> trusted = new ConcurrentHashMap<>();

    ServiceAccess(InstantSource clock) {
        this.clock = clock;
    }

    boolean enable(String management, String principal) {
        if (!UNKNOWN_TO_MOTO.contains(principal)) {
            return false;
        }
        trusted.computeIfAbsent(management, k -> new ConcurrentHashMap<>())
                .putIfAbsent(principal, clock.instant().getEpochSecond());
        return true;
    }

    boolean disable(String management, String principal) {
        if (!UNKNOWN_TO_MOTO.contains(principal)) {
            return false;
        }
        trusted.getOrDefault(management, new ConcurrentHashMap<>()).remove(principal);
        return true;
    }

    /** Adds them to a listing. */
    void addTo(String management, ObjectNode listing) {
        new TreeMap<>(trusted.getOrDefault(management, Map.of()))
                .forEach((principal, since) -> listing.withArray("EnabledServicePrincipals")
                        .addObject()
                        .put("ServicePrincipal", principal)
                        .put("DateEnabled", since));
    }
}
