package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What makes a document part of the baseline: when its turn comes, which part of {@code holdfast.yaml} asks for it, and
 * where it is to be carried out.
 *
 * @param wave its turn
 * @param section top key of {@code holdfast.yaml} that wants it
 * @param targets SQL over a snapshot: a row for each place that is not as wanted, with {@code account}, {@code region},
 *     {@code resource}; every other column is a parameter of the document by its name
 * @param line the file's line on which the SQL begins
 * @param costs what it costs each month beyond what is used
 * @param examples small worlds, and the targets they give
 */
public record Baseline(Wave wave, String section, String targets, int line, List<Cost> costs, List<Example> examples) {

    /** Whose turn comes before whose; what a later wave needs, an earlier one has made. */
    public enum Wave {
        /** Units, accounts, contacts, trusted access. */
        ORGANIZATION,
        /** Keys and buckets that take the logs. */
        LOGGING,
        /** The organization's trail. */
        TRAIL,
        /** Recorders and aggregators of Config. */
        CONFIG,
        /** Who administers each security service. */
        DELEGATION,
        /** The security services of the whole organization. */
        SERVICES,
        /** Defaults of each account and region. */
        ACCOUNTS,
        /** Networks, firewalls and ways in. */
        NETWORK,
        /** Hosts: patching, agents, backup. */
        HOSTS,
        /** Policies of the organization; last, since they may forbid what came before. */
        POLICIES;

        /** True when a failure in it stops the waves after it. */
        public boolean needed() {
            return compareTo(DELEGATION) <= 0;
        }
    }

    /**
     * A fixed monthly cost.
     *
     * @param price a key of {@code prices.yaml}
     * @param count how many of it each target makes
     * @param each a parameter that is a list: the count is for each of its elements; empty when it is for the target
     */
    public record Cost(String price, int count, String each) {}

    /**
     * A small world and what it must give.
     *
     * @param name what it shows
     * @param line its line in the file
     * @param config what {@code holdfast.yaml} says
     * @param rows rows by table
     * @param gives the targets expected, each with the columns that matter; none when everything is as wanted
     */
    public record Example(
            String name, int line, JsonNode config, Map<String, List<ObjectNode>> rows, List<ObjectNode> gives) {}

    public Baseline {
        costs = List.copyOf(costs);
        examples = List.copyOf(examples);
    }
}
