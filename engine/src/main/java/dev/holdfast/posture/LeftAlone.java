package dev.holdfast.posture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.Check;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.lake.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What no plan may touch: {@code leave-alone} of holdfast.yaml. Of an entry all that it names must fit, of a list in it
 * one. Where a unit or a tag is not known, the thing is left alone too, and the reason says so.
 */
public final class LeftAlone {
    private static final String ACCOUNTS = "aws_organizations_account";
    private static final String TAGS = "tags";

    /** What an administrator does to another account, such as to make it a member, is about that account. */
    private static final Pattern MEMBER = Pattern.compile("(\\d{12})(?:/|$)");

    private final JsonNode entries;
    private final Places places;
    private final ResourceTags tags;
    private final Map<String, String> tables = new HashMap<>();
    private final Map<String, Set<String>> ofAccounts = new HashMap<>();
    private final Set<String> tagged = new HashSet<>();

    /**
     * @param entries the list as configured
     * @param snapshot tells names, units and tags
     * @param definitions the tables it was collected by
     * @param checks tell which table a resource is in
     */
    public LeftAlone(JsonNode entries, Snapshot snapshot, List<TableDefinition> definitions, List<Check> checks) {
        this.entries = entries;
        this.places = new Places(snapshot);
        Map<String, TableDefinition> byName = new HashMap<>();
        definitions.forEach(d -> byName.put(d.name(), d));
        this.tags = new ResourceTags(snapshot, byName);
        checks.forEach(c -> tables.put(c.id(), c.about()));
        definitions.stream().filter(d -> d.column(TAGS).isPresent()).forEach(d -> tagged.add(d.name()));
        if (places.whole(ACCOUNTS, TAGS)) {
            snapshot.query(
                    "SELECT id, tags FROM " + ACCOUNTS,
                    c -> {},
                    row -> ofAccounts.put(row.path("id").asText(), ResourceTags.tags(row.path(TAGS))));
        }
    }

    /**
     * Why something is left alone; nothing when it is not.
     *
     * @param account its account
     * @param region its region or {@code global}
     * @param check the check that found it, empty when no check did
     * @param resource its id; where that is an account, or begins with one and a slash, the entry may mean that one
     */
    public Optional<String> why(String account, String region, String check, String resource) {
        Optional<String> why = whyHere(account, region, check, resource);
        Matcher member = MEMBER.matcher(resource);
        return why.isPresent() || !member.lookingAt() || member.group(1).equals(account)
                ? why
                : whyHere(member.group(1), region, check, resource);
    }

    private Optional<String> whyHere(String account, String region, String check, String resource) {
        for (JsonNode entry : entries) {
            List<Fit> parts = List.of(
                    fits(entry, "accounts", Set.of(account, places.name(account))),
                    fits(entry, "regions", Set.of(region)),
                    fits(entry, "units", entry.has("units") ? places.units(account) : null),
                    fits(entry, "tags", entry.has("tags") ? tags(account, check, resource) : null));
            if (!parts.contains(Fit.NO)) {
                return Optional.of(entry.path("reason").asText()
                        + (parts.contains(Fit.UNKNOWN)
                                ? " (its unit or tags could not be read, so it may be meant)"
                                : ""));
            }
        }
        return Optional.empty();
    }

    /** Tags of what a check found, as the snapshot has them; none where they are not known. */
    public Set<String> tagsOf(String account, String check, String resource) {
        String table = tables.getOrDefault(check, "");
        Set<String> found = tagged.contains(table) ? tags.of(table, account, resource) : null;
        return found == null ? Set.of() : found;
    }

    /** Tags of the account and of the thing itself; null when one of them is not known. */
    private @Nullable Set<String> tags(String account, String check, String resource) {
        String table = tables.getOrDefault(check, "");
        Set<String> ofAccount = ofAccounts.get(account);
        Set<String> ofThing = tagged.contains(table) ? tags.of(table, account, resource) : Set.of();
        if (ofAccount == null || ofThing == null) {
            return null;
        }
        Set<String> out = new HashSet<>(ofAccount);
        out.addAll(ofThing);
        return out;
    }

    /** Whether one of the entry's list is among what is; an entry without the list does not ask. */
    private static Fit fits(JsonNode entry, String key, @Nullable Set<String> is) {
        if (!entry.has(key)) {
            return Fit.YES;
        }
        if (is == null) {
            return Fit.UNKNOWN;
        }
        for (JsonNode one : entry.path(key)) {
            if (is.contains(one.asText())) {
                return Fit.YES;
            }
        }
        return Fit.NO;
    }

    private enum Fit {
        YES,
        NO,
        UNKNOWN
    }
}
