package dev.holdfast.content;

import dev.holdfast.model.ContentError;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What things cost each month, shipped with the content as {@code prices/*.yaml} and therefore of a certain day. An
 * estimate for people who decide; AWS's own bill is the truth.
 *
 * @param asOf the day of the prices, ISO 8601; empty when nothing is known
 * @param prices by key
 */
public record PriceList(String asOf, Map<String, Price> prices) {
    /** Nothing is known. */
    public static final PriceList NONE = new PriceList("", Map.of());

    /**
     * One price.
     *
     * @param what what is paid for
     * @param monthly US dollars a month for one; empty when it depends on use
     */
    public record Price(String what, Optional<BigDecimal> monthly) {
        /** For several, with two decimals; empty when it depends on use. */
        public String times(int count) {
            return monthly.map(m -> m.multiply(BigDecimal.valueOf(count))
                            .setScale(2, java.math.RoundingMode.HALF_UP)
                            .toPlainString())
                    .orElse("");
        }
    }

    public PriceList {
        prices = Map.copyOf(prices);
    }

    /** The price of a key; one that depends on use when there is none. */
    public Price of(String key) {
        return prices.getOrDefault(key, new Price(key, Optional.empty()));
    }

    /**
     * Reads the price lists of the content folders; a later one adds to an earlier.
     *
     * @param errors where problems are added
     */
    public static PriceList read(ContentFolder folder, List<ContentError> errors) {
        Map<String, Price> prices = new TreeMap<>();
        String[] asOf = {""};
        for (ContentFolder.Unit unit : folder.units("prices", errors)) {
            Doc doc = unit.doc().only(Set.of("as-of", "currency", "prices"));
            asOf[0] = doc.needText("as-of");
            if (!doc.needText("currency").equals("USD")) {
                doc.error("prices are in US dollars", "Write `currency: USD`");
            }
            doc.need("prices")
                    .ifPresent(list -> list.entries().forEach((key, value) -> {
                        value.only(Set.of("what", "monthly"));
                        Optional<BigDecimal> monthly = Optional.empty();
                        try {
                            monthly = value.get("monthly").map(m -> new BigDecimal(m.text()));
                        } catch (NumberFormatException e) {
                            value.error("`monthly` is not a number", "Write US dollars like 1.00");
                        }
                        prices.put(key, new Price(value.needText("what"), monthly));
                    }));
        }
        return new PriceList(asOf[0], prices);
    }
}
