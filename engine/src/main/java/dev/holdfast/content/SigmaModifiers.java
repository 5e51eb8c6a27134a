package dev.holdfast.content;

import static dev.holdfast.content.SigmaModifier.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which modifiers can stand together. What has no meaning is refused rather than ignored. */
final class SigmaModifiers {
    private static final Set<SigmaModifier> ENCODING = EnumSet.of(BASE64, BASE64OFFSET, UTF16LE, UTF16BE, UTF16, WIDE);
    private static final Set<SigmaModifier> PLACE = EnumSet.of(STARTSWITH, ENDSWITH, CONTAINS);
    private static final Set<SigmaModifier> ORDER = EnumSet.of(LT, LTE, GT, GTE);
    private static final Set<SigmaModifier> TIME = EnumSet.of(MINUTE, HOUR, DAY, WEEK, MONTH, YEAR);
    private static final Set<SigmaModifier> FLAGS = EnumSet.of(I, M, S);

    private SigmaModifiers() {}

    static void check(String path, List<SigmaModifier> modifiers, Doc doc) {
        if (modifiers.isEmpty()) {
            return;
        }
        Set<SigmaModifier> set = EnumSet.copyOf(modifiers);
        if (set.size() < modifiers.size()) {
            doc.error("a modifier stands twice on `" + path + "`", "Keep one");
        }
        only(doc, path, set, EXISTS, EnumSet.noneOf(SigmaModifier.class));
        only(doc, path, set, CIDR, EnumSet.of(ALL, NEQ, EXPAND));
        only(doc, path, set, FIELDREF, EnumSet.of(ALL, NEQ, CASED, STARTSWITH, ENDSWITH, CONTAINS));
        only(doc, path, set, RE, EnumSet.of(I, M, S, ALL, NEQ, EXPAND));
        for (SigmaModifier flag : FLAGS) {
            if (set.contains(flag) && !set.contains(RE)) {
                doc.error("`" + flag.word() + "` belongs to `re`", "Write `re|" + flag.word() + "`");
            }
        }
        oneOf(doc, path, set, PLACE);
        oneOf(doc, path, set, ORDER);
        oneOf(doc, path, set, TIME);
        for (SigmaModifier order : ORDER) {
            EnumSet<SigmaModifier> beside = EnumSet.of(NEQ, ALL, EXPAND);
            beside.addAll(TIME);
            only(doc, path, set, order, beside);
        }
        for (SigmaModifier time : TIME) {
            EnumSet<SigmaModifier> beside = EnumSet.of(NEQ);
            beside.addAll(ORDER);
            only(doc, path, set, time, beside);
        }
        if (path.isEmpty() && (set.contains(FIELDREF) || set.contains(EXISTS))) {
            doc.error("keywords stand in no field", "Name the field before the `|`");
        }
        if (set.contains(BASE64) && set.contains(BASE64OFFSET)) {
            doc.error("`base64` and `base64offset` cannot both encode `" + path + "`", "Keep one");
        }
        placedBeforeEncoding(path, modifiers, doc);
    }

    /** What places wildcards must come after what encodes, since wildcards have no encoding. */
    private static void placedBeforeEncoding(String path, List<SigmaModifier> modifiers, Doc doc) {
        boolean placed = false;
        for (SigmaModifier modifier : modifiers) {
            placed |= PLACE.contains(modifier) || modifier == WINDASH;
            if (placed && ENCODING.contains(modifier)) {
                doc.error(
                        "`" + modifier.word() + "` on `" + path + "` comes after a modifier that adds wildcards",
                        "Put the encoding first");
                return;
            }
        }
    }

    private static void only(
            Doc doc, String path, Set<SigmaModifier> set, SigmaModifier modifier, Set<SigmaModifier> beside) {
        if (!set.contains(modifier)) {
            return;
        }
        for (SigmaModifier other : set) {
            if (other != modifier && !beside.contains(other)) {
                doc.error(
                        "`" + modifier.word() + "` and `" + other.word() + "` have no meaning together on `" + path
                                + "`",
                        "Leave one out");
                return;
            }
        }
    }

    private static void oneOf(Doc doc, String path, Set<SigmaModifier> set, Set<SigmaModifier> group) {
        List<String> words =
                group.stream().filter(set::contains).map(SigmaModifier::word).toList();
        if (words.size() > 1) {
            doc.error("`" + String.join("` and `", words) + "` contradict on `" + path + "`", "Keep one");
        }
    }
}
