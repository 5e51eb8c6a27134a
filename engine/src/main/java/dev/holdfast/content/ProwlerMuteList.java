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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Turns a mute list of Prowler into exceptions. Where both cannot say the same, the exception silences less, and what
 * could not be turned is named.
 */
// Source: Prowler documentation, "Mutelist": accounts by id or *, checks, regions, resources, tags and exceptions by
// regular expressions that are searched for; of several tags all must be found; an entry whose exceptions fit ends the
// search in its account.
public final class ProwlerMuteList {
    private static final Set<String> ENTRY = Set.of("Regions", "Resources", "Tags", "Exceptions", "Description");

    private final Map<String, Set<String>> ours = new TreeMap<>();
    private final String owner;
    private final LocalDate until;
    private final StringBuilder yaml = new StringBuilder();
    private final List<String> left = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private int made;

    /** What earlier entries of the account except from muting, for this entry too. */
    private final List<String> excepted = new ArrayList<>();

    /** An earlier entry of the account excepts something that cannot be said here. */
    private boolean unclear;

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

    /** Something of an entry cannot be said here. */
    private static final class Unsayable extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean ofExceptions;

        Unsayable(String what) {
            this(what, false);
        }

        Unsayable(String what, boolean ofExceptions) {
            super(what);
            this.ofExceptions = ofExceptions;
        }
    }

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
        if (!account.equals("*") && !account.matches("[0-9]{12}")) {
            left.add(doc.file() + ":" + doc.line() + ": `" + account + "` is not the id of an account");
            return;
        }
        excepted.clear();
        unclear = false;
        doc.only(Set.of("Checks"))
                .need("Checks")
                .ifPresent(checks -> checks.entries().forEach((name, entry) -> entry(account, name, entry)));
    }

    private void entry(String account, String check, Doc doc) {
        doc.only(ENTRY);
        Set<String> mapped = check.equals("*") ? Set.of() : checks(check.replaceFirst("^lambda", "awslambda"));
        String about = mapped.isEmpty() ? "" : "check: " + list(mapped);
        List<String> before = List.copyOf(excepted);
        boolean clear = !unclear;
        boolean concerned = check.equals("*") || !mapped.isEmpty();
        try {
            String except = exceptions(doc);
            if (!except.isEmpty() && concerned) {
                excepted.add("{not: {" + (about.isEmpty() ? "" : about + ", ") + except + "}}");
            }
            if (!concerned) {
                throw new Unsayable("no check here asks the same");
            } else if (!clear) {
                throw new Unsayable("an earlier entry of its account excepts what cannot be said here");
            }
            List<String> conditions = new ArrayList<>();
            add(conditions, about);
            add(conditions, account.equals("*") ? "" : "account: " + list(List.of(account)));
            add(conditions, regions(doc));
            add(conditions, resources(doc));
            for (String tag : doc.texts("Tags")) {
                add(conditions, everything(tag) ? "" : "tag: " + list(List.of(tag(tag))));
            }
            if (conditions.isEmpty()) {
                throw new Unsayable("it would silence everything");
            }
            before.forEach(conditions::add);
            add(conditions, except.isEmpty() ? "" : "not: {" + except + "}");
            write(account, check, doc.text("Description", ""), conditions);
        } catch (Unsayable e) {
            unclear |= concerned && e.ofExceptions;
            left.add(doc.file() + ":" + doc.line() + ": " + check + ": " + e.getMessage());
        }
    }

    private static void add(List<String> conditions, String condition) {
        if (!condition.isEmpty()) {
            conditions.add("{" + condition + "}");
        }
    }

    private static boolean everything(String pattern) {
        return pattern.equals("*") || pattern.equals(".*") || pattern.equals("^.*$");
    }

    private static String regions(Doc doc) throws Unsayable {
        List<String> regions = doc.texts("Regions");
        if (regions.isEmpty()) {
            throw new Unsayable("it names no region, so Prowler mutes nothing by it");
        }
        for (String region : regions) {
            if (!region.equals("*") && !region.matches("[a-z0-9-]+\\*?")) {
                throw new Unsayable("the region `" + region + "` is no name");
            }
        }
        return regions.contains("*") ? "" : "region: " + list(regions);
    }

    private static String resources(Doc doc) throws Unsayable {
        List<String> patterns = doc.texts("Resources");
        if (patterns.isEmpty()) {
            throw new Unsayable("it names no resource, so Prowler mutes nothing by it");
        } else if (patterns.stream().anyMatch(ProwlerMuteList::everything)) {
            return "";
        }
        List<String> out = new ArrayList<>();
        for (String given : patterns) {
            String pattern = given.startsWith("*") ? "." + given : given;
            try {
                LinearPattern.of(pattern, 0);
            } catch (PatternSyntaxException e) {
                throw new Unsayable("`" + given + "` is not a regular expression that is run here");
            }
            if (pattern.isBlank()) {
                throw new Unsayable("an empty resource");
            }
            out.add(pattern);
        }
        return "resource-pattern: " + list(out);
    }

    /** A tag as {@code key=value}; Prowler also finds it within a longer tag, which is not silenced here. */
    private static String tag(String tag) throws Unsayable {
        String glob = tag.replace(".*", "*");
        if (!tag.matches("\\*?([A-Za-z0-9 _:/@=-]|\\.\\*)*\\*?")
                || glob.indexOf('=') < 1
                || !glob.equals(glob.strip())) {
            throw new Unsayable("the tag `" + tag + "` cannot be said as key=value");
        }
        return glob;
    }

    /** All kinds that are given must fit for Prowler to speak after all. What is excepted here is never less. */
    private static String exceptions(Doc entry) throws Unsayable {
        if (entry.get("Exceptions").isEmpty()) {
            return "";
        }
        Doc doc = entry.get("Exceptions").get().only(Set.of("Accounts", "Regions", "Resources", "Tags"));
        List<String> parts = new ArrayList<>();
        within(doc, "Accounts").ifPresent(a -> parts.add("{account: " + list(a) + "}"));
        within(doc, "Regions").ifPresent(r -> {
            // What Prowler finds in a region may be global here.
            List<String> regions = new ArrayList<>(r);
            regions.add("global");
            parts.add("{region: " + list(regions) + "}");
        });
        within(doc, "Resources").ifPresent(r -> parts.add("{resource: " + list(r) + "}"));
        for (String tag : doc.texts("Tags")) {
            if (!tag.matches("[A-Za-z0-9_:/@=-]+") || tag.indexOf('=') < 1) {
                throw new Unsayable("the exempt tag `" + tag + "` cannot be said as key=value", true);
            }
            parts.add("{tag: " + list(List.of("*" + tag + "*")) + "}");
        }
        if (parts.isEmpty()
                && doc.entries().values().stream().anyMatch(d -> !d.items().isEmpty())) {
            throw new Unsayable("its exceptions take everything out again", true);
        }
        return parts.isEmpty() ? "" : "all: [" + String.join(", ", parts) + "]";
    }

    /** Plain words that are looked for within a value, as globs; nothing when none is given or all fit. */
    private static Optional<List<String>> within(Doc doc, String key) throws Unsayable {
        List<String> out = new ArrayList<>();
        List<String> given = doc.texts(key);
        for (String word : given) {
            if (!everything(word) && !word.matches("[A-Za-z0-9_:/@=-]+")) {
                throw new Unsayable("the exempt `" + word + "` is a pattern", true);
            }
            out.add("*" + word + "*");
        }
        return given.isEmpty() || given.stream().anyMatch(ProwlerMuteList::everything)
                ? Optional.empty()
                : Optional.of(out);
    }

    private Set<String> checks(String name) {
        Set<String> out = new TreeSet<>(ours.getOrDefault(name, Set.of()));
        if (out.isEmpty()) {
            try {
                Pattern pattern = LinearPattern.of(name.startsWith("*") ? "." + name : name, 0);
                ours.forEach((prowler, mapped) -> {
                    if (pattern.matcher(prowler).find()) {
                        out.addAll(mapped);
                    }
                });
            } catch (PatternSyntaxException e) {
                return Set.of();
            }
        }
        return out;
    }

    private void write(String account, String check, String description, List<String> conditions) {
        String words = (account.equals("*") ? "" : account + "-") + (check.equals("*") ? "all" : check);
        String slug =
                words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        int number = ids.merge(slug, 1, Integer::sum);
        String reason = description.isBlank() ? "Muted in Prowler, without a description" : description.strip();
        yaml.append("  - id: ")
                .append(quoted(number == 1 ? slug : slug + "--" + number))
                .append('\n');
        yaml.append("    where: {all: [").append(String.join(", ", conditions)).append("]}\n");
        yaml.append("    owner: ").append(quoted(owner)).append('\n');
        yaml.append("    reason: ").append(quoted(reason)).append('\n');
        yaml.append("    until: ").append(quoted(until.toString())).append('\n');
        made++;
    }

    private static String list(Iterable<String> values) {
        List<String> out = new ArrayList<>();
        values.forEach(v -> out.add(quoted(v)));
        return "[" + String.join(", ", out) + "]";
    }

    /** Text in YAML's double quotes; whatever is not plain is escaped. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
