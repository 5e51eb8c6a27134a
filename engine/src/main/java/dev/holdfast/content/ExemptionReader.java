package dev.holdfast.content;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.holdfast.content.Exemption.Field;
import dev.holdfast.content.Exemption.Where;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Severity;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code exceptions.yaml}: {@code exceptions:} with a list, each with id, where, owner, reason and until. */
public final class ExemptionReader {
    /** Further away an end is no end: it gives a warning. */
    public static final int MOST_DAYS = 366;

    private static final int MOST_CONDITIONS = 20_000;
    private static final Set<String> KEYS = Set.of("id", "where", "owner", "reason", "until", "ticket");
    private static final Set<String> CONDITIONS = conditions();

    private final List<Exemption> found = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private int conditions;

    private ExemptionReader() {}

    private static Set<String> conditions() {
        Set<String> out = new TreeSet<>(Set.of("all", "any", "not"));
        Arrays.stream(Field.values()).forEach(f -> out.add(f.key()));
        return Set.copyOf(out);
    }

    /**
     * The exceptions of a file.
     *
     * @param file its name, for messages
     * @param bytes its content
     * @param errors where problems are added, with line
     */
    public static List<Exemption> read(String file, byte[] bytes, List<ContentError> errors) {
        List<Doc> docs = Yaml.read(file, bytes, errors);
        if (docs.isEmpty()) {
            return List.of();
        }
        Doc top = docs.get(0).only(Set.of("exceptions"));
        return top.isMap() ? top.need("exceptions").map(ExemptionReader::list).orElse(List.of()) : list(top);
    }

    private static List<Exemption> list(Doc list) {
        ExemptionReader reader = new ExemptionReader();
        list.items().forEach(reader::one);
        return List.copyOf(reader.found);
    }

    private void one(Doc doc) {
        if (!doc.isMap()) {
            doc.error("an exception is a mapping", "Give id, where, owner, reason and until");
            return;
        }
        doc.only(KEYS);
        String id = doc.needText("id").strip();
        if (!id.isEmpty() && !ids.add(id)) {
            doc.error("there are two exceptions `" + id + "`", "Give each its own id");
        }
        String owner = filled(doc, "owner");
        String reason = filled(doc, "reason");
        Optional<LocalDate> until = doc.need("until").flatMap(ExemptionReader::date);
        Optional<Where> where = doc.need("where").map(w -> where(w, 0));
        if (until.isPresent() && where.isPresent()) {
            found.add(new Exemption(
                    id, doc.file(), doc.line(), where.get(), owner, reason, until.get(), doc.text("ticket", "")));
        }
    }

    private static String filled(Doc doc, String key) {
        String text = doc.needText(key).strip();
        if (text.isEmpty() && doc.get(key).isPresent()) {
            doc.error("`" + key + "` is empty", "Somebody must answer for an exception, and say why");
        }
        return text;
    }

    private static Optional<LocalDate> date(Doc doc) {
        try {
            return Optional.of(LocalDate.parse(doc.text()));
        } catch (DateTimeParseException e) {
            doc.error("`" + doc.text() + "` is not a date", "Write it like 2027-01-31");
            return Optional.empty();
        }
    }

    /** A mapping holds when all its members do; a list of values holds when one does. */
    private Where where(Doc doc, int depth) {
        List<Where> parts = new ArrayList<>();
        if (!doc.isMap()) {
            doc.error("a condition is a mapping", "Such as `{check: protect/s3/versioning, account: sandbox}`");
            return new Where.Any(List.of());
        }
        doc.only(CONDITIONS);
        doc.entries().forEach((key, value) -> {
            if (++conditions > MOST_CONDITIONS) {
                return;
            }
            switch (key) {
                case "all" -> parts.add(new Where.All(several(value, depth)));
                case "any" -> parts.add(new Where.Any(several(value, depth)));
                case "not" -> parts.add(new Where.Not(where(value, depth + 1)));
                default -> field(key).ifPresent(f -> parts.add(values(f, value)));
            }
        });
        if (conditions > MOST_CONDITIONS) {
            doc.error("more than " + MOST_CONDITIONS + " conditions", "Split the file");
        }
        if (parts.isEmpty()) {
            doc.error("this would silence everything", "Say what the exception is about");
            return new Where.Any(List.of());
        }
        return parts.size() == 1 ? parts.get(0) : new Where.All(List.copyOf(parts));
    }

    private List<Where> several(Doc list, int depth) {
        List<Where> out = new ArrayList<>();
        if (!list.isList() || list.items().isEmpty()) {
            list.error("`all` and `any` take a list of conditions", "");
            return List.of(new Where.Any(List.of()));
        }
        list.items().forEach(d -> out.add(where(d, depth + 1)));
        return List.copyOf(out);
    }

    private static Optional<Field> field(String key) {
        return Arrays.stream(Field.values()).filter(f -> f.key().equals(key)).findFirst();
    }

    private static Where values(Field field, Doc doc) {
        List<Where> out = new ArrayList<>();
        if (doc.isMap()) {
            doc.error("`" + field.key() + "` takes a value or a list of values", "");
        } else {
            for (Doc value : doc.items()) {
                is(field, value).ifPresent(out::add);
            }
        }
        if (doc.isList() && doc.items().isEmpty()) {
            doc.error("`" + field.key() + "` names nothing", "Name at least one value or leave it out");
        }
        return out.size() == 1 ? out.get(0) : new Where.Any(List.copyOf(out));
    }

    private static Optional<Where> is(Field field, Doc doc) {
        String text = doc.text();
        if (text.isBlank()) {
            doc.error("`" + field.key() + "` is empty", "");
        } else if (field == Field.TAG && text.indexOf('=') < 1) {
            doc.error("`" + text + "` is not a tag", "Write `key=value`; `key=*` for any value");
        } else if (field == Field.SEVERITY
                && Arrays.stream(Severity.values()).noneMatch(s -> s.word().equals(text))) {
            doc.error("`" + text + "` is not a severity", "critical, high, medium, low or informational");
        } else {
            try {
                return Optional.of(new Where.Is(
                        field, text, field == Field.RESOURCE_PATTERN ? LinearPattern.of(text, 0) : glob(text)));
            } catch (PatternSyntaxException e) {
                doc.error("`" + text + "` is not a regular expression: " + e.getDescription(), "");
            }
        }
        return Optional.empty();
    }

    /** {@code *} stands for any text, {@code ?} for any one character. */
    static Pattern glob(String text) {
        StringBuilder out = new StringBuilder("(?s)");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '*' -> out.append(".*");
                case '?' -> out.append('.');
                default -> out.append(Pattern.quote(Character.toString(c)));
            }
        });
        return Pattern.compile(out.toString());
    }
}
