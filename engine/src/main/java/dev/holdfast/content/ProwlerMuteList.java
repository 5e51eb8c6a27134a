package dev.holdfast.content;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.holdfast.model.ContentError;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Turns a mute list of Prowler into exceptions. Where both cannot say the same, the exception silences less, and what
 * could not be turned is named.
 */
// Source: Prowler documentation, "Mutelist": accounts, checks, regions and exceptions by name, resources and tags by
// regular expressions that are searched for.
public final class ProwlerMuteList {
    private static final Set<String> ENTRY = Set.of("Regions", "Resources", "Tags", "Exceptions", "Description");
    private static final List<String> EXCEPT = List.of("Accounts", "Regions", "Resources", "Tags");

    private final Map<String, Set<String>> ours = new TreeMap<>();
    private final String owner;
    private final LocalDate until;
    private final StringBuilder yaml = new StringBuilder();
    private final List<String> left = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private int made;

    private ProwlerMuteList(List<Check> checks, String owner, LocalDate until) {
        this.owner = owner;
        this.until = until;
        for (Check check : checks) {
            check.prowler()
                    .forEach(p -> ours.computeIfAbsent(p, k -> new TreeSet<>()).add(check.id()));
        }
    }

    /**
     * What came of an import.
     *
     * @param yaml the exceptions as a file
     * @param exceptions how many
     * @param left what could not be turned, for people
     */
    public record Imported(String yaml, int exceptions, List<String> left) {}

    /**
     * Imports.
     *
     * @param file its name, for messages
     * @param bytes the mute list
     * @param checks the checks there are
     * @param owner who answers for all of it
     * @param until when all of it ends
     * @param errors where problems of form are added
     */
    public static Imported read(
            String file, byte[] bytes, List<Check> checks, String owner, LocalDate until, List<ContentError> errors) {
        ProwlerMuteList out = new ProwlerMuteList(checks, owner, until);
        List<Doc> docs = Yaml.read(file, bytes, errors);
        if (!docs.isEmpty()) {
            Doc top = docs.get(0).only(Set.of("Mutelist"));
            top.need("Mutelist")
                    .map(m -> m.only(Set.of("Accounts")))
                    .flatMap(m -> m.need("Accounts"))
                    .ifPresent(accounts -> accounts.entries().forEach(out::account));
        }
        String head = "# From a mute list of Prowler. Look through it: whoever owns an exception answers for it.\n";
        return new Imported(
                head + (out.made == 0 ? "exceptions: []\n" : "exceptions:\n" + out.yaml),
                out.made,
                List.copyOf(out.left));
    }

    private void account(String account, Doc doc) {
        doc.only(Set.of("Checks"))
                .need("Checks")
                .ifPresent(checks -> checks.entries().forEach((name, entry) -> entry(account, name, entry)));
    }

    private void entry(String account, String check, Doc doc) {
        doc.only(ENTRY);
        String place = doc.file() + ":" + doc.line() + ": " + check;
        List<String> conditions = new ArrayList<>();
        if (!check.equals("*")) {
            Set<String> mapped = checks(check);
            if (mapped.isEmpty()) {
                left.add(place + ": no check here asks the same");
                return;
            }
            conditions.add("check: " + list(List.copyOf(mapped)));
        }
        if (!account.equals("*")) {
            conditions.add("account: " + list(List.of(account)));
        }
        names(doc, "Regions").filter(conditions, "region");
        if (!resources(doc, place, conditions) || !tags(doc, place, conditions)) {
            return;
        }
        String exceptions = doc.get("Exceptions").map(e -> exceptions(e, place)).orElse("");
        if (exceptions.equals(BROKEN)) {
            return;
        }
        if (!exceptions.isEmpty()) {
            conditions.add(exceptions);
        }
        if (conditions.isEmpty()) {
            left.add(place + ": it would silence everything");
            return;
        }
        write(account, check, doc.text("Description", ""), conditions);
    }

    private static final String BROKEN = "!";

    /** Values by name, where {@code *} means all. */
    private record Names(List<String> values) {
        void filter(List<String> conditions, String key) {
            if (!values.isEmpty() && !values.contains("*")) {
                conditions.add(key + ": " + list(values));
            }
        }
    }

    private static Names names(Doc doc, String key) {
        return new Names(doc.texts(key));
    }

    private static boolean everything(String pattern) {
        return pattern.equals("*") || pattern.equals(".*") || pattern.equals("^.*$");
    }

