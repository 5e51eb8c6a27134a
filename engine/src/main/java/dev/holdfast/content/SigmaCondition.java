package dev.holdfast.content;

import java.util.List;
import java.util.regex.Pattern;

/** How a Sigma rule joins its search identifiers, parsed. */
public sealed interface SigmaCondition {
    /** A search identifier. */
    record Name(String name) implements SigmaCondition {}

    /**
     * {@code 1 of x*}, {@code all of them}.
     *
     * @param all true for {@code all of}
     * @param pattern the pattern with {@code *}, or {@code them}
     */
    record Of(boolean all, String pattern) implements SigmaCondition {
        /** True when the pattern means this search identifier; {@code them} leaves out those starting with `_`. */
        public boolean means(String name) {
            if (pattern.equals("them")) {
                return !name.startsWith("_");
            }
            String[] literals = pattern.split("\\*", -1);
            StringBuilder regex = new StringBuilder(Pattern.quote(literals[0]));
            for (int i = 1; i < literals.length; i++) {
                regex.append(".*").append(Pattern.quote(literals[i]));
            }
            return Pattern.matches(regex.toString(), name);
        }
    }

    /** The negation. */
    record Not(SigmaCondition part) implements SigmaCondition {}

    /** All parts. */
    record And(List<SigmaCondition> parts) implements SigmaCondition {}

    /** At least one part. */
    record Or(List<SigmaCondition> parts) implements SigmaCondition {}
}
