package dev.holdfast.content;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The value modifiers of Sigma 2.1.0 (appendix "Sigma Modifiers"), written after a field name with a pipe. */
public enum SigmaModifier {
    ALL,
    STARTSWITH,
    ENDSWITH,
    CONTAINS,
    EXISTS,
    CASED,
    NEQ,
    WINDASH,
    RE,
    I,
    M,
    S,
    BASE64,
    BASE64OFFSET,
    UTF16LE,
    UTF16BE,
    UTF16,
    WIDE,
    LT,
    LTE,
    GT,
    GTE,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    YEAR,
    CIDR,
    EXPAND,
    FIELDREF;

    /** Every modifier as it is written in a rule. */
    public static final Set<String> WORDS =
            Arrays.stream(values()).map(SigmaModifier::word).collect(Collectors.toUnmodifiableSet());

    /** The modifier as it is written in a rule. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<SigmaModifier> of(String word) {
        return Arrays.stream(values()).filter(m -> m.word().equals(word)).findFirst();
    }
}