    private boolean resources(Doc doc, String place, List<String> conditions) {
        List<String> patterns = doc.texts("Resources");
        if (patterns.isEmpty() || patterns.stream().anyMatch(ProwlerMuteList::everything)) {
            return true;
        }
        return patterns(patterns, place, conditions);
    }

    private boolean patterns(List<String> patterns, String place, List<String> conditions) {
        for (String pattern : patterns) {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                left.add(place + ": `" + pattern + "` is not a regular expression that is run here");
                return false;
            }
        }
        conditions.add("resource-pattern: " + list(patterns));
        return true;
    }

    private boolean tags(Doc doc, String place, List<String> conditions) {
        List<String> all = new ArrayList<>();
        for (String tag : doc.texts("Tags")) {
            if (everything(tag)) {
                continue;
            }
            String glob = tag.replace(".*", "*");
            if (!glob.matches("[A-Za-z0-9 _:/+@=*-]+") || glob.indexOf('=') < 1) {
                left.add(place + ": the tag `" + tag + "` cannot be said as key=value");
                return false;
            }
            all.add("{tag: " + list(List.of(glob)) + "}");
        }
        if (!all.isEmpty()) {
            conditions.add("all: [" + String.join(", ", all) + "]");
        }
        return true;
    }

    /** All kinds of exception that are given must hold for Prowler to speak after all. */
    private String exceptions(Doc doc, String place) {
        doc.only(Set.copyOf(EXCEPT));
        List<String> parts = new ArrayList<>();
        Names accounts = names(doc, "Accounts");
        Names regions = names(doc, "Regions");
        List<String> found = new ArrayList<>();
        accounts.filter(found, "account");
        regions.filter(found, "region");
        boolean all = accounts.values().contains("*") || regions.values().contains("*");
        List<String> resources = doc.texts("Resources");
        if (resources.stream().anyMatch(ProwlerMuteList::everything)) {
            all = true;
        } else if (!resources.isEmpty() && !patterns(resources, place, found)) {
            return BROKEN;
        }
        found.forEach(f -> parts.add("{" + f + "}"));
        for (String tag : doc.texts("Tags")) {
            String glob = tag.replace(".*", "*");
            if (!glob.matches("[A-Za-z0-9 _:/+@=*-]+") || glob.indexOf('=') < 1) {
                left.add(place + ": the exempt tag `" + tag + "` cannot be said as key=value");
                return BROKEN;
            }
            // Prowler searches within the tag, so that more is exempt than by the whole value.
            parts.add("{tag: " + list(List.of("*" + glob + "*")) + "}");
        }
        if (parts.isEmpty() && all) {
            left.add(place + ": its exceptions take everything out again");
            return BROKEN;
        }
        return parts.isEmpty() ? "" : "not: {all: [" + String.join(", ", parts) + "]}";
    }

    private Set<String> checks(String name) {
        Set<String> out = new TreeSet<>(ours.getOrDefault(name, Set.of()));
        if (out.isEmpty()) {
            try {
                Pattern pattern = Pattern.compile(name.endsWith("*") && !name.endsWith(".*") ? glob(name) : name);
                ours.forEach((prowler, ids) -> {
                    if (pattern.matcher(prowler).find()) {
                        out.addAll(ids);
                    }
                });
            } catch (PatternSyntaxException e) {
                return Set.of();
            }
        }
        return out;
    }

    private static String glob(String name) {
        return "^"
                + Pattern.quote(name.substring(0, name.length() - 1))
                        .replace("\\Q", "")
                        .replace("\\E", "");
    }

    private void write(String account, String check, String description, List<String> conditions) {
        String words = (account.equals("*") ? "" : account + "-") + (check.equals("*") ? "all" : check);
        String slug =
                words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        int number = ids.merge(slug, 1, Integer::sum);
        String reason = description.isBlank() ? "Muted in Prowler, without a description" : description.strip();
        yaml.append("  - id: ")
                .append(quoted(number == 1 ? slug : slug + "-" + number))
                .append('\n');
        yaml.append("    where: {").append(String.join(", ", conditions)).append("}\n");
        yaml.append("    owner: ").append(quoted(owner)).append('\n');
        yaml.append("    reason: ").append(quoted(reason)).append('\n');
        yaml.append("    until: ").append(quoted(until.toString())).append('\n');
        made++;
    }

    private static String list(List<String> values) {
        return values.stream()
                .map(ProwlerMuteList::quoted)
                .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
    }

    /** JSON's text is YAML's double-quoted text. */
    private static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                .textNode(text)
                .toString();
    }
}
