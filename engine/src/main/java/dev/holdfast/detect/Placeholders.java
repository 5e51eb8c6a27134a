package dev.holdfast.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that stand for {@code %name%} in rules that say {@code expand}.
 *
 * @param values name to values; a value may hold wildcards
 */
public record Placeholders(Map<String, List<String>> values) {
    /** No placeholder is known, so that rules with one are refused by name. */
    public static final Placeholders NONE = new Placeholders(Map.of());

    private static final Pattern NAME = Pattern.compile("(?<!\\\\)%([A-Za-z0-9_.-]+)%");
    private static final int MAX_VALUES = 10_000;

    public Placeholders {
        values = Map.copyOf(values);
    }

    /** All texts that the text may stand for. */
    List<String> expand(String text) throws RuleError {
        List<String> done = new ArrayList<>();
        List<String> open = new ArrayList<>(List.of(text));
        while (!open.isEmpty()) {
            String next = open.remove(open.size() - 1);
            Matcher match = NAME.matcher(next);
            if (!match.find()) {
                done.add(next.replace("\\%", "%"));
                continue;
            }
            List<String> known = values.get(match.group(1));
            if (known == null) {
                throw new RuleError(
                        "the placeholder `%" + match.group(1) + "%` has no values",
                        "Configure its values, or leave the rule out");
            }
            for (String value : known) {
                String safe = value.replace("%", "\\%");
                open.add(next.substring(0, match.start()) + safe + next.substring(match.end()));
            }
            if (open.size() + done.size() > MAX_VALUES) {
                throw new RuleError("its placeholders stand for more than " + MAX_VALUES + " texts", "Shorten them");
            }
        }
        return done;
    }
}
