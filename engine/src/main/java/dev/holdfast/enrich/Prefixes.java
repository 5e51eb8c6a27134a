package dev.holdfast.enrich;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Values by network; the narrowest network that holds an address counts. A look-up costs one step for each length that
 * occurs, whatever the number of networks.
 */
final class Prefixes<V> {
    private static final int V4_OFFSET = 96;

    private final Map<Integer, Map<Address, V>> byLength = new TreeMap<>((a, b) -> Integer.compare(b, a));
    private int size;

    /** How many networks there are. */
    int size() {
        return size;
    }

    /** Adds a network ({@code 10.0.0.0/8}) or a single address; the first value given for it stays. False when it is neither. */
    boolean add(String text, V value) {
        int slash = text.indexOf('/');
        String written = slash < 0 ? text : text.substring(0, slash);
        Optional<Address> address = Address.parse(written);
        if (address.isEmpty()) {
            return false;
        }
        boolean four = written.indexOf(':') < 0;
        int most = four ? 32 : 128;
        int bits = most;
        if (slash >= 0) {
            try {
                bits = Integer.parseInt(text.substring(slash + 1));
            } catch (NumberFormatException e) {
                return false;
            }
        }
        if (bits < 0 || bits > most) {
            return false;
        }
        int length = four ? bits + V4_OFFSET : bits;
        Map<Address, V> networks = byLength.computeIfAbsent(length, l -> new HashMap<>());
        if (networks.putIfAbsent(address.get().first(length), value) == null) {
            size++;
        }
        return true;
    }

    /** The value of the narrowest network that holds the address. */
    Optional<V> of(Address address) {
        for (Map.Entry<Integer, Map<Address, V>> entry : byLength.entrySet()) {
            V value = entry.getValue().get(address.first(entry.getKey()));
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
