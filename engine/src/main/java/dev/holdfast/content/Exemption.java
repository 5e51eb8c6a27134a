package dev.holdfast.content;

import com.google.re2j.Pattern;
import java.time.LocalDate;
import java.util.List;

/**
 * An exception: failures that somebody answers for, until a day.
 *
 * @param id its id, unique in the file
 * @param file its file, for messages
 * @param line where it stands
 * @param where which failures it silences
 * @param owner who answers for it
 * @param reason why
 * @param until the last day on which it holds (UTC)
 * @param ticket where it was agreed, may be empty
 */
public record Exemption(
        String id, String file, int line, Where where, String owner, String reason, LocalDate until, String ticket) {

    /** True on days after the last on which it holds. */
    public boolean expired(LocalDate today) {
        return today.isAfter(until);
    }

    /** A boolean expression over a finding. */
    public sealed interface Where {
        /** All hold; true of none. */
        record All(List<Where> of) implements Where {}

        /** At least one holds. */
        record Any(List<Where> of) implements Where {}

        /** It does not hold. Where that is not known, neither is this. */
        record Not(Where of) implements Where {}

        /**
         * A field of the finding is so.
         *
         * @param field which
         * @param text what the person wrote
         * @param pattern what fits; for {@link Field#RESOURCE_PATTERN} it is searched for, else it fits as a whole
         */
        record Is(Field field, String text, Pattern pattern) implements Where {}
    }

    /** What an expression may ask of a finding. */
    public enum Field {
        /** Id of the check. */
        CHECK,
        /** Id or name of the account. */
        ACCOUNT,
        /** Id, name or path of a unit at or above the account. */
        OU,
        /** Region or {@code global}. */
        REGION,
        /** ARN or id of the resource. */
        RESOURCE,
        /** A regular expression to be found in the last part of the resource, its name. */
        RESOURCE_PATTERN,
        /** {@code key=value} of the resource. */
        TAG,
        /** Severity word. */
        SEVERITY,
        /** Framework, or {@code framework/control}. */
        FRAMEWORK;

        /** The key in the file. */
        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
